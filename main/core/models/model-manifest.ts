import { said } from '#contract/stored-messages';
import { z } from 'zod';
import { variationNames } from '#native-models/dcsr/network';

export const modelIdPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** `manifest.json` of a model's folder: what the weights beside it are. The folder's name is the model's id. */
export const modelManifest = z.object({
  /** As a person reads it. */
  name: z.string().min(1).max(100),
  /** Which of the networks in native-models/dcsr the weights are for. */
  configuration: z.enum(['fast', 'paper']),
  /** What an ablation changed in it. */
  variation: z.enum(variationNames).nullable().default(null),
  /** Of the network's definition that the weights were trained in. */
  graphVersion: z.int().positive(),
  /** How many numbers the weights hold. */
  parameters: z.int().positive(),
  /** One sentence for a person choosing a model. */
  description: said,
  /** The camera whose photos it learned from, as EXIF names it. */
  camera: z.string().max(200).optional(),
  /** SHA-256 of the weights file, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type ModelManifest = z.infer<typeof modelManifest>;

export const manifestFile = 'manifest.json';
export const weightsFile = 'weights.safetensors';
