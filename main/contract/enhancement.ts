import { z } from 'zod';
import type { Rectangle, Size } from './geometry.ts';
import { deviceChoice, type DeviceName, type ModelId } from './models.ts';
import type { Registration } from './registration.ts';

export const rectangle = z.object({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
});

/** What to enhance and how. */
export const enhanceChoices = z.object({
  model: z.string().min(1),
  device: deviceChoice,
  /** In upright wide pixels; null for the whole photo. The output is exactly twice this size. */
  crop: rectangle.nullable(),
  /** False upscales the wide photo alone. */
  useReference: z.boolean(),
});
export type EnhanceChoices = z.infer<typeof enhanceChoices>;

/** Where a block of the picture got its detail. */
export const provenanceClasses = ['photographed', 'transferred', 'upscaled'] as const;
export type ProvenanceClass = (typeof provenanceClasses)[number];

/** Shares of the picture, each 0 to 1, together 1. */
export type ProvenanceShares = Record<ProvenanceClass, number>;

export type StageName = 'read' | 'register' | 'prepare' | 'infer' | 'write';

/** What `--report` holds, and what the page shows of a finished enhancement. */
export interface EnhancementReport {
  wide: Size & { name: string };
  tele: (Size & { name: string }) | null;
  crop: Rectangle;
  output: Size;
  registration: Registration | null;
  model: ModelId;
  device: DeviceName;
  /** Why this device runs, in words. */
  deviceReason: string;
  /** Whether the tele was used, and if not, why, in words. */
  reference: { used: boolean; reason: string };
  tiles: { count: number; size: number; withReference: number };
  milliseconds: Record<StageName, number>;
  /** Of the whole process, bytes. */
  peakMemory: number;
  provenance: ProvenanceShares;
}
