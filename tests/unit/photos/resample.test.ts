import { describe, expect, it } from 'vitest';
import { applyHomography, invertHomography, scaleHomography, type Homography } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile, shrinkImage, warpPlanar } from '#core/photos/pixels/resample';
import { gradientImage } from '../../support/sample-pictures.ts';

const identity: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** A picture whose red channel is a function of the place, sampled at pixel centres, 16 bits. */
function sampled(width: number, height: number, value: (x: number, y: number) => number): PixelImage {
  const data = new Uint16Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      data.fill(Math.round(65535 * value(x + 0.5, y + 0.5)), (y * width + x) * 3, (y * width + x) * 3 + 3);
  }
  return { width, height, depth: 16, data, profile: null };
}

/** Largest distance of the warped red channel from `value` at the warped places, away from the image's border. */
function largestError(
  image: PixelImage,
  h: Homography,
  size: { width: number; height: number },
  value: (x: number, y: number) => number,
): number {
  const { pixels, validity } = warpPlanar(image, h, { x: 0, y: 0, ...size });
  let worst = 0;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const place = applyHomography(h, { x: x + 0.5, y: y + 0.5 });
      const margin = Math.min(place.x, place.y, image.width - place.x, image.height - place.y);
      if (margin < 8) continue;
      expect(validity[y * size.width + x]).toBe(1);
      worst = Math.max(worst, Math.abs((pixels[y * size.width + x] ?? 0) - value(place.x, place.y)));
    }
  }
  return worst;
}

describe('warpPlanar', () => {
  it.each([8, 16] as const)('with the identity returns the pixels at %i bits', (depth) => {
    const image = gradientImage(37, 29, depth);
    const { pixels, validity } = warpPlanar(image, identity, { x: 0, y: 0, width: 37, height: 29 });
    expect(pixels).toEqual(planarTile(image, { x: 0, y: 0, width: 37, height: 29 }));
    expect(validity.every((value) => value === 1)).toBe(true);
  });

  it('is valid exactly where pixel centres fall inside, and zero elsewhere', () => {
    const image = gradientImage(40, 32);
    const { pixels, validity } = warpPlanar(image, identity, { x: -3, y: 30, width: 46, height: 4 });
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 46; x++) {
        const inside = x >= 3 && x < 43 && y < 2;
        expect(validity[y * 46 + x]).toBe(inside ? 1 : 0);
        if (!inside) expect(pixels[y * 46 + x]).toBe(0);
      }
    }
  });

  it('shows nothing of what lies behind the horizon', () => {
    const { validity } = warpPlanar(gradientImage(40, 40), [1, 0, 0, 0, 1, 0, -0.1, 0, 1], {
      x: 10,
      y: 0,
      width: 30,
      height: 40,
    });
    expect(validity.some((value) => value !== 0)).toBe(false);
  });

  it('keeps a plane exact under rotation, zoom and perspective, half-pixel convention included', () => {
    const plane = (x: number, y: number): number => 0.2 + 0.003 * x + 0.002 * y;
    const turned: Homography = [0.95, -0.08, 12.3, 0.07, 0.97, 4.6, 2e-5, -1e-5, 1];
    expect(largestError(sampled(120, 100, plane), turned, { width: 110, height: 90 }, plane)).toBeLessThan(2e-4);
  });

  it('follows a wave as closely as a cubic can', () => {
    const wave = (x: number, y: number): number =>
      0.5 + 0.3 * Math.sin((2 * Math.PI * x) / 12) * Math.cos((2 * Math.PI * y) / 15);
    const half = scaleHomography(0.5, 0.5);
    expect(largestError(sampled(120, 100, wave), half, { width: 240, height: 200 }, wave)).toBeLessThan(0.01);
  });

  it.each([2, 3.3])('when it shrinks %f times, keeps slow waves, and fast ones do not alias', (scale) => {
    const size = { width: Math.floor(240 / scale), height: Math.floor(200 / scale) };
    const slow = (x: number): number => 0.5 + 0.3 * Math.sin((2 * Math.PI * x) / (16 * scale));
    const fast = (x: number): number => 0.5 + 0.3 * Math.sin((2 * Math.PI * x) / (1.2 * scale));
    const shrink = scaleHomography(scale, scale);
    expect(largestError(sampled(240, 200, slow), shrink, size, slow)).toBeLessThan(0.015);
    expect(largestError(sampled(240, 200, fast), shrink, size, () => 0.5)).toBeLessThan(0.03);
  });

  it('gives tiles that meet the same values as one large tile', () => {
    const image = gradientImage(90, 70);
    const h: Homography = [1.04, 0.03, -2, -0.02, 1.07, 1, 3e-4, 2e-4, 1];
    const whole = warpPlanar(image, h, { x: 0, y: 0, width: 60, height: 50 });
    const part = warpPlanar(image, h, { x: 23, y: 17, width: 20, height: 20 });
    for (let y = 0; y < 20; y++) {
      expect(part.pixels.subarray(y * 20, y * 20 + 20)).toEqual(
        whole.pixels.subarray((y + 17) * 60 + 23, (y + 17) * 60 + 43),
      );
    }
  });

  it('undoes itself', () => {
    const value = (x: number, y: number): number => 0.5 + 0.3 * Math.sin(x / 9) * Math.sin(y / 11);
    const h: Homography = [0.9, 0.1, 5, -0.1, 0.9, 12, 0, 0, 1];
    const there = warpPlanar(sampled(160, 160, value), invertHomography(h), { x: 0, y: 0, width: 160, height: 160 });
    const between = sampled(160, 160, (x, y) => there.pixels[Math.floor(y) * 160 + Math.floor(x)] ?? 0);
    const back = warpPlanar(between, h, { x: 60, y: 60, width: 40, height: 40 });
    for (let index = 0; index < 1600; index++) {
      const [x, y] = [60.5 + (index % 40), 60.5 + Math.floor(index / 40)];
      expect(Math.abs((back.pixels[index] ?? 0) - value(x, y))).toBeLessThan(0.005);
    }
  });
});

describe('planarTile', () => {
  it('takes a part apart into planes from 0 to 1', () => {
    const image = gradientImage(10, 8);
    const tile = planarTile(image, { x: 2, y: 3, width: 4, height: 2 });
    expect(tile).toHaveLength(24);
    for (let channel = 0; channel < 3; channel++) {
      expect(tile[channel * 8 + 5]).toBeCloseTo((image.data[(4 * 10 + 3) * 3 + channel] ?? 0) / 255, 6);
    }
  });

  it('mirrors at the edge, however far outside', () => {
    const image = gradientImage(5, 3, 16);
    const tile = planarTile(image, { x: -7, y: -4, width: 20, height: 11 });
    const columns = [3, 4, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0, 1, 2];
    const rows = [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0];
    rows.forEach((row, y) => {
      columns.forEach((column, x) => {
        expect(tile[y * 20 + x]).toBeCloseTo((image.data[(row * 5 + column) * 3] ?? 0) / 65535, 6);
      });
    });
  });
});

describe('shrinkImage', () => {
  it('never enlarges', async () => {
    const image = gradientImage(40, 30);
    expect(await shrinkImage(image, 40)).toBe(image);
    expect(await shrinkImage(image, 400)).toBe(image);
  });

  it.each([8, 16] as const)('keeps edges on edges, depth and profile at %i bits', async (depth) => {
    const profile = Uint8Array.of(1, 2, 3);
    const image = { ...gradientImage(300, 200, depth), profile };
    const small = await shrinkImage(image, 100);
    expect(small).toMatchObject({ width: 100, height: 67, depth, profile });
    const white = depth === 8 ? 255 : 65535;
    for (const x of [5, 50, 94]) {
      expect(Math.abs((small.data[(33 * 100 + x) * 3] ?? 0) / white - (x + 0.5) / 100)).toBeLessThan(0.004);
    }
    for (const y of [5, 33, 61]) {
      expect(Math.abs((small.data[(y * 100 + 50) * 3 + 1] ?? 0) / white - (y + 0.5) / 67)).toBeLessThan(0.004);
    }
  });

  it('averages what is too fine to be seen', async () => {
    const stripes = sampled(400, 100, (x) => (Math.floor(x) % 2 === 0 ? 0.2 : 0.8));
    const small = await shrinkImage(stripes, 100);
    for (let x = 3; x < 97; x++)
      expect(Math.abs((small.data[(10 * 100 + x) * 3] ?? 0) / 65535 - 0.5)).toBeLessThan(0.03);
  });
});
