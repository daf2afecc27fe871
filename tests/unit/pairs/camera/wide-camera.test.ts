import { describe, expect, it } from 'vitest';
import { composeHomographies, invertHomography, scaleHomography } from '#contract/geometry';
import {
  handOver,
  isTeleSofter,
  measureWideCamera,
  seeThroughCamera,
  type WideCamera,
} from '#core/pairs/camera/wide-camera';
import { matchColour } from '#core/pairs/registering/match-colour';
import type { PixelImage } from '#core/photos/pixel-image';
import { cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { gainsOf } from '#native-models/camera-response';
import { paintScene } from '../../../support/simulated-pair.ts';
import { knownPair, responseOf, type KnownCamera, type PairChanges } from './known-camera.ts';

/** Of the gains, as for estimates of cameras. */
const tolerance = 0.06;

function measure(
  camera: KnownCamera,
  changes: PairChanges = {},
  pause = async (): Promise<void> => undefined,
): Promise<WideCamera | null> {
  const { wide, tele, registration } = knownPair(camera, changes);
  const { homography, overlap } = registration;
  if (homography === null) throw new Error('Expected a registration');
  const gridToTele = composeHomographies(invertHomography(homography), scaleHomography(0.5, 0.5));
  const source = { tele, gridToTele, colour: matchColour(wide, tele, registration) };
  return measureWideCamera({ wide, source, overlap, pause });
}

/** Gains of an even kernel: with an empty row and column its size is odd. */
function gainsOfKernel(kernel: Float32Array): number[] {
  const size = cameraKernelSide + 1;
  const values = Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return row === 0 || column === 0 ? 0 : (kernel[(row - 1) * cameraKernelSide + column - 1] ?? NaN);
  });
  return gainsOf({ size, values });
}

function centreOf(kernel: Float32Array): { x: number; y: number } {
  let [x, y] = [0, 0];
  kernel.forEach((weight, at) => {
    x += weight * (at % cameraKernelSide);
    y += weight * Math.floor(at / cameraKernelSide);
  });
  return { x, y };
}

const soft: KnownCamera = { sigmas: [1.4, 1.4] };

/** Means over squares of 2 reach + 1 pixels. */
function outOfFocus(image: PixelImage, reach: number): PixelImage {
  const { width, height } = image;
  const within = (place: number, end: number): number => Math.min(end - 1, Math.max(0, place));
  const along = (data: ArrayLike<number>, step: 'x' | 'y'): Uint8Array =>
    Uint8Array.from({ length: width * height * 3 }, (_, at) => {
      const [pixel, channel] = [Math.floor(at / 3), at % 3];
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      let sum = 0;
      for (let by = -reach; by <= reach; by += 1) {
        const [column, row] = step === 'x' ? [within(x + by, width), y] : [x, within(y + by, height)];
        sum += data[(row * width + column) * 3 + channel] ?? 0;
      }
      return Math.round(sum / (2 * reach + 1));
    });
  return { ...image, data: along(along(image.data, 'x'), 'y') };
}

describe('measureWideCamera', () => {
  it.each<[string, KnownCamera, boolean]>([
    ['on light', soft, true],
    ['on encoded values', soft, false],
    ['moved, on light', { sigmas: [0.9, 1.7], angle: 0.5 }, true],
    ['very soft, on light', { sigmas: [3.1, 2.4] }, true],
  ])('finds the kernel, and what it weighs: %s', async (_, camera, onLight) => {
    const found = await measure(camera, { onLight, noise: 0.003 });
    if (found === null) throw new Error('Expected a camera, received none');
    expect(found.exponent).toBe(onLight ? 2.2 : 1);
    expect(found.kernel).toHaveLength(cameraKernelSide ** 2);
    expect(found.kernel.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
    const gains = gainsOfKernel(found.kernel);
    gainsOf(responseOf(camera)).forEach((gain, index) => {
      expect(Math.abs((gains[index] ?? NaN) - gain), `gain ${index}: ${gains.join(' ')}`).toBeLessThan(tolerance);
    });
    expect(isTeleSofter(found)).toBe(false);
    const centre = centreOf(found.kernel);
    for (const place of [centre.x, centre.y]) expect(Math.abs(place - (cameraKernelSide - 1) / 2)).toBeLessThan(0.25);
  });

  it('would have to sharpen a tele that is out of focus', async () => {
    const found = await measure({ sigmas: [0.7, 0.7] }, { change: (tele) => outOfFocus(tele, 5) });
    expect(found !== null && isTeleSofter(found)).toBe(true);
  });

  it('finds none where the photos show different things', async () => {
    const unrelated = (tele: PixelImage): PixelImage => paintScene(tele, 99);
    expect(await measure(soft, { change: unrelated })).toBeNull();
  });

  it('rejects with what `pause` rejects with', async () => {
    const reason = new Error('cancelled');
    await expect(measure(soft, {}, () => Promise.reject(reason))).rejects.toBe(reason);
  });
});

describe('handOver', () => {
  it('is a Gaussian of two fine pixels in the middle, on encoded values', () => {
    expect(handOver.exponent).toBe(1);
    expect(handOver.kernel.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    const { x, y } = centreOf(handOver.kernel);
    expect(x).toBeCloseTo((cameraKernelSide - 1) / 2, 4);
    expect(y).toBeCloseTo((cameraKernelSide - 1) / 2, 4);
    const spread = handOver.kernel.reduce((sum, weight, at) => sum + weight * ((at % cameraKernelSide) - x) ** 2, 0);
    expect(Math.sqrt(spread)).toBeCloseTo(2, 1);
  });
});

describe('seeThroughCamera', () => {
  const [width, height] = [22, 24];
  const pixels = Float32Array.from({ length: 3 * width * height }, (_, at) => 0.2 + 0.6 * (((at * 7919) % 251) / 251));

  it.each([1, 2.2])('sums the fine pixels around a wide one by the kernel, raised to %d', (exponent) => {
    const kernel = handOver.kernel.map((weight, at) => weight * (1 + 0.3 * Math.sin(at)));
    const seen = seeThroughCamera({ kernel, exponent }, pixels, { width, height });
    const [columns, rows] = [width / 2 - cameraReach, height / 2 - cameraReach];
    expect(seen).toHaveLength(3 * columns * rows);
    seen.forEach((value, at) => {
      const [channel, row, column] = [Math.floor(at / (columns * rows)), Math.floor(at / columns) % rows, at % columns];
      let sum = 0;
      for (let tap = 0; tap < cameraKernelSide ** 2; tap += 1) {
        const [y, x] = [2 * row + Math.floor(tap / cameraKernelSide), 2 * column + (tap % cameraKernelSide)];
        sum += (kernel[tap] ?? NaN) * (pixels[(channel * height + y) * width + x] ?? NaN) ** exponent;
      }
      expect(value).toBeCloseTo(sum ** (1 / exponent), 4);
    });
  });

  it.each([1, 2.2])('keeps grey grey and black black, raised to %d', (exponent) => {
    for (const value of [0, 0.003, 0.01, 0.5, 1]) {
      const seen = seeThroughCamera({ ...handOver, exponent }, pixels.slice().fill(value), { width, height });
      expect(Math.abs((seen[0] ?? NaN) - value)).toBeLessThan(1e-3);
    }
  });
});
