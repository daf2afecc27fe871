import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { findPairs } from '#core/pairs/finding/find-pairs';
import type { PairToLearnFrom } from './prepare-adaptation.ts';

/** The pairs in a folder and those below it, in the order of their names. Throws `invalid-request` when there are none. */
export async function pairsToLearnFrom(
  folder: string,
  context: Parameters<typeof findPairs>[1],
): Promise<PairToLearnFrom[]> {
  const { pairs, photos } = await findPairs(folder, context);
  const found = pairs.flatMap(({ wide, teles }) =>
    teles.map((tele): PairToLearnFrom => ({ widePath: wide, telePath: tele, registration: null })),
  );
  if (found.length === 0) throw new AppError('invalid-request', say('learning.no-pairs-in-folder', { folder, photos }));
  return found.toSorted((one, other) => (one.widePath < other.widePath ? -1 : 1));
}
