import { z } from 'zod';
import { telesInUse } from '#contract/project-document';
import { shownEdits, type PairEdits } from '#contract/project-edits';
import { resultKey } from '#core/ground/disk/result-store';
import { openRecord } from './photo-facts.ts';

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
  readonly teleIds: readonly string[];
}

/** Earlier versions did not say what was edited, and knew of one tele at most. */
const edits = z.string().optional();
const line: z.ZodType<PairOfPhotos & { readonly edits?: string | undefined }> = z.union([
  z.object({ wideId: z.string(), teleIds: z.array(z.string()), edits }),
  z
    .object({ wideId: z.string(), teleId: z.string().nullable(), edits })
    .transform(({ teleId, ...others }) => ({ ...others, teleIds: teleId === null ? [] : [teleId] })),
]);

export async function openExportRecord(options: {
  path: string;
  refused: (error: unknown) => void;
}): Promise<ExportRecord> {
  const file = await openRecord({ ...options, parse: (json) => line.parse(json) });
  const known = new Map(file.lines.map((one) => [keyOf(one), one.edits]));

  function of(pair: PairOfPhotos, made: PairEdits): ReturnType<ExportRecord['of']> {
    if (!known.has(keyOf(pair))) return 'never';
    const exported = known.get(keyOf(pair)) ?? null;
    return exported === null || exported === nameOf(pair, made) ? 'so' : 'otherwise';
  }

  return {
    of,
    add({ wideId, teleIds }, made) {
      const pair = { wideId, teleIds };
      const name = nameOf(pair, made);
      if (known.get(keyOf(pair)) === name) return false;
      known.set(keyOf(pair), name);
      file.append([{ ...pair, edits: name }]);
      return true;
    },
    close: () => file.close(),
  };
}

function nameOf(pair: PairOfPhotos, made: PairEdits): string {
  const { telesOff } = made;
  return resultKey(shownEdits(made, telesInUse(made, pair)), ...(telesOff.length > 0 ? [telesOff.toSorted()] : []));
}

function keyOf({ wideId, teleIds }: PairOfPhotos): string {
  return [wideId, ...(teleIds.length === 0 ? [''] : teleIds.toSorted())].join(' ');
}
