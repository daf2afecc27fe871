import { describe, expect, it } from 'vitest';
import { clipPolygon, cornersOf, type Homography, type Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { applyColourMatch, matchColour, type ColourMatch } from '#core/pairs/registering/match-colour';
import { cameraHomography, paintScene, randomNumbers, simulatePair } from '../../../support/simulated-pair.ts';

const wideSize = { width: 600, height: 450 };
const camera = { size: { width: 480, height: 360 }, zoom: 1.6, rotation: 0 };
const scene = paintScene({ width: 1200, height: 900 }, 11);
const { wide, tele, truth } = simulatePair(scene, wideSize, camera);
const overlap = [
  { x: 150, y: 112.5 },
  { x: 450, y: 112.5 },
  { x: 450, y: 337.5 },
  { x: 150, y: 337.5 },
];

/** A picture changed value by value; x and y run from 0 to 1 over it. */
function recoloured(
  image: PixelImage,
  change: (value: number, channel: number, x: number, y: number) => number,
): PixelImage {
  const data = image.data.map((value, index) => {
    const pixel = Math.floor(index / 3);
    const [x, y] = [(pixel % image.width) / image.width, Math.floor(pixel / image.width) / image.height];
    return Math.min(255, Math.max(0, Math.round(255 * change(value / 255, index % 3, x, y))));
  });
  return { ...image, data };
}

/** What a match makes of one value at a point of the wide. */
function matched(match: ColourMatch, value: number, x: number, y: number): [number, number, number] {
  const pixels = Float32Array.of(value, value, value);
  applyColourMatch(match, pixels, { x: Math.round(2 * x), y: Math.round(2 * y), width: 1, height: 1 });
  return [pixels[0] ?? NaN, pixels[1] ?? NaN, pixels[2] ?? NaN];
}

/** Root mean square of the differences of the means of 30 x 30 grid pixels inside the overlap, in grey levels. */
function lowFrequencyDifference(match: ColourMatch, seen: PixelImage): number {
  const tile = { x: 300, y: 240, width: 600, height: 420 };
  const original = sampled(wide, tile, (x, y) => [x / 2, y / 2]);
  const pixels = sampled(seen, tile, (x, y) => [(x / 2 - 150) * 1.6, (y / 2 - 112.5) * 1.6]);
  applyColourMatch(match, pixels, tile);
  const sums = new Float64Array(3 * 14 * 20);
  pixels.forEach((value, index) => {
    const [column, line] = [index % tile.width, Math.floor(index / tile.width)];
    const cell = Math.floor(line / 30) * 20 + Math.floor(column / 30);
    sums[cell] = (sums[cell] ?? 0) + (value - (original[index] ?? 0)) / 900;
  });
  return 255 * Math.sqrt(sums.reduce((sum, mean) => sum + mean * mean, 0) / sums.length);
}

/** [3, height, width] values of the pixels nearest to the points of a tile of the 2x grid. */
function sampled(image: PixelImage, tile: Rectangle, place: (x: number, y: number) => [number, number]): Float32Array {
  return Float32Array.from({ length: 3 * tile.width * tile.height }, (_, index) => {
    const row = Math.floor(index / tile.width) % tile.height;
    const [x, y] = place(tile.x + (index % tile.width) + 0.5, tile.y + row + 0.5);
    const channel = Math.floor(index / (tile.width * tile.height));
    return (image.data[(Math.floor(y) * image.width + Math.floor(x)) * 3 + channel] ?? 0) / 255;
  });
}

const registration = { homography: truth, overlap };
const unchanged = matchColour(wide, tele, { homography: null, overlap: [] });

describe('matchColour', () => {
  it('changes nothing without a homography or an overlap', () => {
    for (const value of [0, 0.3, 1]) {
      matched(unchanged, value, 300, 200).forEach((result) => expect(result).toBeCloseTo(value, 6));
    }
    const tiny = matchColour(wide, tele, {
      homography: truth,
      overlap: overlap.map(({ x }) => ({ x: x / 1000, y: 0 })),
    });
    expect(matched(tiny, 0.4, 300, 200)).toEqual(matched(unchanged, 0.4, 300, 200));
  });

  it('changes next to nothing between equal pictures', () => {
    const match = matchColour(wide, tele, registration);
    for (const [x, y] of [
      [160, 120],
      [300, 225],
      [440, 330],
    ] as const) {
      for (const value of [0.2, 0.5, 0.8]) {
        matched(match, value, x, y).forEach((result) => expect(Math.abs(result - value)).toBeLessThan(0.02));
      }
    }
  });

  it('undoes a smooth change of brightness, contrast and colour', () => {
    const cast = [0.88, 1, 1.12];
    const seen = recoloured(tele, (value, channel, x) => (0.75 + 0.2 * x) * (cast[channel] ?? 1) * value + 0.04);
    const before = lowFrequencyDifference(unchanged, seen);
    const after = lowFrequencyDifference(matchColour(wide, seen, registration), seen);
    expect(before).toBeGreaterThan(8);
    expect(after).toBeLessThan(before / 5);
    expect(after).toBeLessThan(2.5);
  });

  it('brings a change of gamma much nearer', () => {
    const seen = recoloured(tele, (value) => value ** 1.3);
    const before = lowFrequencyDifference(unchanged, seen);
    expect(lowFrequencyDifference(matchColour(wide, seen, registration), seen)).toBeLessThan(before / 3);
  });

  it('meets the mean of flat pictures and leaves their noise as it is', () => {
    const random = randomNumbers(2);
    const noisy = (level: number, image: PixelImage): PixelImage =>
      recoloured(image, () => level + 0.02 * (random() - 0.5));
    const match = matchColour(noisy(0.5, wide), noisy(0.42, tele), registration);
    for (const [x, y] of [
      [150, 113],
      [300, 225],
      [449, 337],
    ] as const) {
      const [dark, bright] = [matched(match, 0.41, x, y)[0], matched(match, 0.43, x, y)[0]];
      expect((dark + bright) / 2).toBeCloseTo(0.5, 2);
      expect((bright - dark) / 0.02).toBeGreaterThan(0.8);
      expect((bright - dark) / 0.02).toBeLessThan(1.25);
    }
  });

  it('is not carried away by something that moved', () => {
    const seen = recoloured(tele, (value, _, x, y) => (Math.hypot(x - 0.5, y - 0.5) < 0.08 ? 1 - value : 0.8 * value));
    const match = matchColour(wide, seen, registration);
    matched(match, 0.4, 300, 225).forEach((result) => expect(Math.abs(result - 0.5)).toBeLessThan(0.06));
    for (const [x, y] of [
      [200, 150],
      [400, 300],
    ] as const) {
      matched(match, 0.4, x, y).forEach((result) => expect(Math.abs(result - 0.5)).toBeLessThan(0.03));
    }
  });

  it('goes on smoothly beyond the overlap, also when the tele lies turned at the edge', () => {
    const turned = { ...camera, rotation: 15, centre: { x: 0.95, y: 0.5 } };
    const pair = simulatePair(scene, wideSize, turned);
    const homography: Homography = cameraHomography(wideSize, turned);
    const corners = cornersOf(camera.size).map(({ x, y }) => {
      const [a, b, c, d, e, f] = homography;
      return { x: a * x + b * y + c, y: d * x + e * y + f };
    });
    const seen = recoloured(pair.tele, (value) => 0.8 * value);
    const match = matchColour(pair.wide, seen, { homography, overlap: clipPolygon(corners, wideSize) });
    for (const [x, y] of [
      [570, 225],
      [590, 40],
      [380, 20],
      [0, 0],
      [700, 500],
    ] as const) {
      matched(match, 0.4, x, y).forEach((result) => expect(Math.abs(result - 0.5)).toBeLessThan(0.06));
    }
  });

  it('gives the same for 16 bit pictures', () => {
    const deep = (image: PixelImage): PixelImage => ({
      ...image,
      depth: 16,
      data: Uint16Array.from(image.data, (value) => 257 * value),
    });
    const dark = recoloured(tele, (value) => 0.8 * value);
    const [eight, sixteen] = [matchColour(wide, dark, registration), matchColour(deep(wide), deep(dark), registration)];
    sixteen.gain.forEach((gain, index) => expect(gain).toBeCloseTo(eight.gain[index] ?? NaN, 5));
  });
});

describe('applyColourMatch', () => {
  const match: ColourMatch = {
    columns: 2,
    rows: 2,
    region: { x: 10, y: 20, width: 8, height: 4 },
    gain: Float32Array.of(1, 2, 1, 2, 1, 1, 1, 1, 3, 3, 3, 3),
    offset: Float32Array.of(0, 0, 0, 0, 0, 0, 1, 1, 0.5, 0.5, 0.5, 0.5),
  };

  it('interpolates between node centres on the 2x grid and holds the border values beyond', () => {
    const rectangle = { x: 16, y: 38, width: 24, height: 14 };
    const pixels = new Float32Array(3 * 24 * 14).fill(1);
    applyColourMatch(match, pixels, rectangle);
    const at = (channel: number, x: number, y: number): number =>
      pixels[(channel * 14 + (y - 38)) * 24 + (x - 16)] ?? NaN;
    // Nodes lie at x = 12 and 16, y = 21 and 23 of the wide; grid pixel 27 has its centre at 13.75.
    expect(at(0, 27, 42)).toBeCloseTo(1 + 1.75 / 4, 5);
    expect(at(0, 16, 42)).toBe(1);
    expect(at(0, 39, 42)).toBe(2);
    expect(at(1, 30, 44)).toBeCloseTo(1 + (44.5 / 2 - 21) / 2, 5);
    expect(at(1, 30, 38)).toBe(1);
    expect(at(1, 30, 51)).toBe(2);
    expect(at(2, 20, 40)).toBe(3.5);
  });

  it('does the same tile by tile as at once', () => {
    const whole = Float32Array.from({ length: 3 * 20 * 10 }, (_, index) => (index % 17) / 17);
    const left = new Float32Array(3 * 7 * 10);
    for (let line = 0; line < 30; line += 1) left.set(whole.subarray(line * 20, line * 20 + 7), line * 7);
    applyColourMatch(match, whole, { x: 20, y: 40, width: 20, height: 10 });
    applyColourMatch(match, left, { x: 20, y: 40, width: 7, height: 10 });
    for (let line = 0; line < 30; line += 1) {
      expect(left.subarray(line * 7, line * 7 + 7)).toEqual(whole.subarray(line * 20, line * 20 + 7));
    }
  });
});
