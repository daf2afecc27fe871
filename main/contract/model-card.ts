import { z } from 'zod';
import { said } from './stored-messages.ts';

/** How much better or worse the adapted network is than its base, in dB, on places that it never learned from. */
export const judgement = z.object({
  /** The result, shrunk as the wide camera does it, against the wide photo. */
  consistency: z.number(),
  /** The result's detail against the registered tele's, with the tele as reference. */
  detail: z.number(),
  /** The same without a reference: what the whole picture outside the overlap is like. */
  withoutReference: z.number(),
  /** The same with a wrong reference: another picture in the tele's place. */
  wrongReference: z.number(),
  places: z.int().nonnegative(),
  /** Pairs that were kept out as a whole. */
  pairsKeptOut: z.int().nonnegative(),
  isBetter: z.boolean(),
  /** The verdict, for a person. */
  reason: said,
});
export type Judgement = z.infer<typeof judgement>;

/** What was found out about the wide camera of a phone. */
export const phoneFacts = z.object({
  /** Standard deviations of the response along its longest and its shortest axis, in pixels of the 2x grid; the halo counts as nothing. */
  blur: z.object({ most: z.number(), least: z.number() }),
  /** The negative part of the response over its sum: how strong the phone's own sharpening is. */
  halo: z.number(),
  /** What the phone itself sharpens, of brightness, and over how many pixels (one standard deviation); null where its photos show none. */
  sharpening: z.object({ amount: z.number(), sigma: z.number() }).nullable().default(null),
  /** Share of the variance of textures that the response does not tell: what the phone smoothed or made up. */
  unexplained: z.number().default(0),
  /** What it leaves of waves of 1/16, 1/8, 3/16 and 1/4 cycles per pixel of the 2x grid. */
  gains: z.array(z.number()),
  /** Standard deviations of luma noise around some brightnesses, 0 to 1 as encoded. */
  noise: z.array(z.object({ level: z.number(), deviation: z.number() })),
  /** The response itself: `size` x `size` weights, row by row. */
  response: z.object({ size: z.int().positive(), values: z.array(z.number()) }),
  /** The blur in parts of the picture, where there was enough to see; centres as shares of the wide's width and height. */
  zones: z.array(z.object({ x: z.number(), y: z.number(), blur: z.number(), pixels: z.int() })),
  /** For red, green and blue: wide = gain x tele ^ gamma, by least squares over the overlap, and the share of the variance that it explains. */
  tones: z.array(z.object({ gain: z.number(), gamma: z.number(), explained: z.number() })),
  /** How sure: the share of the wide's detail that the response explains, and how many pixels spoke for it. */
  explained: z.number(),
  pixels: z.int(),
});
export type PhoneFacts = z.infer<typeof phoneFacts>;

/** The ending of a model that was exported into one file. */
export const modelFileEnding = '.telewide-model';

export const modelName = z.string().trim().min(1).max(60);

/** Where a personal model comes from. */
export const modelCard = z.object({
  base: z.object({ id: z.string(), name: z.string(), sha256: z.string() }),
  /** ISO 8601. */
  made: z.string(),
  photos: z.array(z.object({ name: z.string(), wideId: z.string(), teleId: z.string(), isKeptOut: z.boolean() })),
  /** Whose photos these are, as EXIF names it. */
  camera: z.string().optional(),
  leftOut: z.array(z.object({ name: z.string(), reason: said })),
  steps: z.int(),
  seconds: z.number(),
  device: z.string(),
  phone: phoneFacts,
  judgement,
  /** Adopted by a person although the judgement was against it. */
  isDespiteJudgement: z.boolean(),
});
export type ModelCard = z.infer<typeof modelCard>;
