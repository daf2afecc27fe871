import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { provenanceClasses } from '#contract/enhancement';
import { applyHomography, cornersOf, type Homography } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { enhancePhoto, type EnhanceFacts, type EnhanceOptions } from '#core/enhancement/inference/enhance-photo';
import type { PixelImage } from '#core/photos/pixel-image';
import type { ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import type { LoadedModel } from '#core/models/model-registry';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { meanDifference } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { saying } from '../../../support/saying.ts';

let model: LoadedModel;
beforeAll(async () => {
  model = await loadFastModel();
});

/** A picture of a scene that has detail at every scale, `zoom` pixels to one of the wide photo; the seed makes the scene. */
function photograph(options: {
  width: number;
  height: number;
  left: number;
  top: number;
  zoom: number;
  seed: number;
}): PixelImage {
  const { width, height, left, top, zoom, seed } = options;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    const x = left + ((pixel % width) + 0.5) / zoom;
    const y = top + (Math.floor(pixel / width) + 0.5) / zoom;
    const waves = [23, 11, 7.3, 4.1, 2.7].map((length, number) => {
      const turn = seed * (number + 1) * 1.7;
      return Math.sin(((x * Math.cos(turn) + y * Math.sin(turn)) * 2 * Math.PI) / length + turn);
    });
    return 128 + 20 * waves.reduce((sum, wave) => sum + wave, 0) + 5 * (index % 3);
  });
  return { width, height, depth: 8, data, profile: null };
}

const wide = photograph({ width: 121, height: 103, left: 0, top: 0, zoom: 1, seed: 1 });
const place = { width: 180, height: 160, left: 15, top: 12, zoom: 2 };
const tele = photograph({ ...place, seed: 1 });
/** Grain over little contrast; the same at every run. */
const noisy = {
  ...tele,
  data: Uint8Array.from(tele.data, (value, index) => {
    const scattered = Math.abs(Math.sin(index + 1) * 43_758.5453) % 1;
    return 128 + (value - 128) / 4 + 80 * (scattered - 0.5);
  }),
};
const unrelated = photograph({ ...place, seed: 2.37 });

function registrationOf(changes: Partial<Registration> = {}): Registration {
  const homography: Homography = [0.5, 0, 15, 0, 0.5, 12, 0, 0, 1];
  const corners = cornersOf(tele).map((corner) => applyHomography(homography, corner));
  return {
    verdict: 'good',
    reason: { raw: 'It is known.' },
    homography,
    corners,
    overlap: corners,
    overlapShare: 7200 / (121 * 103),
    zoom: 2,
    rotation: 0,
    detector: 'akaze',
    matches: 100,
    inliers: 100,
    residual: 0.1,
    milliseconds: 1,
    ...changes,
  };
}

async function enhance(
  options: Partial<EnhanceOptions>,
): Promise<{ facts: EnhanceFacts; provenance: ProvenanceMap; bytes: Buffer }> {
  const scratchPath = join(temporaryFolder(), 'result.tif');
  const { facts, provenance } = await enhancePhoto({
    wide,
    tele,
    registration: registrationOf(),
    model,
    device: 'cpu',
    deviceReason: { raw: '' },
    crop: null,
    useReference: true,
    memoryBudget: 1e9,
    scratchPath,
    ...options,
  });
  return { facts, provenance, bytes: readFileSync(scratchPath) };
}

describe('a reference that cannot be used', () => {
  const failed = { verdict: 'failed', reason: { raw: 'Too few points.' } } as const;

  it.each<[string, Partial<EnhanceOptions>, RegExp]>([
    ['whose registration failed', { registration: registrationOf(failed) }, /could not be registered.*Too few points/],
    [
      'for which no place was found',
      { registration: registrationOf({ ...failed, homography: null, corners: [], overlap: [] }) },
      /could not be registered/,
    ],
    ['that lies outside the wide photo', { registration: registrationOf({ overlap: [] }) }, /outside/],
    ['that was not registered', { registration: null }, /was not registered/],
    ['that shows something else', { tele: unrelated }, /nowhere/],
    ['that shows more noise than detail', { tele: noisy }, /more noise than detail/],
    ['of which there is none', { tele: null }, /no tele photo/],
  ])('%s gives the same bytes as none', async (_, options, reason) => {
    const alone = await enhance({ useReference: false });
    expect(alone.facts.reference).toMatchObject({ used: false, reason: saying(/asked for/) });
    const { facts, bytes } = await enhance(options);
    expect(facts.reference).toMatchObject({ used: false, reason: saying(reason) });
    expect(facts.tiles.withReference).toBe(0);
    expect(facts.provenance.upscaled).toBeCloseTo(1, 9);
    expect(bytes.equals(alone.bytes)).toBe(true);
  });
});

describe('a reference in its place', () => {
  it('enters the result, and the provenance tells how much of it', async () => {
    const { facts, provenance, bytes } = await enhance({});
    const alone = await enhance({ useReference: false });
    expect(facts.reference.used).toBe(true);
    expect(facts.tiles.withReference).toBeGreaterThan(0);
    const { photographed, transferred, upscaled } = facts.provenance;
    expect(photographed + transferred + upscaled).toBeCloseTo(1, 9);
    // The tele covers 15..105 x 12..92 of the wide: blocks of 8 pixels that lie clear of its border, and those outside of it.
    const shareWithin = (isWithin: (column: number, row: number) => boolean): number => {
      const { columns, classes } = provenance;
      const chosen = [...classes].filter((_, index) => isWithin(index % columns, Math.floor(index / columns)));
      return chosen.filter((index) => provenanceClasses[index] === 'photographed').length / chosen.length;
    };
    expect(shareWithin((column, row) => column >= 4 && column <= 10 && row >= 3 && row <= 8)).toBe(1);
    expect(shareWithin((column, row) => column < 1 || column > 13 || row < 1 || row > 11)).toBe(0);
    expect(bytes).toHaveLength(alone.bytes.length);
    expect(bytes.equals(alone.bytes)).toBe(false);
  });

  it('brings the result nearer to the scene', async () => {
    const truth = photograph({ width: 242, height: 206, left: 0, top: 0, zoom: 2, seed: 1 });
    const distances: number[] = [];
    for (const useReference of [true, false]) {
      const { bytes } = await enhance({ useReference });
      distances.push(meanDifference(bytes.subarray(bytes.length - truth.data.length), truth.data));
    }
    const [withTele = Infinity, alone = 0] = distances;
    expect(withTele).toBeLessThan(alone);
  });

  it('that was taken with a quarter of the light is used all the same', async () => {
    const truth = photograph({ width: 242, height: 206, left: 0, top: 0, zoom: 2, seed: 1 });
    const dark = { ...tele, data: Uint8Array.from(tele.data, (value) => value * 0.25 ** (1 / 2.2)) };
    const distances: number[] = [];
    for (const useReference of [true, false]) {
      const { bytes } = await enhance({ tele: dark, useReference });
      distances.push(meanDifference(bytes.subarray(bytes.length - truth.data.length), truth.data));
    }
    const [withTele = Infinity, alone = 0] = distances;
    expect(withTele).toBeLessThan(0.9 * alone);
  });
});
