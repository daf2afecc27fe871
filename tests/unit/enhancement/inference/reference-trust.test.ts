import { beforeAll, describe, expect, it } from 'vitest';
import { applyHomography, cornersOf, type Homography, type Point } from '#contract/geometry';
import { comparePhotos } from '#core/enhancement/inference/compare-photos';
import { createReferenceTrust } from '#core/enhancement/inference/reference-trust';
import type { PixelImage } from '#core/photos/pixel-image';

/** Tele pixels are half a wide pixel; the overlap is (64, 48) to (384, 304) of the wide photo. */
const homography: Homography = [0.5, 0, 64, 0, 0.5, 48, 0, 0, 1];
const wideSize = { width: 448, height: 352 };
const teleSize = { width: 640, height: 512 };
const overlap = cornersOf(teleSize).map((corner) => applyHomography(homography, corner));
/** Left of this wide column the tele is damaged, where a test damages it. */
const middle = 224;

type Scene = (x: number, y: number) => number;

/**
 * Smooth waves of 6 to 20 wide pixels in all directions, 0 to 255; another seed turns them. `response` says how strongly a wave comes
 * through a lens, by its change of phase per wide pixel.
 */
function waves(seed: number, response: (x: number, y: number) => number = () => 1): Scene {
  const parts = Array.from({ length: 20 }, (_, index) => {
    const angle = (index * 2.4 + seed) % (2 * Math.PI);
    const frequency = (2 * Math.PI) / (6 + 14 * ((index * 0.618 + seed * 0.37) % 1));
    const [x, y] = [frequency * Math.cos(angle), frequency * Math.sin(angle)];
    return { x, y, phase: index * index + seed, strength: 10 * response(x, y) };
  });
  return (x, y) =>
    128 + parts.reduce((sum, part) => sum + part.strength * Math.sin(part.x * x + part.y * y + part.phase), 0);
}

function picture(size: { width: number; height: number }, valueAt: Scene): PixelImage {
  const data = new Uint8ClampedArray(size.width * size.height * 3);
  for (let pixel = 0; pixel < size.width * size.height; pixel += 1) {
    data.fill(valueAt((pixel % size.width) + 0.5, Math.floor(pixel / size.width) + 0.5), 3 * pixel, 3 * pixel + 3);
  }
  return { ...size, depth: 8, data: new Uint8Array(data.buffer), profile: null };
}

function teleOf(scene: Scene): PixelImage {
  return picture(teleSize, (column, row) => {
    const { x, y } = applyHomography(homography, { x: column, y: row });
    return scene(x, y);
  });
}

const scene = waves(1);
let wide: PixelImage;
beforeAll(() => {
  wide = picture(wideSize, scene);
});

/** The shares of valid pixels left and right of the middle, 16 wide pixels from it and from the overlap's border. */
async function sharesOf(
  tele: PixelImage,
  { from = wide, offset = { x: 0, y: 0 } }: { from?: PixelImage; offset?: Point } = {},
) {
  const comparison = await comparePhotos({ wide: from, tele, homography, overlap, zoom: 2, field: null });
  const trust = createReferenceTrust(comparison, 12);
  const share = (left: number, right: number): number => {
    const rectangle = { x: 2 * left, y: 2 * 64, width: 2 * (right - left), height: 2 * 224 };
    const validity = new Float32Array(rectangle.width * rectangle.height).fill(1);
    trust.withhold(validity, rectangle, offset);
    return validity.reduce((sum, value) => sum + value, 0) / validity.length;
  };
  return { damaged: share(80, middle - 16), good: share(middle + 32, 368) };
}

/** A tele that is `scene` on the right and `damage` on the left. */
function damagedBy(damage: Scene): PixelImage {
  return teleOf((x, y) => (x < middle ? damage(x, y) : scene(x, y)));
}

function sinc(phase: number): number {
  return Math.abs(phase) < 1e-6 ? 1 : Math.sin(phase) / phase;
}

describe('the reference is withheld where the tele', () => {
  it.each<[string, Scene]>([
    ['is black', () => 0],
    ['is grey', () => 128],
    ['shows something else', waves(5)],
    ['is out of focus', waves(1, (x, y) => Math.exp((-9 * (x * x + y * y)) / 2))],
    ['was shaken', waves(1, (x, y) => sinc(8 * x + 4 * y))],
    ['shows what lies further than the network searches', (x, y) => scene(x - 40, y - 20)],
  ])('%s, and nowhere else', async (_, damage) => {
    const { damaged, good } = await sharesOf(damagedBy(damage));
    // Of few waves, some squares resemble others by chance.
    expect(damaged).toBeLessThan(0.2);
    expect(good).toBe(1);
  });

  it('has texture and the wide has none', async () => {
    const flatOnTheLeft = picture(wideSize, (x, y) => (x < middle ? 128 : scene(x, y)));
    const { damaged, good } = await sharesOf(teleOf(scene), { from: flatOnTheLeft });
    expect(damaged).toBe(0);
    expect(good).toBe(1);
  });
});

describe('the reference is kept where the tele', () => {
  it('shows the scene', async () => {
    expect(await sharesOf(teleOf(scene))).toEqual({ damaged: 1, good: 1 });
  });

  it('shows it darker, with less contrast and with noise', async () => {
    let state = 1;
    const noise = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24) / 16 - 8;
    expect(await sharesOf(teleOf((x, y) => 0.75 * scene(x, y) - 20 + noise()))).toEqual({ damaged: 1, good: 1 });
  });

  it('is as flat as the wide', async () => {
    const flat: Scene = (x, y) => (x < middle ? 90 : scene(x, y));
    expect(await sharesOf(teleOf(flat), { from: picture(wideSize, flat) })).toEqual({ damaged: 1, good: 1 });
  });

  it('shows what lies within the network’s search', async () => {
    const { damaged, good } = await sharesOf(damagedBy((x, y) => scene(x - 9, y + 6)));
    expect(damaged).toBeGreaterThan(0.9);
    expect(good).toBe(1);
  });

  it('shows what the tile needs that is served from there', async () => {
    const moved = teleOf((x, y) => scene(x - 40, y - 20));
    expect((await sharesOf(moved)).good).toBeLessThan(0.2);
    expect(await sharesOf(moved, { offset: { x: 80, y: 40 } })).toEqual({ damaged: 1, good: 1 });
  });
});

it('tiles that meet agree', async () => {
  const comparison = await comparePhotos({ wide, tele: damagedBy(() => 0), homography, overlap, zoom: 2, field: null });
  const trust = createReferenceTrust(comparison, 12);
  const validityOf = (x: number, width: number): Float32Array => {
    const validity = new Float32Array(width * 100).fill(1);
    trust.withhold(validity, { x, y: 200, width, height: 100 }, { x: 0, y: 0 });
    return validity;
  };
  const [whole, part] = [validityOf(300, 300), validityOf(371, 140)];
  expect(whole).toContain(0);
  expect(whole).toContain(1);
  for (let index = 0; index < part.length; index += 1) {
    expect(part[index]).toBe(whole[Math.floor(index / 140) * 300 + 71 + (index % 140)]);
  }
});
