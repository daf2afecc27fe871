import { z } from 'zod';
import { openRecord } from './open-record.ts';

/** Which pairs were exported at some time. It stays when a pair is taken off the list and comes back. */
export interface ExportRecord {
  has(pair: Exported): boolean;
  /** False when it was known. */
  add(pair: Exported): boolean;
  close(): Promise<void>;
}

interface Exported {
  readonly wideId: string;
  readonly teleIds: readonly string[];
}

const line: z.ZodType<Exported> = z.union([
  z.object({ wideId: z.string(), teleIds: z.array(z.string()) }),
  // As it was when a pair had one tele at most.
  z
    .object({ wideId: z.string(), teleId: z.string().nullable() })
    .transform(({ wideId, teleId }) => ({ wideId, teleIds: teleId === null ? [] : [teleId] })),
]);

export async function openExportRecord(options: {
  path: string;
  refused: (error: unknown) => void;
}): Promise<ExportRecord> {
  const file = await openRecord({ ...options, parse: (json) => line.parse(json) });
  const known = new Set(file.lines.map(keyOf));
  return {
    has: (pair) => known.has(keyOf(pair)),
    add({ wideId, teleIds }) {
      const pair = { wideId, teleIds };
      if (known.has(keyOf(pair))) return false;
      known.add(keyOf(pair));
      file.append([pair]);
      return true;
    },
    close: () => file.close(),
  };
}

function keyOf({ wideId, teleIds }: Exported): string {
  return [wideId, ...teleIds.toSorted()].join(' ');
}
