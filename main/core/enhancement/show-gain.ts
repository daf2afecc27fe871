import { mkdtemp, rm } from 'node:fs/promises';
import { outputHomography } from '#contract/crop-geometry';
import type { EnhancementReport, GainKind } from '#contract/enhancement';
import { invertHomography, type Rectangle } from '#contract/geometry';
import { quantisePlanes } from '#core/enhancement/inference/quantise';
import { readImage } from '#core/photos/files/read-image';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { writeBeforeAfter } from '#core/photos/previews/before-after';
import { readPart } from '#core/photos/scratch/scratch-image';

/**
 * Writes parts of a result as a picture to show: the wide photo, enlarged by a cubic kernel, against the result. Throws as `readImage`
 * and `writeBeforeAfter` do.
 */
export async function showGain(options: {
  widePath: string;
  /** The finished result. */
  scratchPath: string;
  report: Pick<EnhancementReport, 'crop' | 'straighten' | 'scale'>;
  /** In pixels of the result. */
  places: readonly Rectangle[];
  kind: GainKind;
  targetPath: string;
  /** Files that are never written to. */
  originals: readonly string[];
  pixelLimit: number;
}): Promise<void> {
  const { scratchPath, report, kind, targetPath, originals } = options;
  const wide = await readImage(options.widePath, { pixelLimit: options.pixelLimit });
  const toWide = invertHomography(outputHomography(wide, report.crop, report.straighten ?? 0, report.scale));
  const spots = await Promise.all(
    options.places.map(async (place) => ({
      before: enlarged(wide, warpPlanar(wide, toWide, place).pixels, place),
      after: await readPart(scratchPath, place),
    })),
  );
  const folder = await mkdtemp(`${scratchPath}.`);
  try {
    await writeBeforeAfter(targetPath, spots, { kind, folder, never: originals });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function enlarged({ depth, profile }: PixelImage, planes: Float32Array, { width, height }: Rectangle): PixelImage {
  return { width, height, depth, profile, data: quantisePlanes(planes, depth) };
}
