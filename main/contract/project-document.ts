import { z } from 'zod';
import { said } from './kept-messages.ts';
import { pairFinding } from './pair-finding.ts';
import { noEdits, pairEdits, type PairEdits } from './project-edits.ts';

/** A wide photo and, where there is one, the tele photo of the same scene. */
export const pair = z.object({
  id: z.string().min(1),
  wideId: z.string().min(1),
  teleId: z.string().min(1).nullable(),
  /** Why the two belong together, in English; null when a person paired them. */
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
  version: z.literal(4),
  photos: z.array(projectPhoto),
  pairs: z.array(pair),
  /** Photos that a person separated, two by two: they are not paired again by themselves. */
  separated: z.array(z.tuple([z.string(), z.string()])),
  /** By the pair's id; a pair that nobody edited is not in it. */
  edits: z.record(z.string(), pairEdits),
});
export type ProjectDocument = z.infer<typeof projectDocument>;

export const emptyProject: ProjectDocument = { version: 4, photos: [], pairs: [], separated: [], edits: {} };

/** What a person edited of a pair, which is nothing for most. */
export function editsOf({ edits }: ProjectDocument, pairId: string): PairEdits {
  return edits[pairId] ?? noEdits;
}
