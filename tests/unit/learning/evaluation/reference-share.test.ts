import { describe, expect, it } from 'vitest';
import { cornersOf, type Homography } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { enlargeByTwo, shrinkByTwo } from '#core/learning/evaluation/bicubic';
import { lumaOf } from '#core/learning/evaluation/luma';
import type { Plane } from '#native-models/planes';
import { referenceShare } from '#core/learning/evaluation/reference-share';
import { paintScene } from '../../../support/simulated-pair.ts';

const truthImage = paintScene({ width: 384, height: 256 }, 3);
const wide = shrinkByTwo(truthImage);
const truth = lumaOf(truthImage);
const without = lumaOf(enlargeByTwo(wide));

/** The tele covers the whole wide photo at twice its scale, so that registered it is the truth, `shift` wide pixels away. */
function registrationOf(shift = 0): Registration {
  const homography: Homography = [0.5, 0, shift, 0, 0.5, 0, 0, 0, 1];
  const corners = cornersOf(wide);
  return {
    verdict: 'good',
    reason: { raw: '' },
    homography,
    corners,
    overlap: corners,
    overlapShare: 1,
    zoom: 2,
    rotation: 0,
    detector: 'akaze',
    matches: 9,
    inliers: 9,
    residual: 0,
    milliseconds: 1,
  };
}

function mixed(share: number, other: Plane): Plane {
  return {
    ...truth,
    data: without.data.map((value, index) => value + share * ((other.data[index] ?? 0) - value)),
  };
}

function shareOf(result: Plane, shift = 0): number {
  const share = referenceShare({ wide, tele: truthImage, registration: registrationOf(shift), truth, without, result });
  if (share === null) throw new Error('Expected blocks that the tele covers');
  return share.result;
}

describe('referenceShare', () => {
  it('knows nothing without a place, nor where the tele covers no block', () => {
    const nowhere = { ...registrationOf(), homography: null };
    const outside = { ...registrationOf(), overlap: [] };
    for (const registration of [nowhere, outside]) {
      expect(referenceShare({ wide, tele: truthImage, registration, truth, without, result: truth })).toBeNull();
    }
  });

  it('is 0 for a result that did not use the reference', () => {
    expect(shareOf(without)).toBe(0);
  });

  it.each([0.25, 0.5, 0.9])('is 1 - (1 - a)^2 for a result that went the part a = %d of the way', (part) => {
    // Resampling softens the registered tele a little.
    expect(Math.abs(shareOf(mixed(part, truth)) - (1 - (1 - part) ** 2))).toBeLessThan(0.01);
  });

  it('is below 0 for one that went the other way', () => {
    expect(shareOf(mixed(-0.3, truth))).toBeLessThan(-0.5);
  });

  it('follows parallax of whole pixels, and says what share the truth has', () => {
    const options = { wide, tele: truthImage, registration: registrationOf(2), truth, without };
    const found = referenceShare({ ...options, result: mixed(0.5, truth) });
    expect(found?.result).toBeCloseTo(0.75, 1);
    expect(found?.truth).toBeGreaterThan(0.9);
  });
});
