import { join } from 'node:path';
import type { GainKind } from '#contract/enhancement';
import { writeWhole } from '#core/ground/disk/write-whole';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';
import { createScratchImage } from '../scratch/scratch-image.ts';

/** The same spot of two pictures, of one size. */
export interface Spot {
  before: PixelImage;
  after: PixelImage;
}

const gap = 8;
const turnMs = 1100;

/**
 * Writes spots before and after as WebP, in sRGB, pixel for pixel. Spots may differ in size. Whole or absent, as `writeWhole`, whose
 * errors it throws; `folder` is for what lies on the disk meanwhile.
 */
export async function writeBeforeAfter(
  targetPath: string,
  spots: readonly Spot[],
  { kind, folder, never }: { kind: GainKind; folder: string; never: readonly string[] },
): Promise<void> {
  const shown = kind === 'moving' ? spots.slice(0, 1) : spots;
  const pictures = await Promise.all(
    shown.flatMap(({ before, after }, line) => [
      inSrgb(before, join(folder, `before-${line}.tif`)),
      inSrgb(after, join(folder, `after-${line}.tif`)),
    ]),
  );
  const options = { quality: 92, effort: 4 };
  const write = async (path: string): Promise<void> => {
    if (kind === 'moving') {
      await sharp(pictures, { join: { animated: true } })
        .webp({ ...options, loop: 0, delay: pictures.map(() => turnMs) })
        .toFile(path);
      return;
    }
    const tops = shown.map((_, line) => shown.slice(0, line).reduce((sum, { after }) => sum + after.height + gap, 0));
    const width = Math.max(...shown.map(({ after }) => 2 * after.width + gap));
    const height = (tops.at(-1) ?? 0) + (shown.at(-1)?.after.height ?? 0);
    const pieces = pictures.map((input, index) => {
      const line = Math.floor(index / 2);
      return { input, top: tops[line] ?? 0, left: index % 2 === 0 ? 0 : (shown[line]?.after.width ?? 0) + gap };
    });
    await sharp({ create: { width, height, channels: 3, background: 'white' } })
      .composite(pieces)
      .webp(options)
      .toFile(path);
  };
  await writeWhole(targetPath, write, { never });
}

/** As PNG: a scratch image carries the profile from which it is converted. */
async function inSrgb(image: PixelImage, path: string): Promise<Buffer> {
  const scratch = createScratchImage(path, image);
  scratch.writeRows(image.data);
  scratch.finish();
  try {
    return await sharp(path).toColourspace('srgb').png({ compressionLevel: 1 }).toBuffer();
  } finally {
    scratch.discard();
  }
}
