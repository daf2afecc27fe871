import { rm } from 'node:fs/promises';
import { isInsidePhoto, largestCrop, outputHomography, uprightBounds } from '#contract/crop-geometry';
import { AppError } from '#contract/errors';
import { composeHomographies, invertHomography, type Homography, type Rectangle, type Size } from '#contract/geometry';
import type { OutputScale } from '#contract/enhancement';
import { say } from '#contract/messages';
import { turnScratchImage } from '#core/photos/scratch/turn-scratch-image';
import type { EnhanceFacts, EnhanceOptions } from '#core/enhancement/inference/enhance-photo';
import { turnProvenance, type ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import { slice } from '#core/ground/waiting/progress';
import { enhanceAtScale } from './enhance-at-scale.ts';

/** Around what is turned, in wide pixels: the kernel reads a little beyond it. */
export const turnMargin = 2;

/** A crop of the turned photo, see crop-geometry.ts, and by how many degrees that is turned. */
export interface Framed {
  crop: Rectangle;
  straighten: number;
}

/**
 * Enhances a crop of the turned photo, see crop-geometry.ts; `crop` null is as much as the turned photo has. Only what the
 * crop needs is enhanced, then turned and cut; not turned, it is `enhancePhoto`. The scratch image is `scale` times the crop's
 * size, twice unless told.
 */
export async function enhanceCrop(
  options: EnhanceOptions & { straighten?: number | undefined; scale?: OutputScale | undefined },
): Promise<{ facts: EnhanceFacts; provenance: ProvenanceMap }> {
  const { wide, straighten = 0, scale = 2, scratchPath, signal, report = () => undefined } = options;
  const framed = framedCrop(wide, options);
  if (straighten === 0) return enhanceAtScale({ ...options, crop: framed.crop, scale });
  const { crop } = framed;
  const part = uprightBounds(wide, crop, straighten, turnMargin);
  const uprightPath = `${scratchPath}.upright.tif`;
  try {
    const { facts, provenance } = await enhanceAtScale({
      ...options,
      scale,
      crop: part,
      scratchPath: uprightPath,
      report: slice(0, 0.93, report),
    });
    const turning = slice(0.93, 1, report);
    const turn = { photo: wide, framed, part, scale };
    await turnCrop({
      ...turn,
      sourcePath: uprightPath,
      targetPath: scratchPath,
      signal,
      report: (fraction) => turning(fraction, say('enhancing.straightening')),
    });
    const output = outputSize(crop, scale);
    const turned = turnProvenance(provenance, output, resultToPart(turn));
    return { facts: { ...facts, crop, straighten, output, provenance: turned.shares }, provenance: turned };
  } finally {
    await rm(uprightPath, { force: true });
  }
}

/** What is enhanced with these choices; throws `invalid-request` for a crop outside the turned photo. */
export function framedCrop(photo: Size, choices: { crop: Rectangle | null; straighten?: number | undefined }): Framed {
  const { straighten = 0 } = choices;
  const crop = choices.crop ?? largestCrop(photo, straighten);
  if (isInsidePhoto(photo, crop, straighten, straighten === 0 ? 0 : 0.05)) return { crop, straighten };
  throw new AppError(
    'invalid-request',
    say('enhancing.crop-outside', {
      photo: `${photo.width}x${photo.height}`,
      degrees: straighten,
      crop: `${crop.width}x${crop.height}`,
      at: `(${crop.x}, ${crop.y})`,
    }),
  );
}

interface Turn {
  /** Of the upright photo. */
  photo: Size;
  framed: Framed;
  /** What of the upright photo was enhanced. */
  part: Rectangle;
  scale: OutputScale;
}

/** Writes the crop as a scratch image, `scale` times its size, out of the scratch image of the enhanced part; as `turnScratchImage`. */
export async function turnCrop(
  options: Turn & Omit<Parameters<typeof turnScratchImage>[0], 'size' | 'toSource'>,
): Promise<void> {
  await turnScratchImage({
    ...options,
    size: outputSize(options.framed.crop, options.scale),
    toSource: resultToPart(options),
  });
}

/** Pixels of the result to pixels of the enhanced part. */
function resultToPart({ photo, framed, part, scale }: Turn): Homography {
  const fromWhole = invertHomography(outputHomography(photo, framed.crop, framed.straighten, scale));
  return composeHomographies([scale, 0, -scale * part.x, 0, scale, -scale * part.y, 0, 0, 1], fromWhole);
}

function outputSize({ width, height }: Rectangle, scale: number): Size {
  return { width: scale * width, height: scale * height };
}
