import { describe, expect, test } from 'vitest';
import { cutCore, previewRegion } from '#core/inference/preview-region';

describe("a preview's region", () => {
  test.each([
    [
      { width: 4032, height: 3024 },
      { x: -5, y: 1e9 },
      { x: 0, y: 2768, width: 256, height: 256 },
    ],
    [
      { width: 4032, height: 3024 },
      { x: 1000.4, y: 700.6 },
      { x: 872, y: 573, width: 256, height: 256 },
    ],
    [
      { width: 101, height: 90 },
      { x: 50, y: 40 },
      { x: 0, y: 0, width: 100, height: 90 },
    ],
  ])('of %j around %j is %j', (photo, centre, core) => {
    const region = previewRegion(photo, centre);
    expect(region.core).toEqual(core);
    const { input } = region;
    expect([input.width % 32, input.height % 32]).toEqual([0, 0]);
    expect(core.x - input.x).toBeGreaterThanOrEqual(16);
    expect(input.x + input.width - core.x - core.width).toBe(core.x - input.x);
    expect(input.y + input.height - core.y - core.height).toBe(core.y - input.y);
  });

  test('is cut out of what the network gave, pixel by pixel', () => {
    const region = { core: { x: 3, y: 2, width: 2, height: 1 }, input: { x: 1, y: 1, width: 6, height: 4 } };
    const planes = Float32Array.from({ length: 3 * 12 * 8 }, (_, index) => index);
    const plane = 12 * 8;
    const rows = [...cutCore(planes, region)];
    const expected = [2, 3].flatMap((y) => [4, 5, 6, 7].flatMap((x) => [0, 1, 2].map((c) => c * plane + y * 12 + x)));
    expect(rows).toEqual(expected);
  });
});
