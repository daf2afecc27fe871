import { rm } from 'node:fs/promises';
import { isInsidePhoto, largestCrop, outputHomography, uprightBounds } from '#contract/crop-geometry';
import { AppError } from '#contract/errors';
import { composeHomographies, invertHomography, type Rectangle, type Size } from '#contract/geometry';
import { turnScratchImage } from '#core/image/turn-scratch-image';
import { enhancePhoto, type EnhanceFacts, type EnhanceOptions } from '#core/inference/enhance-photo';
import { turnProvenance, type ProvenanceMap } from '#core/inference/provenance-map';
import { slice } from '#core/jobs/progress';

/** Around what is turned, in wide pixels: the kernel reads a little beyond it. */
const margin = 2;

/**
 * Enhances a crop of the turned photo, see crop-geometry.ts; `crop` null is as much as the turned photo has. Only what the
 * crop needs is enhanced, then turned and cut; not turned, it is `enhancePhoto`. The scratch image is twice the crop's size.
 */
export async function enhanceCrop(
  options: EnhanceOptions & { straighten?: number | undefined },
): Promise<{ facts: EnhanceFacts; provenance: ProvenanceMap }> {
  const { wide, straighten = 0, scratchPath, signal, report = () => undefined } = options;
  if (straighten === 0) return enhancePhoto(options);
  const crop = checkedCrop(wide, options.crop ?? largestCrop(wide, straighten), straighten);
  const part = uprightBounds(wide, crop, straighten, margin);
  const uprightPath = `${scratchPath}.upright.tif`;
  try {
    const { facts, provenance } = await enhancePhoto({
      ...options,
      crop: part,
      scratchPath: uprightPath,
      report: slice(0, 0.93, report),
    });
    const output = { width: 2 * crop.width, height: 2 * crop.height };
    const fromWhole = invertHomography(outputHomography(wide, crop, straighten));
    const toSource = composeHomographies([2, 0, -2 * part.x, 0, 2, -2 * part.y, 0, 0, 1], fromWhole);
    const turning = slice(0.93, 1, report);
    await turnScratchImage({
      sourcePath: uprightPath,
      targetPath: scratchPath,
      size: output,
      toSource,
      signal,
      report: (fraction) => turning(fraction, 'Straightening'),
    });
    const turned = turnProvenance(provenance, output, toSource);
    return { facts: { ...facts, crop, straighten, output, provenance: turned.shares }, provenance: turned };
  } finally {
    await rm(uprightPath, { force: true });
  }
}

function checkedCrop(photo: Size, crop: Rectangle, degrees: number): Rectangle {
  if (isInsidePhoto(photo, crop, degrees, 0.05)) return crop;
  throw new AppError(
    'invalid-request',
    `Expected a crop inside the photo of ${photo.width}x${photo.height} pixels turned by ${degrees} degrees, received ${crop.width}x${crop.height} at (${crop.x}, ${crop.y}).`,
  );
}
