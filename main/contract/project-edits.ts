import { z } from 'zod';

const point = z.object({ x: z.number(), y: z.number() });
const entry = z.number();

/** As `Homography` of geometry.ts: 3x3, row by row, the last entry 1. */
export const homography = z.tuple([entry, entry, entry, entry, entry, entry, entry, entry, z.literal(1)]).readonly();

/** A place of the wide photo and the place of the tele that shows the same thing, in upright pixels of each. */
export const pin = z.object({ wide: point, tele: point });
export type Pin = z.infer<typeof pin>;

/** More would contradict each other: four pins say all that a homography can. */
export const mostPins = 4;

/** Where a person put the tele in the wide. */
export const correction = z.object({
  /** Tele to wide. */
  homography,
  /** The places that led to it; they may be none. */
  pins: z.array(pin).max(mostPins),
  /**
   * `hand`: as it was put. `refined`: improved from there by comparing the pictures. `insisted`: as it was put, and to be used although the
   * pictures seem not to fit.
   */
  origin: z.enum(['hand', 'refined', 'insisted']),
});
export type Correction = z.infer<typeof correction>;

/** Where a person put the tele, tele to wide, and whether it counts there whatever the pictures say. */
export type Placement = Pick<Correction, 'homography' | 'origin'>;

/** What the crop keeps while it is pulled: `original` is the photo's own shape. */
export const cropRatios = ['free', 'original', '1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16'] as const;
export type CropRatio = (typeof cropRatios)[number];

/** In whole pixels of the turned photo, see crop-geometry.ts; its left and top may lie outside the photo's own frame. */
export const cropRectangle = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
});

/** Degrees, clockwise positive. */
export const straightenAngle = z.number().min(-45).max(45);

export const framing = z.object({
  /** Null for as much as the turned photo has. */
  crop: cropRectangle.nullable(),
  straighten: straightenAngle,
  ratio: z.enum(cropRatios),
});
export type Framing = z.infer<typeof framing>;

/** How the result is made. */
export const treatment = z.object({
  /** 0 to 1: how much of what the tele changes is kept. */
  referenceStrength: z.number().min(0).max(1),
  /** 0 to 1: how strongly the result is denoised. */
  denoise: z.number().min(0).max(1),
});
export type Treatment = z.infer<typeof treatment>;

/** Everything that a person edited of one pair. */
export const pairEdits = framing.extend(treatment.shape).extend({
  /** Null is where the tele was found by itself. */
  registration: correction.nullable(),
  useReference: z.boolean(),
});
export type PairEdits = z.infer<typeof pairEdits>;

/** Of the edits what the picture shows, always written alike: how a crop is pulled and how a place was found are nothing to it. */
export function shownEdits({
  crop,
  straighten,
  registration,
  useReference,
  referenceStrength,
  denoise,
}: PairEdits): object {
  return {
    crop: crop && { height: crop.height, width: crop.width, x: crop.x, y: crop.y },
    denoise,
    ...(registration?.origin === 'insisted' && { isInsisted: true }),
    placement: registration?.homography ?? null,
    referenceStrength,
    straighten,
    useReference,
  };
}

export const noEdits: PairEdits = {
  crop: null,
  straighten: 0,
  ratio: 'free',
  registration: null,
  useReference: true,
  referenceStrength: 1,
  denoise: 0,
};
