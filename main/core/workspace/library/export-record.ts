import { z } from 'zod';
import { shownEdits, type PairEdits } from '#contract/project-edits';
import { resultKey } from '#core/ground/disk/result-store';
import { openRecord } from './open-record.ts';

/** Which pairs were exported at some time, and as what. It stays when a pair is taken off the list and comes back. */
export interface ExportRecord {
  /** `otherwise`: with other edits. */
  of(pair: PairOfPhotos, edits: PairEdits): 'never' | 'otherwise' | 'so';
  /** False when it was known. */
  add(pair: PairOfPhotos, edits: PairEdits): boolean;
  close(): Promise<void>;
}

interface PairOfPhotos {
  readonly wideId: string;
  readonly teleId: string | null;
}

/** Earlier versions did not say what was edited. */
const line = z.object({ wideId: z.string(), teleId: z.string().nullable(), edits: z.string().optional() });

export async function openExportRecord(options: {
  path: string;
  refused: (error: unknown) => void;
}): Promise<ExportRecord> {
  const file = await openRecord({ ...options, parse: (json) => line.parse(json) });
  const known = new Map(file.lines.map((one) => [keyOf(one), one.edits]));

  function of(pair: PairOfPhotos, edits: PairEdits): ReturnType<ExportRecord['of']> {
    if (!known.has(keyOf(pair))) return 'never';
    const exported = known.get(keyOf(pair)) ?? null;
    return exported === null || exported === nameOf(edits) ? 'so' : 'otherwise';
  }

  return {
    of,
    add({ wideId, teleId }, edits) {
      const pair = { wideId, teleId };
      if (known.get(keyOf(pair)) === nameOf(edits)) return false;
      known.set(keyOf(pair), nameOf(edits));
      file.append([{ ...pair, edits: nameOf(edits) }]);
      return true;
    },
    close: () => file.close(),
  };
}

function nameOf(edits: PairEdits): string {
  return resultKey(shownEdits(edits));
}

function keyOf({ wideId, teleId }: PairOfPhotos): string {
  return `${wideId} ${teleId ?? ''}`;
}
