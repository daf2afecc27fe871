import type { ProjectDocument } from '#contract/project-document';

type Pairs = Pick<ProjectDocument, 'pairs'>;

/** Ids of the photos that have no tele, in the order of the project. */
export function aloneIn({ pairs }: Pairs): string[] {
  return pairs.flatMap(({ wideId, teleIds }) => (teleIds.length === 0 ? [wideId] : []));
}
