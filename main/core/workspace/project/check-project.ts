import { AppError } from '#contract/errors';
import { projectDocument, type ProjectDocument } from '#contract/project-document';
import { migrateProject } from './project-migrations.ts';

/** A saved project of any version up to this one, checked; throws when it is none. */
export function parseProject(json: unknown): ProjectDocument {
  const document = projectDocument.parse(migrateProject(json));
  checkProject(document);
  return document;
}

/** Throws `invalid-request` unless ids are unique, pairs name photos of the project, a photo is in one pair at most, and one that could not be read in none. */
export function checkProject({ photos, pairs, separated, edits }: ProjectDocument): void {
  const photoIds = new Set(photos.map(({ id }) => id));
  const pairIds = new Set(pairs.map(({ id }) => id));
  const paired = pairs.flatMap(({ wideId, teleId }) => (teleId === null ? [wideId] : [wideId, teleId]));
  const unknown = paired.find((id) => !photoIds.has(id)) ?? separated.flat().find((id) => !photoIds.has(id));
  const broken = new Set(photos.filter(({ problem }) => problem !== undefined).map(({ id }) => id));
  const unknownPair = Object.keys(edits).find((id) => !pairIds.has(id));
  if (photoIds.size !== photos.length) refuse('each photo once', 'one twice');
  if (pairIds.size !== pairs.length) refuse('each pair once', 'one twice');
  if (unknown !== undefined) refuse('pairs of photos that are in the project', `the unknown photo "${unknown}"`);
  if (broken.size > 0 && paired.some((id) => broken.has(id)))
    refuse('pairs of photos that could be read', 'one that could not');
  if (new Set(paired).size !== paired.length) refuse('each photo in one pair at most', 'one in two places');
  if (unknownPair !== undefined) refuse('edits of pairs of the project', `edits of the unknown pair "${unknownPair}"`);
}

function refuse(expected: string, received: string): never {
  throw new AppError('invalid-request', `Expected ${expected}, but received ${received}. Nothing was changed.`);
}
