import { describe, expect, it } from 'vitest';
import { applyHomography, type Homography } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { regionMask, regionNames, type RegionName } from '#core/learning/evaluation/regions';
import { isModelRow, referenceFor, rowLabels, rowNames, type RegisteredPair } from '#core/learning/evaluation/rows';
import { tableContents, tableNames } from '#core/learning/evaluation/tables';
import { gradientImage } from '../../../support/sample-pictures.ts';

const wide = gradientImage(120, 90);
const tele = gradientImage(100, 80);
const homography: Homography = [0.5, 0, 30, 0, 0.5, 20, 0, 0, 1];
const overlap = [
  { x: 30, y: 20 },
  { x: 80, y: 20 },
  { x: 80, y: 60 },
  { x: 30, y: 60 },
];
const registration: Registration = {
  verdict: 'good',
  reason: { raw: '' },
  homography,
  corners: overlap,
  overlap,
  overlapShare: 0.2,
  zoom: 2,
  rotation: 0,
  detector: 'akaze',
  matches: 9,
  inliers: 9,
  residual: 0,
  milliseconds: 1,
};
const pair: RegisteredPair = { wide, tele, registration, otherTele: gradientImage(50, 20) };

describe('referenceFor', () => {
  it('has no other photo where the dataset has none', () => {
    expect(referenceFor('other-photo', { ...pair, otherTele: null })).toBeNull();
  });

  it('survives a pair that could not be registered', () => {
    const failed: Registration = { ...registration, verdict: 'failed', homography: null, overlap: [], zoom: null };
    for (const row of rowNames) {
      if (!isModelRow(row)) continue;
      expect(referenceFor(row, { ...pair, registration: failed })?.registration.homography).toBeNull();
    }
  });

  it('gives none and the tele itself as they are', () => {
    expect(referenceFor('without-reference', pair)).toEqual({ tele: null, registration });
    expect(referenceFor('tele', pair)).toEqual({ tele, registration });
  });

  it('changes the picture or its place in every other row, and never the photo itself', () => {
    const before = tele.data.slice();
    for (const row of rowNames) {
      if (!isModelRow(row) || row === 'without-reference' || row === 'tele') continue;
      const given = referenceFor(row, pair);
      const isMoved = given?.registration.homography?.join() !== homography.join();
      const isRepainted = given?.tele?.data.join() !== tele.data.join();
      expect([row, isMoved || isRepainted]).toEqual([row, true]);
    }
    expect(tele.data).toEqual(before);
  });

  it.each([
    ['shifted-8', 8],
    ['shifted-24', 24],
    ['shifted-80', 80],
  ] as const)('%s shows the scene %d wide pixels to the right', (row, distance) => {
    const moved = referenceFor(row, pair)?.registration.homography ?? homography;
    expect(applyHomography(moved, { x: 10, y: 10 })).toEqual({ x: 35 + distance, y: 25 + distance / 2 });
  });

  it('lays the other photo exactly over the place of the tele', () => {
    const given = referenceFor('other-photo', pair);
    expect(applyHomography(given?.registration.homography ?? homography, { x: 50, y: 20 })).toEqual({ x: 80, y: 60 });
    expect(given?.registration.zoom).toBeCloseTo(2 / Math.sqrt(2 * 4), 9);
  });
});

describe('regionMask', () => {
  const options = { truth: { width: 240, height: 180 }, overlap, tele, registration };
  const count = (region: RegionName, changed: Partial<typeof options> = {}): number | undefined =>
    regionMask(region, { ...options, ...changed })?.reduce((sum, value) => sum + value, 0);

  it('is empty inside where there is no overlap, and where no place is known', () => {
    expect(count('overlap', { overlap: [] })).toBe(0);
    expect(count('damaged-half', { registration: { ...registration, homography: null } })).toBe(0);
  });

  it('leaves 24 pixels of the result out on every side of the inner overlap', () => {
    expect(count('inner-overlap')).toBe((100 - 48) * (80 - 48));
    expect(count('inner-overlap', { overlap: overlap.toReversed() })).toBe((100 - 48) * (80 - 48));
    expect(count('inner-overlap', { overlap: overlap.map(({ x, y }) => ({ x: x / 4, y: y / 4 })) })).toBe(0);
  });

  it('keeps 24 pixels away from the damage in the far good half', () => {
    expect(count('far-good-half')).toBe((50 - 24) * 80);
  });

  it('finds the stamps on the result, each within the overlap and apart from the other', () => {
    const large = { ...options, tele: { width: 400, height: 300 } };
    const registered = { ...registration, homography: [0.125, 0, 30, 0, 0.125, 20, 0, 0, 1] as const };
    const [date, watermark, inside] = (['date-stamp', 'watermark', 'overlap'] as const).map((region) =>
      regionMask(region, { ...large, registration: registered }),
    );
    const pixels = [...(date ?? [])].map((value, index) => [value, watermark?.[index] ?? 0, inside?.[index] ?? 0]);
    expect(pixels.some(([one]) => one === 1)).toBe(true);
    expect(pixels.some(([, other]) => other === 1)).toBe(true);
    expect(
      pixels.every(
        ([one = 0, other = 0, overlapping]) => one * other === 0 && (one + other === 0 || overlapping === 1),
      ),
    ).toBe(true);
    expect(count('date-stamp', { registration: { ...registration, homography: null } })).toBe(0);
  });

  it('shares the picture out: overlap and outside, damaged and good half of the overlap', () => {
    expect(regionMask('whole', options)).toBeUndefined();
    expect(count('overlap')).toBe(100 * 80);
    expect(count('outside')).toBe(240 * 180 - 100 * 80);
    expect(count('damaged-half')).toBe(50 * 80);
    expect(count('good-half')).toBe(50 * 80);
    const damaged = regionMask('damaged-half', options);
    // 2x grid: the tele's left edge lies at 60, its middle at 110.
    expect([60, 109, 110].map((x) => damaged?.[100 * 240 + x])).toEqual([1, 1, 0]);
  });
});

describe('the tables', () => {
  it('ask for rows and regions that exist, each once, and every row has a name for people', () => {
    for (const name of tableNames) {
      const { rows, regions } = tableContents[name];
      expect(new Set(rows).size).toBe(rows.length);
      expect(rowNames).toEqual(expect.arrayContaining([...rows]));
      expect(regionNames).toEqual(expect.arrayContaining([...regions]));
    }
    expect(new Set(Object.values(rowLabels)).size).toBe(rowNames.length);
  });
});
