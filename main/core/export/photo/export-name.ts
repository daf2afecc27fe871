import { fileEnding, type ExportFormat } from '#contract/export-settings';
import { longestName, safeFileName, shorten, splitEnding } from './safe-file-name.ts';

/** The name suggested for an enhanced photo: `IMG_0001.HEIC` becomes `IMG_0001-telewide.jpg`. Safe on every system. */
export function exportName(wideName: string, format: ExportFormat): string {
  const addition = `-telewide.${fileEnding[format]}`;
  const { stem } = splitEnding(safeFileName(wideName));
  return `${shorten(stem, longestName - addition.length)}${addition}`;
}
