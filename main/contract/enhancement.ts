import { z } from 'zod';
import type { Point, Rectangle, Size } from './geometry.ts';
import type { Said } from './messages.ts';
import { deviceChoice, precisionChoice, type DeviceName, type ModelId, type Precision } from './models.ts';
import { cropRectangle, scaleChoice, straightenAngle, type ScaleChoice } from './project-edits.ts';
import type { Registration } from './registration.ts';

/** How many times as wide and high as the crop a result is. */
export type OutputScale = 2 | 3 | 4;

/** What to enhance and how. */
export const enhanceChoices = z.object({
  model: z.string().min(1),
  device: deviceChoice,
  /** Absent is what the settings say, and auto where there are none. */
  precision: precisionChoice.optional(),
  /** In wide pixels of the turned photo, see crop-geometry.ts; null for as much as there is. The output is exactly `scale` times this size. */
  crop: cropRectangle.nullable(),
  /** Absent is 2. */
  scale: scaleChoice.optional(),
  /** By how much the photo is turned; absent is not at all. */
  straighten: straightenAngle.optional(),
  /** False upscales the wide photo alone. */
  useReference: z.boolean(),
  /** 0 to 1: how much of what the reference changes is kept; absent is all of it. */
  referenceStrength: z.number().min(0).max(1).optional(),
  /** 0 to 1: how strongly the result is denoised; absent is not at all. */
  denoise: z.number().min(0).max(1).optional(),
});
export type EnhanceChoices = z.infer<typeof enhanceChoices>;

/** Where a block of the picture got its detail. */
export const provenanceClasses = ['photographed', 'transferred', 'upscaled'] as const;
export type ProvenanceClass = (typeof provenanceClasses)[number];

/** Shares of the picture, each 0 to 1, together 1. */
export type ProvenanceShares = Record<ProvenanceClass, number>;

export type StageName = 'read' | 'register' | 'prepare' | 'infer' | 'write';

/** A part of the result in which it gained much over the photo, and the spot of it that gained most; in pixels of the result. */
export interface BestPlace extends Rectangle {
  detail: Point;
}

/** `beside`: each place is a line, before on its left. `moving`: one place shows one and the other by turns. */
export const gainKind = z.enum(['beside', 'moving']);
export type GainKind = z.infer<typeof gainKind>;

/** What became of one of several telephotos. */
export interface TeleUse extends Size {
  name: string;
  used: boolean;
  /** Why, in words. */
  reason: Said;
  /** Null where it was not looked for. */
  registration: Registration | null;
  /** Of the picture, whose detail is this one's, 0 to 1. */
  share: number;
}

/** What `--report` holds, and what the page shows of a finished enhancement. */
export interface EnhancementReport {
  wide: Size & { name: string };
  /** Of several the one that is used and shows most of the wide. */
  tele: (Size & { name: string }) | null;
  /** Of several telephotos each, in the order in which they were given; absent where there was but one. */
  teles?: TeleUse[];
  /** The two were given the other way round and were exchanged; absent when they were not. */
  areExchanged?: true;
  /** In wide pixels of the turned photo. */
  crop: Rectangle;
  /** Degrees; absent is not turned. */
  straighten?: number;
  /** Of the output against the crop; absent is 2. */
  scale?: OutputScale;
  output: Size;
  /** Of `tele`. */
  registration: Registration | null;
  model: ModelId;
  device: DeviceName;
  /** Why this device runs, in words. */
  deviceReason: Said;
  /** Why this precision, in words; both absent in reports from before there was a choice. */
  precision?: Precision;
  precisionReason?: Said;
  /** Whether a tele was used, and if not, why, in words. */
  reference: { used: boolean; reason: Said };
  tiles: { count: number; size: number; withReference: number };
  milliseconds: Record<StageName, number>;
  /** Of the whole process, bytes. */
  peakMemory: number;
  provenance: ProvenanceShares;
  /** Where the result gained most, the best first; absent where nobody looked for them. */
  bestPlaces?: BestPlace[];
}

const scales: readonly OutputScale[] = [2, 3, 4];

/**
 * How many times as wide and high as the crop the result is: what was asked for, 2 unless told; by `auto` as fine as the finest tele that is used, at
 * least 2, at most 4, and at most so that the result stays below the pixel limit.
 */
export function chooseScale(
  choice: ScaleChoice | undefined,
  {
    finest,
    crop,
    pixelLimit,
  }: {
    /** Tele pixels to one of the wide; null without a tele. */ finest: number | null;
    crop: Size;
    pixelLimit: number;
  },
): OutputScale {
  if (choice === undefined) return 2;
  if (choice !== 'auto') return choice;
  const fits = (scale: number): boolean =>
    Math.round(finest ?? 2) >= scale && crop.width * crop.height * scale ** 2 <= pixelLimit;
  return scales.findLast(fits) ?? 2;
}
