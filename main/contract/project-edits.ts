import { z } from 'zod';

const point = z.object({ x: z.number(), y: z.number() });
const entry = z.number();

/** As `Homography` of geometry.ts: 3x3, row by row, the last entry 1. */
export const homography = z.tuple([entry, entry, entry, entry, entry, entry, entry, entry, z.literal(1)]).readonly();

/** A place of the wide photo and the place of the tele that shows the same thing, in upright pixels of each. */
export const pin = z.object({ wide: point, tele: point });
export type Pin = z.infer<typeof pin>;

/** More would contradict each other: four pins say all that a homography can. */
export const maxPins = 4;

/** Where a person put the tele in the wide. */
export const correction = z.object({
  /** Tele to wide. */
  homography,
  /** The places that led to it; they may be none. */
  pins: z.array(pin).max(maxPins),
  /**
   * `hand`: as it was put. `refined`: improved from there by comparing the pictures. `insisted`: as it was put, and to be used although the
   * pictures seem not to fit.
   */
  origin: z.enum(['hand', 'refined', 'insisted']),
});
export type Correction = z.infer<typeof correction>;

/** Where a person put the tele, tele to wide, and whether it counts there whatever the pictures say. */
export const placement = correction.pick({ homography: true, origin: true });
export type Placement = z.infer<typeof placement>;

/** What the crop keeps while it is pulled: `original` is the photo's own shape. */
export const cropRatios = [
  'free',
  'original',
  '1:1',
  '5:4',
  '4:5',
  '4:3',
  '3:4',
  '3:2',
  '2:3',
  '16:9',
  '9:16',
] as const;
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

/** `auto`: as fine as the finest telephoto. */
export const scaleChoice = z.union([z.literal(2), z.literal(3), z.literal(4), z.literal('auto')]);
export type ScaleChoice = z.infer<typeof scaleChoice>;

/** How the result is made. */
export const adjustments = z.object({
  /** How many times as wide and high as the crop it is. */
  scale: scaleChoice,
  /** 0 to 1: how much of what the tele changes is kept. */
  referenceStrength: z.number().min(0).max(1),
  /** 0 to 1: how strongly the result is denoised. */
  denoise: z.number().min(0).max(1),
});
export type Adjustments = z.infer<typeof adjustments>;

/** What a person edited of one pair, whichever teles it has. */
export const photoEdits = framing.extend(adjustments.shape).extend({ useReference: z.boolean() });
export type PhotoEdits = z.infer<typeof photoEdits>;

/** Everything that a person edited of one pair; teles are named by the ids of their photos. */
export const pairEdits = photoEdits.extend({
  /** Where a person put a tele; another one lies where it was found by itself. */
  corrections: z.record(z.string(), correction),
  /** Teles that are not used. */
  telesOff: z.array(z.string()),
  /** The tele that is shown wherever it can be trusted at all; null where each place is shown by the one that shows it best. */
  teleInFront: z.string().nullable(),
});
export type PairEdits = z.infer<typeof pairEdits>;

/** A tele that is used, and how. */
export interface TeleInUse {
  id: string;
  /** Where a person put it; null where it is found by itself. */
  placement: Placement | null;
  isInFront: boolean;
}

/** Of the edits what the picture shows, always written alike: how a crop is pulled and how a place was found are nothing to it. */
export function shownEdits(
  { crop, straighten, useReference, scale, referenceStrength, denoise }: PhotoEdits,
  teles: readonly TeleInUse[],
): object {
  const [only, ...others] = teles;
  const placement = others.length === 0 ? (only?.placement ?? null) : null;
  return {
    crop: crop && { height: crop.height, width: crop.width, x: crop.x, y: crop.y },
    denoise,
    ...(placement?.origin === 'insisted' && { isInsisted: true }),
    placement: placement?.homography ?? null,
    referenceStrength,
    straighten,
    useReference,
    // What was unknown to earlier versions is left out where it is usual.
    ...(scale !== 2 && { scale }),
    ...(others.length > 0 && { teles: telesInOrder(teles) }),
  };
}

/** What of several teles a picture depends on: which was given first is nothing to it. */
export function telesInOrder(teles: readonly TeleInUse[]): unknown[] {
  return teles
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, placement, isInFront }) => [
      id,
      placement?.homography ?? null,
      placement?.origin === 'insisted',
      isInFront,
    ]);
}

export const noPhotoEdits: PhotoEdits = {
  crop: null,
  straighten: 0,
  ratio: 'free',
  useReference: true,
  scale: 2,
  referenceStrength: 1,
  denoise: 0,
};

export const noEdits: PairEdits = { ...noPhotoEdits, corrections: {}, telesOff: [], teleInFront: null };
