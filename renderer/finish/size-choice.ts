import type { ExportSettings, ExportSize } from '#contract/export-settings';

/** How a file is finished: its size, colours, numbers and time. */
export type Finish = Pick<ExportSettings, 'format' | 'size' | 'profile' | 'bitDepth' | 'keepsFileTime'>;

/** A size as the list of sizes names it: `double`, a share below 100, or a long side in pixels. */
export function sizeToChoice(size: ExportSize = { kind: 'double' }): string {
  switch (size.kind) {
    case 'long-side':
      return String(size.pixels);
    case 'percent':
      return String(size.percent);
    case 'double':
      return size.kind;
  }
}

export function sizeFromChoice(choice: string): ExportSize {
  const number = Number(choice);
  if (!Number.isFinite(number)) return { kind: 'double' };
  return number <= 100 ? { kind: 'percent', percent: number } : { kind: 'long-side', pixels: number };
}
