import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { idsOfPair } from '#contract/project-commands';
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
  const paired = pairs.flatMap(idsOfPair);
  const unknown = paired.find((id) => !photoIds.has(id)) ?? separated.flat().find((id) => !photoIds.has(id));
  const broken = new Set(photos.filter(({ problem }) => problem !== undefined).map(({ id }) => id));
  const unknownPair = Object.keys(edits).find((id) => !pairIds.has(id));
  if (photoIds.size !== photos.length) refuse(say('program.photo-twice'));
  if (pairIds.size !== pairs.length) refuse(say('program.pair-twice'));
  if (unknown !== undefined) refuse(say('program.unknown-photo-in-pair', { id: unknown }));
  if (broken.size > 0 && paired.some((id) => broken.has(id))) refuse(say('program.unreadable-photo-in-pair'));
  if (new Set(paired).size !== paired.length) refuse(say('program.photo-in-two-pairs'));
  if (unknownPair !== undefined) refuse(say('program.unknown-pair-edited', { id: unknownPair }));
}

function refuse(said: Said): never {
  throw new AppError('invalid-request', said);
}
