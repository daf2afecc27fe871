import { describe, expect, it } from 'vitest';
import type { PixelImage } from '#core/photos/pixel-image';
import { estimateCamera, type CameraEstimate } from '#core/pairs/camera/estimate-camera';
import { gainsOf } from '#native-models/camera-response';
import { paintScene } from '../../../support/simulated-pair.ts';
import { knownPair, registrationOf, responseOf, type KnownCamera, type PairChanges } from './known-camera.ts';

/** Of the gains. Bringing the tele onto the 2x grid softens it, so a sharp wide looks a little sharper than it is. */
const tolerance = 0.05;

async function estimate(camera: KnownCamera, changes: PairChanges = {}): Promise<CameraEstimate> {
  const found = await estimateCamera(knownPair(camera, changes));
  if (found === null) throw new Error('Expected an estimate, received none');
  return found;
}

function expectGains(found: CameraEstimate, camera: KnownCamera): void {
  const gains = gainsOf(found.response);
  gainsOf(responseOf(camera)).forEach((gain, index) => {
    expect(Math.abs((gains[index] ?? NaN) - gain), `gain ${index}: ${gains.join(' ')}`).toBeLessThan(tolerance);
  });
}

function expectNoise(found: CameraEstimate, noise: number): void {
  expect(found.noise).toBeGreaterThan(0.75 * noise);
  expect(found.noise).toBeLessThan(1.25 * noise);
}

/** The halo: the sum of what is below zero. */
function lobesOf(values: Iterable<number>): number {
  return [...values].reduce((sum, value) => sum - Math.min(value, 0), 0);
}

const plain: KnownCamera = { sigmas: [1.2, 1.2] };

describe('a pair that tells nothing of its camera', () => {
  it('has no estimate without registration or without overlap', async () => {
    const pair = knownPair(plain);
    const failed = registrationOf(null, pair.tele);
    expect(await estimateCamera({ ...pair, registration: failed })).toBeNull();
    expect(await estimateCamera({ ...pair, registration: { ...pair.registration, verdict: 'failed' } })).toBeNull();
    expect(await estimateCamera({ ...pair, registration: { ...pair.registration, overlap: [] } })).toBeNull();
  });

  it('has none where the photos show different things', async () => {
    const unrelated = (tele: PixelImage): PixelImage => paintScene(tele, 99);
    expect(await estimateCamera(knownPair(plain, { change: unrelated }))).toBeNull();
  });

  it('has none where the overlap is too small or shows nothing', async () => {
    const pair = knownPair(plain);
    const overlap = [
      { x: 100, y: 80 },
      { x: 200, y: 80 },
      { x: 200, y: 150 },
      { x: 100, y: 150 },
    ];
    expect(await estimateCamera({ ...pair, registration: { ...pair.registration, overlap } })).toBeNull();
    const flat = (image: PixelImage): PixelImage => ({ ...image, data: image.data.map(() => 100) });
    expect(await estimateCamera({ ...pair, wide: flat(pair.wide), tele: flat(pair.tele) })).toBeNull();
  });

  it('stops when cancelled', async () => {
    const reason = new Error('cancelled');
    await expect(estimateCamera({ ...knownPair(plain), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('a known camera', () => {
  it.each<[string, KnownCamera, number]>([
    ['nearly as sharp as the tele', { sigmas: [0.5, 0.5] }, 0.004],
    ['a little soft', { sigmas: [0.9, 0.9] }, 0.01],
    ['soft and noisy', { sigmas: [1.5, 1.5] }, 0.02],
    ['very soft', { sigmas: [2.2, 2.2] }, 0.006],
    ['moved', { sigmas: [0.7, 1.8], angle: 0.5 }, 0.008],
    ['soft, then sharpened', { sigmas: [2, 2], sharpening: { amount: 1.5, radius: 3.5 } }, 0.008],
  ])('is recovered: %s', async (_, camera, noise) => {
    const found = await estimate(camera, { noise });
    expectGains(found, camera);
    expectNoise(found, noise);
    expect(Math.abs(lobesOf(found.response.values) - lobesOf(responseOf(camera).values))).toBeLessThan(0.2);
    expect(found.pixels).toBeGreaterThan(20_000);
    expect(found.response.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
  });

  it('has no noise where there is none', async () => {
    expect((await estimate(plain)).noise).toBeLessThan(0.001);
  });
});

describe('differences between the photos', () => {
  const noise = 0.01;
  it.each<[string, PairChanges]>([
    ['a registration half a pixel off', { misplaced: { x: 0.5, y: -0.4 } }],
    ['a registration two pixels off', { misplaced: { x: -2, y: 1.6 } }],
    ['another exposure and tone', { look: { gamma: 1.3, gains: [0.8, 0.9, 0.85] } }],
    ['noise in the tele', { look: { noise: 2 } }],
    ['things that moved in a tenth of the picture', { change: withMovedThings }],
  ])('do not spoil the estimate: %s', async (_, changes) => {
    const found = await estimate(plain, { noise, ...changes });
    expectGains(found, plain);
    expectNoise(found, noise);
  });
});

/** Eleven squares that together cover a tenth of the tele show what lies 130 pixels beside them. */
function withMovedThings(tele: PixelImage): PixelImage {
  const data = tele.data.slice();
  const side = Math.round(Math.sqrt((0.1 * tele.width * tele.height) / 11));
  for (let square = 0; square < 11; square += 1) {
    const [left, top] = [10 + ((square * 149) % 420), 10 + ((square * 83) % (tele.height - side - 20))];
    for (let row = top; row < top + side; row += 1) {
      const start = (row * tele.width + left) * 3;
      data.set(tele.data.subarray(start + 3 * 130, start + 3 * (130 + side)), start);
    }
  }
  return { ...tele, data };
}
