import { z } from 'zod';
import { batchSettings } from '#contract/batch';
import { toWireError, type WireError } from '#contract/errors';
import { storedError, said } from '#contract/stored-messages';
import { say } from '#contract/messages';
import { maxTeles } from '#contract/project-document';
import { photoEdits, placement } from '#contract/project-edits';

const size = z.object({
  width: z.int().min(1),
  height: z.int().min(1),
  bitDepth: z.union([z.literal(8), z.literal(16)]),
});

/** What a worker is given: one photo, and where its result goes. Paths mean the same on every machine. */
export const queueJob = z.object({
  outputFolder: z.string().min(1),
  /** Relative to the output folder. */
  target: z.string().min(1),
  item: z.object({
    key: z.string().regex(/^[0-9a-f]{32}$/),
    source: z.string(),
    widePath: z.string().min(1),
    wide: size.nullable(),
    teles: z
      .array(
        z.object({
          path: z.string().min(1),
          placement: placement.nullable(),
          isInFront: z.boolean(),
          photo: size.nullable(),
        }),
      )
      .max(maxTeles),
    settings: batchSettings,
    edits: photoEdits,
  }),
});
export type QueueJob = z.infer<typeof queueJob>;

/** What a worker gives back. */
export const queueResult = z.object({
  sha256: z.string(),
  bytes: z.int(),
  losses: z.array(said),
  milliseconds: z.number(),
  deviceMilliseconds: z.number(),
  /** The places of the teles that do not show what the wide shows. */
  strangers: z.array(z.int().min(0)).default([]),
});
export type QueueResult = z.infer<typeof queueResult>;

export const queueProgress = z.object({ fraction: z.number(), label: said });

/** An error as it goes through the queue, which keeps only words. */
export function errorToWords(error: unknown): string {
  return JSON.stringify(toWireError(error));
}

export function errorFromWords(words: string): WireError {
  try {
    return storedError.parse(JSON.parse(words));
  } catch {
    // What the queue itself says is no JSON.
    return { code: 'internal', message: say('writing.queue-gave-up', { words }) };
  }
}
