import { describe, expect, test } from 'vitest';
import { cropCorners, largestCrop } from '#contract/crop-geometry';
import { cutPart, previewRegion } from '#core/enhancement/preview/preview-region';

const photo = { width: 4032, height: 3024 };
const whole = (size: { width: number; height: number }) => ({ crop: { x: 0, y: 0, ...size }, straighten: 0 });

describe("a preview's region", () => {
  test.each([
    [photo, { x: -5, y: 1e9 }, { x: 0, y: 2768, width: 256, height: 256 }],
    [photo, { x: 1000.4, y: 700.6 }, { x: 872, y: 573, width: 256, height: 256 }],
    [
      { width: 101, height: 90 },
      { x: 50, y: 40 },
      { x: 0, y: 0, width: 101, height: 90 },
    ],
  ])('of %j around %j is %j', (size, centre, core) => {
    const region = previewRegion(size, centre, whole(size));
    expect(region.core).toEqual(core);
    expect(region.part).toEqual(core);
    expectSurroundings(region);
  });

  test.each([
    ['left of it', { x: 0, y: 1000 }, { x: 500, y: 872, width: 256, height: 256 }],
    ['below it', { x: 1000, y: 3000 }, { x: 872, y: 1244, width: 256, height: 256 }],
  ])('stays inside the crop for a click %s', (_, centre, core) => {
    const crop = { x: 500, y: 600, width: 800, height: 900 };
    expect(previewRegion(photo, centre, { crop, straighten: 0 }).core).toEqual(core);
  });

  test('is the whole of a crop that is smaller, odd lengths too', () => {
    const crop = { x: 501, y: 600, width: 77, height: 300 };
    const region = previewRegion(photo, { x: 0, y: 0 }, { crop, straighten: 0 });
    expect(region.core).toEqual({ x: 501, y: 600, width: 77, height: 256 });
    expectSurroundings(region);
  });

  test.each([7, -7, 45, -20])(
    'of a photo turned by %d degrees has all that the spot is turned from, and one size',
    (straighten) => {
      const crop = largestCrop(photo, straighten);
      const sizes = new Set<string>();
      for (const share of [0, 0.123, 0.5, 0.77, 1]) {
        const centre = { x: crop.x + share * crop.width, y: crop.y + share * crop.height };
        const region = previewRegion(photo, centre, { crop, straighten });
        const { core, part, input } = region;
        expect(core).toMatchObject({ width: 256, height: 256 });
        expect([core.x >= crop.x, core.y >= crop.y]).toEqual([true, true]);
        expect(core.x + core.width).toBeLessThanOrEqual(crop.x + crop.width);
        expect(core.y + core.height).toBeLessThanOrEqual(crop.y + crop.height);
        for (const corner of cropCorners(photo, core, straighten)) {
          expect(corner.x - part.x).toBeGreaterThanOrEqual(Math.min(2, corner.x));
          expect(part.x + part.width - corner.x).toBeGreaterThanOrEqual(Math.min(2, photo.width - corner.x));
          expect(corner.y - part.y).toBeGreaterThanOrEqual(Math.min(2, corner.y));
          expect(part.y + part.height - corner.y).toBeGreaterThanOrEqual(Math.min(2, photo.height - corner.y));
        }
        expectSurroundings(region);
        sizes.add(`${input.width}x${input.height}`);
      }
      // The network is opened for one size of input, which a click should not wait for.
      expect([...sizes]).toHaveLength(1);
    },
  );

  test('is cut out of what the network gave, pixel by pixel', () => {
    const part = { x: 3, y: 2, width: 2, height: 1 };
    const region = { core: part, part, input: { x: 1, y: 1, width: 6, height: 4 } };
    const planes = Float32Array.from({ length: 3 * 12 * 8 }, (_, index) => index);
    const plane = 12 * 8;
    const rows = [...cutPart(planes, region)];
    const expected = [2, 3].flatMap((y) => [4, 5, 6, 7].flatMap((x) => [0, 1, 2].map((c) => c * plane + y * 12 + x)));
    expect(rows).toEqual(expected);
  });
});

/** The network sees the part and at least 12 pixels around it, in steps of 8. */
function expectSurroundings({ part, input }: ReturnType<typeof previewRegion>): void {
  expect([input.width % 8, input.height % 8]).toEqual([0, 0]);
  const [left, top] = [part.x - input.x, part.y - input.y];
  expect(Math.min(left, top)).toBeGreaterThanOrEqual(12);
  expect(input.width - left - part.width - left).toBeOneOf([0, 1]);
  expect(input.height - top - part.height - top).toBeOneOf([0, 1]);
}
