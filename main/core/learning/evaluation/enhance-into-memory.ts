import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rectangle } from '#contract/geometry';
import type { Said } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { enhancePhoto } from '#core/enhancement/inference/enhance-photo';
import type { LoadedModel } from '#core/models/model-registry';

export interface EnhanceIntoMemoryOptions {
  wide: PixelImage;
  /** Null for none. */
  tele: PixelImage | null;
  registration: Registration;
  /** Only this part of the wide, as it is in the whole; absent for all. */
  crop?: Rectangle;
  model: LoadedModel;
  device: DeviceName;
  memoryBudget: number;
  /** Where the picture may lie for a moment. */
  temporaryFolder: string;
  signal?: AbortSignal;
  report: (fraction: number, label: Said) => void;
}

/** The enhanced photo as an image, nothing left on disk. Rejects with what `enhancePhoto` and `readImage` reject with. */
export async function enhanceIntoMemory(options: EnhanceIntoMemoryOptions): Promise<PixelImage> {
  const { temporaryFolder, ...enhancement } = options;
  const folder = await mkdtemp(join(temporaryFolder, 'evaluation-'));
  const scratchPath = join(folder, 'enhanced.tif');
  const useReference = options.tele !== null;
  try {
    await enhancePhoto({ ...enhancement, scratchPath, deviceReason: [], crop: options.crop ?? null, useReference });
    return await readImage(scratchPath, { pixelLimit: 4 * options.wide.width * options.wide.height });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
