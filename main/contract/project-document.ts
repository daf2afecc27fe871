import { z } from 'zod';

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
  version: z.literal(1),
  photos: z.array(projectPhoto),
  pairs: z.array(pair),
});
export type ProjectDocument = z.infer<typeof projectDocument>;

export const emptyProject: ProjectDocument = { version: 1, photos: [], pairs: [] };
