import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  applyHomography,
  clipPolygon,
  composeHomographies,
  cornersOf,
  scaleHomography,
  type Homography,
} from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { estimateCamera, type CameraEstimate } from '#core/pairs/camera/estimate-camera';
import { findPairs } from '#core/learning/evaluation/protocols';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { gainsOf } from '#native-models/camera-response';
import { hasRealPhotos, needsRealPhotos, realPhotos } from '../../../support/real-photos.ts';

const options = { pixelLimit: 50e6 };
const skyline = join(realPhotos, 'pairs/skyline');
/** As registration finds it, tele to wide. */
const skylinePlace: Homography = [
  0.509153, -2.975227e-5, 967.4475, -0.001634433, 0.5107359, 743.929, -7.304385e-7, -1.835926e-7, 1.0,
];
/** Gains of the anti-aliased bicubic kernel that halves pictures, at the described frequencies, averaged over directions. */
const bicubicGains = [0.996, 0.951, 0.804, 0.561];

function registered(wide: PixelImage, tele: PixelImage, homography: Homography): Registration {
  const corners = cornersOf(tele).map((corner) => applyHomography(homography, corner));
  return {
    verdict: 'good',
    reason: { raw: 'Known.' },
    homography,
    corners,
    overlap: clipPolygon(corners, wide),
    overlapShare: 0.25,
    zoom: 2,
    rotation: 0,
    detector: 'akaze',
    matches: 1000,
    inliers: 900,
    residual: 0.4,
    milliseconds: 1,
  };
}

async function estimate(wide: PixelImage, tele: PixelImage, place: Homography): Promise<CameraEstimate> {
  const found = await estimateCamera({ wide, tele, registration: registered(wide, tele, place) });
  if (found === null) throw new Error('Expected an estimate, received none');
  return found;
}

function summaryOf({ response, noise, explained, pixels }: CameraEstimate): string {
  const gains = gainsOf(response).map((gain) => gain.toFixed(2));
  return `gains ${gains.join(' ')}, noise ${noise.toFixed(4)}, explained ${explained.toFixed(3)} of ${pixels} pixels`;
}

describe.skipIf(!hasRealPhotos)(`cameras of real phones${needsRealPhotos}`, () => {
  it('finds a phone soft at its highest frequency and sharpened, and explains what it shows', async () => {
    const wide = await readImage(join(skyline, 'wide.jpg'), options);
    const tele = await readImage(join(skyline, 'tele.jpg'), { ...options, profile: wide.profile });
    const found = await estimate(wide, tele, skylinePlace);
    console.info(`skyline: ${summaryOf(found)}`);
    expect(found.explained).toBeGreaterThanOrEqual(0.85);
    const [first = 0, second = 0, third = 0, fourth = 0] = gainsOf(found.response);
    // A Gaussian as soft at the highest frequency (sigma 1.4) would have a gain of 0.55 at the second.
    expect(fourth).toBeLessThan(0.2);
    expect(third).toBeLessThan(0.55);
    expect(second).toBeGreaterThan(0.8);
    expect(first).toBeGreaterThan(0.95);
    const lobes = found.response.values.reduce((sum, value) => sum - Math.min(value, 0), 0);
    expect(lobes).toBeGreaterThan(0.3);
    expect(lobes).toBeLessThan(0.8);
  });

  it('finds the same photo shrunk by two as sharp as bicubic shrinking', async () => {
    const [pair] = await findPairs(skyline, 'camerafusion');
    if (pair === undefined) throw new Error('Expected a pair');
    const { wide, tele } = await pair.load(options);
    const place = composeHomographies(
      scaleHomography(0.5, 0.5),
      composeHomographies(skylinePlace, scaleHomography(2, 2)),
    );
    const found = await estimate(wide, tele, place);
    console.info(`skyline, shrunk by two: ${summaryOf(found)}`);
    expect(found.explained).toBeGreaterThanOrEqual(0.9);
    gainsOf(found.response).forEach((gain, index) => {
      expect(Math.abs(gain - (bicubicGains[index] ?? NaN))).toBeLessThan(0.08);
    });
  });

  it('finds the soft lens of a laboratory pair', async () => {
    const [, pair] = await findPairs(join(realPhotos, 'city100'), 'zoom-pairs');
    if (pair === undefined) throw new Error('Expected a pair');
    const { wide, tele } = await pair.load(options);
    const found = await estimate(wide, tele, [0.5, 0, wide.width / 4, 0, 0.5, wide.height / 4, 0, 0, 1]);
    console.info(`${pair.name}: ${summaryOf(found)}`);
    expect(found.explained).toBeGreaterThanOrEqual(0.85);
    expect(gainsOf(found.response)[3] ?? NaN).toBeLessThan(0.15);
  });

  it('finds nothing in photos of different places', async () => {
    const wide = await readImage(join(skyline, 'wide.jpg'), options);
    const tele = await readImage(join(realPhotos, 'pairs/desk-1/tele.jpg'), { ...options, profile: wide.profile });
    const place = composeHomographies([1, 0, 1000, 0, 1, 1200, 0, 0, 1], scaleHomography(0.5, 0.5));
    expect(await estimateCamera({ wide, tele, registration: registered(wide, tele, place) })).toBeNull();
  });
});
