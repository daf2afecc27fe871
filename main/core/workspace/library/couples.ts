import { coupleOf } from '#contract/project-commands';
import type { ProjectDocument } from '#contract/project-document';

type Pairs = Pick<ProjectDocument, 'pairs'>;

/** Wide and tele of every pair, named by `coupleOf`. */
export function couplesIn({ pairs }: Pairs): Set<string> {
  return new Set(pairs.flatMap(({ wideId, teleId }) => (teleId === null ? [] : [coupleOf(wideId, teleId)])));
}

/** Ids of the photos that have no tele, in the order of the project. */
export function aloneIn({ pairs }: Pairs): string[] {
  return pairs.flatMap(({ wideId, teleId }) => (teleId === null ? [wideId] : []));
}
