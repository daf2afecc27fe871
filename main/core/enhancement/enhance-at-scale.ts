import { rm } from 'node:fs/promises';
import type { OutputScale } from '#contract/enhancement';
import { composeHomographies, type Homography, type Rectangle, type Size } from '#contract/geometry';
import { say } from '#contract/messages';
import { enlargementHomography, type Enlargement } from '#core/enhancement/inference/enlarge-placement';
import { enhancePhoto, type EnhanceFacts, type EnhanceOptions } from '#core/enhancement/inference/enhance-photo';
import { prepareAgain, preparePhoto } from '#core/enhancement/inference/prepare-photo';
import { joinProvenance, type ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import { shrinkResult } from '#core/enhancement/inference/shrink-result';
import { slice } from '#core/ground/waiting/progress';

/** What the second pass sees around the crop, in wide pixels: even, and more than a tile's halo. */
const margin = 32;

/**
 * Enhances a crop of the upright photo at a scale of 2, 3 or 4. Above 2 in two passes: the result at 2x, shrunk to half the scale, is the wide photo of a
 * second one, in which the teles lie where they lay, their own pixels resampled once onto the final grid. The scratch image is
 * `scale` times the crop. Rejects as `enhancePhoto` does.
 */
export async function enhanceAtScale(
  options: EnhanceOptions & { crop: Rectangle; scale: OutputScale },
): Promise<{ facts: EnhanceFacts; provenance: ProvenanceMap }> {
  const { wide, crop, scale, scratchPath, signal, report = () => undefined } = options;
  if (scale === 2) return enhancePhoto(options);
  const prepared = options.prepared ?? (await preparePhoto(options));
  const factor = scale / 2;
  const seen = aroundCrop(crop, wide);
  const enlargement = { origin: { x: seen.x, y: seen.y }, factor };
  const coarsePath = `${scratchPath}.coarse.tif`;
  const firstShare = 4 / (4 + scale ** 2);
  try {
    const coarse = await enhancePhoto({
      ...options,
      prepared,
      crop: seen,
      scratchPath: coarsePath,
      report: slice(0, firstShare, report),
    });
    report(firstShare, say('enhancing.comparing'));
    const larger = await shrinkResult(coarsePath, factor / 2, enlargedSize(seen, factor), signal);
    const again = await prepareAgain(prepared, { wide: larger, enlargement, signal });
    const within = enlargedCrop(crop, enlargement);
    const output = { width: scale * crop.width, height: scale * crop.height };
    const fine = await enhancePhoto({
      ...options,
      wide: larger,
      prepared: again,
      crop: within,
      output,
      report: slice(firstShare, 1, report),
      show:
        options.show && ((part, toLarger) => options.show?.(part, composeHomographies(toWide(enlargement), toLarger))),
    });
    const provenance = joinProvenance(fine.provenance, coarse.provenance, toCoarse(within, enlargement));
    return { facts: joinFacts(coarse.facts, fine.facts, { crop, output, provenance }), provenance };
  } finally {
    await rm(coarsePath, { force: true });
  }
}

/** The crop and what surrounds it, from an even distance on, so that 1.5 times it is whole. */
function aroundCrop({ x, y, width, height }: Rectangle, photo: Size): Rectangle {
  const [left, right] = around(x, width, photo.width);
  const [top, bottom] = around(y, height, photo.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function around(start: number, length: number, all: number): [start: number, end: number] {
  return [start < margin ? start % 2 : start - margin, Math.min(all, start + length + margin)];
}

function enlargedSize({ width, height }: Size, factor: number): Size {
  return { width: Math.ceil(factor * width), height: Math.ceil(factor * height) };
}

function enlargedCrop(crop: Rectangle, { origin, factor }: Enlargement): Rectangle {
  return { x: factor * (crop.x - origin.x), y: factor * (crop.y - origin.y), ...enlargedSize(crop, factor) };
}

/** Pixels of the second pass's wide to those of the photo. */
function toWide({ origin, factor }: Enlargement): Homography {
  return [1 / factor, 0, origin.x, 0, 1 / factor, origin.y, 0, 0, 1];
}

/** Pixels of the second pass's result to those of the first's. */
function toCoarse(within: Rectangle, { factor }: Enlargement): ReturnType<typeof enlargementHomography> {
  return enlargementHomography({ origin: { x: -2 * within.x, y: -2 * within.y }, factor: 1 / factor });
}

function joinFacts(
  coarse: EnhanceFacts,
  fine: EnhanceFacts,
  { crop, output, provenance }: { crop: Rectangle; output: Size; provenance: ProvenanceMap },
): EnhanceFacts {
  const { prepare, infer } = coarse.milliseconds;
  return {
    ...fine,
    crop,
    output,
    reference: coarse.reference,
    tiles: {
      count: coarse.tiles.count + fine.tiles.count,
      size: fine.tiles.size,
      withReference: coarse.tiles.withReference + fine.tiles.withReference,
    },
    provenance: provenance.shares,
    milliseconds: { prepare: prepare + fine.milliseconds.prepare, infer: infer + fine.milliseconds.infer },
  };
}
