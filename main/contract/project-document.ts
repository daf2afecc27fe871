import { z } from 'zod';
import { said } from './stored-messages.ts';
import { pairFinding } from './pair-finding.ts';
import { noEdits, pairEdits, type PairEdits, type TeleInUse } from './project-edits.ts';

/** Of one wide photo. */
export const maxTeles = 24;

/** A wide photo and the telephotos of the same scene: several for a set, none for a photo that stands alone. */
export const pair = z.object({
  id: z.string().min(1),
  wideId: z.string().min(1),
  teleIds: z.array(z.string().min(1)).max(maxTeles),
  /** Why they belong together, in English; null when a person paired them. */
  reason: z.string().nullable(),
  /** The same in parts, and how sure it is; absent when a person paired them, or an earlier version did. */
  finding: pairFinding.optional(),
});
export type Pair = z.infer<typeof pair>;

/** One photo of a project: where it lies. What is in it is read again, never stored. */
export const projectPhoto = z.object({
  id: z.string().min(1),
  path: z.string().min(1),
  /** Why it could not be read when it was added; such a photo is in no pair. */
  problem: said.optional(),
});
export type ProjectPhoto = z.infer<typeof projectPhoto>;

/** The one truth of a project: plain JSON, changed only by the commands of project-commands.ts. */
export const projectDocument = z.object({
  version: z.literal(5),
  photos: z.array(projectPhoto),
  pairs: z.array(pair),
  /** Photos that a person separated, two by two: they are not paired again by themselves. */
  separated: z.array(z.tuple([z.string(), z.string()])),
  /** By the pair's id; a pair that nobody edited is not in it. */
  edits: z.record(z.string(), pairEdits),
});
export type ProjectDocument = z.infer<typeof projectDocument>;

export const emptyProject: ProjectDocument = { version: 5, photos: [], pairs: [], separated: [], edits: {} };

/** What a person edited of a pair, which is nothing for most. */
export function editsOf({ edits }: ProjectDocument, pairId: string): PairEdits {
  return edits[pairId] ?? noEdits;
}

/** The teles of a pair that are not switched off. */
export function telesInUse(
  { corrections, telesOff, teleInFront }: PairEdits,
  { teleIds }: { readonly teleIds: readonly string[] },
): TeleInUse[] {
  return teleIds
    .filter((id) => !telesOff.includes(id))
    .map((id) => ({ id, placement: corrections[id] ?? null, isInFront: id === teleInFront }));
}
