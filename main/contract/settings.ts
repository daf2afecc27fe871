import { z } from 'zod';
import { deviceChoice, precisionChoice } from './models.ts';

/** What a person chose once and expects to stay. */
export const settings = z.object({
  /** Of the page; `system` follows the machine. */
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  model: z.string().min(1),
  /** Those chosen for photos of a camera, by its name. */
  cameraModels: z.record(z.string(), z.string().min(1)),
  device: deviceChoice,
  precision: precisionChoice,
  /** Photos above this many megapixels are refused before they are decoded. */
  pixelLimitMegapixels: z.number().positive().max(2000),
  /** What an enhancement may use beside the photos themselves, in MiB. */
  memoryBudgetMiB: z.int().min(256),
  /** What pictures that can be made again may take on the disk, in GiB; those used longest ago go. */
  cacheLimitGiB: z.int().min(1).max(10_000),
  keepGps: z.boolean(),
  /** Learning from photos waits while the machine runs on battery. */
  adaptOnBattery: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  model: 'fast',
  cameraModels: {},
  device: 'auto',
  precision: 'auto',
  pixelLimitMegapixels: 200,
  memoryBudgetMiB: 1024,
  cacheLimitGiB: 20,
  keepGps: true,
  adaptOnBattery: false,
};
