import { z } from 'zod';
import { noEdits, pairEdits, type PairEdits } from './project-edits.ts';

/** A wide photo and, where there is one, the tele photo of the same scene. */
export const pair = z.object({
  id: z.string().min(1),
  wideId: z.string().min(1),
  teleId: z.string().min(1).nullable(),
  /** Why the two belong together, in words; null when a person paired them. */
  reason: z.string().nullable(),
});
export type Pair = z.infer<typeof pair>;

/** One photo of a project: where it lies. What is in it is read again, never stored. */
export const projectPhoto = z.object({ id: z.string().min(1), path: z.string().min(1) });
export type ProjectPhoto = z.infer<typeof projectPhoto>;

/** The one truth of a project: plain JSON, changed only by the commands of project-commands.ts. */
export const projectDocument = z.object({
  version: z.literal(2),
  photos: z.array(projectPhoto),
  pairs: z.array(pair),
  /** By the pair's id; a pair that nobody edited is not in it. */
  edits: z.record(z.string(), pairEdits),
});
export type ProjectDocument = z.infer<typeof projectDocument>;

export const emptyProject: ProjectDocument = { version: 2, photos: [], pairs: [], edits: {} };

/** What a person edited of a pair, which is nothing for most. */
export function editsOf({ edits }: ProjectDocument, pairId: string): PairEdits {
  return edits[pairId] ?? noEdits;
}
