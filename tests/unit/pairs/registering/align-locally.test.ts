import { beforeAll, describe, expect, it } from 'vitest';
import { applyHomography, cornersOf, type Homography, type Point } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { alignLocally } from '#core/pairs/registering/align-locally';
import { shiftAt, type ShiftField } from '#core/pairs/registering/shift-field';

/** Tele pixels are half a wide pixel; its left upper corner is near (90, 70) of the wide photo. */
const homography: Homography = [0.5, 0.01, 90, -0.008, 0.5, 70, 1e-5, -2e-5, 1];
const wideSize = { width: 560, height: 440 };
const teleSize = { width: 760, height: 600 };
const overlap = cornersOf(teleSize).map((corner) => applyHomography(homography, corner));
/** Places where squares lie wholly inside the overlap. */
const inside: Point[] = [130, 190, 250, 310, 370, 420].flatMap((x) => [110, 170, 230, 290, 330].map((y) => ({ x, y })));

type Scene = (x: number, y: number) => number;

/** Brightness between 0 and 255 that varies over 3 to 12 pixels; another seed is another scene. */
function cloud(seed: number): Scene {
  const lattice = (x: number, y: number): number => {
    const value = Math.imul(x * 7919 + y * 104729 + seed * 31, 2654435761) >>> 0;
    return ((Math.imul(value ^ (value >>> 15), 2246822519) >>> 8) % 1000) / 1000;
  };
  const smooth = (t: number): number => t * t * (3 - 2 * t);
  const noise = (x: number, y: number): number => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, down] = [smooth(x - left), smooth(y - top)];
    const upper = lattice(left, top) * (1 - right) + lattice(left + 1, top) * right;
    const lower = lattice(left, top + 1) * (1 - right) + lattice(left + 1, top + 1) * right;
    return upper * (1 - down) + lower * down;
  };
  return (x, y) => 20 + 110 * noise(x / 5, y / 5) + 110 * noise(x / 11 + 50, y / 11 + 50);
}

/** A picture that shows `valueAt`. */
function picture(size: { width: number; height: number }, valueAt: Scene): PixelImage {
  const data = new Uint8Array(size.width * size.height * 3);
  for (let pixel = 0; pixel < size.width * size.height; pixel += 1) {
    const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
    data.fill(Math.round(valueAt(x + 0.5, y + 0.5)), 3 * pixel, 3 * pixel + 3);
  }
  return { ...size, depth: 8, data, profile: null };
}

/** A tele whose content lies off by `shift` of the wide's place. */
function teleOf(scene: Scene, shift: (x: number, y: number) => Point = () => ({ x: 0, y: 0 })): PixelImage {
  return picture(teleSize, (column, row) => {
    const place = applyHomography(homography, { x: column, y: row });
    let source = place;
    for (let pass = 0; pass < 4; pass += 1) {
      const moved = shift(source.x, source.y);
      source = { x: place.x - moved.x, y: place.y - moved.y };
    }
    return scene(source.x, source.y);
  });
}

function align(wide: PixelImage, tele: PixelImage, signal?: AbortSignal): Promise<ShiftField | null> {
  return alignLocally({ wide, tele, homography, overlap, zoom: 2, signal });
}

/** How far the field is from `shift`, at worst among the places and on average. */
function errorOf(field: ShiftField | null, shift: (x: number, y: number) => Point, places = inside) {
  if (field === null) return { worst: Infinity, mean: Infinity };
  const errors = places.map((place) => {
    const [found, planted] = [shiftAt(field, place), shift(place.x, place.y)];
    return Math.hypot(found.x - planted.x, found.y - planted.y);
  });
  return { worst: Math.max(...errors), mean: errors.reduce((sum, error) => sum + error, 0) / errors.length };
}

const still = (): Point => ({ x: 0, y: 0 });
const scene = cloud(1);
let wide: PixelImage;
beforeAll(() => {
  wide = picture(wideSize, scene);
});

describe('alignLocally finds nothing', () => {
  it('in an unrelated picture', async () => {
    expect(await align(wide, teleOf(cloud(9)))).toBeNull();
  });

  it('without texture, in noise too', async () => {
    let state = 1;
    const noise = (): number => 128 + ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24) / 64;
    expect(
      await align(
        picture(wideSize, () => 128),
        picture(teleSize, () => 90),
      ),
    ).toBeNull();
    expect(await align(picture(wideSize, noise), picture(teleSize, noise))).toBeNull();
  });

  it('where the overlap is too small for a square', async () => {
    const corner = [
      { x: 100, y: 80 },
      { x: 130, y: 80 },
      { x: 130, y: 110 },
      { x: 100, y: 110 },
    ];
    expect(await alignLocally({ wide, tele: teleOf(scene), homography, overlap: corner, zoom: 2 })).toBeNull();
  });

  it('when it is cancelled', async () => {
    const controller = new AbortController();
    const running = align(wide, teleOf(scene), controller.signal);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});

describe('alignLocally follows', () => {
  it('a tele in its place: nowhere', async () => {
    const { worst } = errorOf(await align(wide, teleOf(scene)), still);
    expect(worst).toBeLessThan(0.05);
  });

  it.each([
    [
      'a lens that distorts',
      (x: number, y: number) => {
        const [u, v] = [(x - 280) / 200, (y - 220) / 200];
        const radial = 1.2 * (u * u + v * v) - 0.4;
        return { x: u * radial, y: v * radial };
      },
    ],
    ['a rolling shutter', (x: number, y: number) => ({ x: 1.5 * Math.sin(y / 60), y: 0.4 * Math.cos(y / 60) })],
    ['a tele moved by several pixels', () => ({ x: 4.6, y: -3.3 })],
  ])('%s, to a tenth of a pixel', async (_, shift) => {
    const { worst, mean } = errorOf(await align(wide, teleOf(scene, shift)), shift);
    expect(mean).toBeLessThan(0.05);
    expect(worst).toBeLessThan(0.1);
  });

  it('no pattern that repeats to its next period', async () => {
    const facade: Scene = (x, y) => 128 + 60 * Math.sin((2 * Math.PI * x) / 7) * Math.sin((2 * Math.PI * y) / 7);
    const moved = (): Point => ({ x: 0.3, y: 0.2 });
    const field = await align(picture(wideSize, facade), teleOf(facade, moved));
    expect(field === null ? 0 : errorOf(field, moved).worst).toBeLessThan(0.4);
  });

  it('the surroundings where nothing is to be seen', async () => {
    const isFlat = (x: number, y: number): boolean => Math.hypot(x - 270, y - 220) < 60;
    const partly: Scene = (x, y) => (isFlat(x, y) ? 120 : scene(x, y));
    const moved = (): Point => ({ x: 1.2, y: -0.7 });
    const field = await align(picture(wideSize, partly), teleOf(partly, moved));
    expect(errorOf(field, moved, [{ x: 270, y: 220 }]).worst).toBeLessThan(0.2);
  });

  it('the scene around a thing that moved, not the thing', async () => {
    const isThing = (x: number, y: number): boolean => Math.abs(x - 300) < 24 && Math.abs(y - 220) < 24;
    const other = cloud(4);
    const before: Scene = (x, y) => (isThing(x, y) ? other(x, y) : scene(x, y));
    const after: Scene = (x, y) => (isThing(x - 3, y) ? other(x - 3, y) : scene(x, y));
    const field = await align(picture(wideSize, before), teleOf(after));
    const around = inside.filter(({ x, y }) => Math.hypot(x - 300, y - 220) > 70);
    expect(errorOf(field, still, around).worst).toBeLessThan(0.1);
  });

  it('only what both show, when half of the tele is of another scene', async () => {
    const other = cloud(3);
    const moved = (): Point => ({ x: 0.8, y: 0.5 });
    const half: Scene = (x, y) => (x < 280 ? other(x, y) : scene(x, y));
    const field = await align(wide, teleOf(half, moved));
    const right = inside.filter(({ x }) => x > 330);
    expect(errorOf(field, moved, right).worst).toBeLessThan(0.1);
    expect(errorOf(field, still).worst).toBeLessThan(2);
  });
});
