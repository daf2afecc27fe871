import { expect, test } from 'vitest';
import { cornersOf, type Point } from '#contract/geometry';
import { placeOfNextPhoto } from '#contract/next-photo';

/** Stripes where `isBusy`, else grey. */
function picture(isBusy: (x: number, y: number) => boolean) {
  const [width, height] = [120, 90];
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return isBusy(x, y) ? 255 * (x % 2) : 128;
  });
  return { width, height, data };
}

function outlineAt(x: number, y: number): Point[] {
  return cornersOf({ width: 30, height: 24 }).map((corner) => ({ x: corner.x + x, y: corner.y + y }));
}

test('nowhere where nothing is to be seen, or where all of it was photographed', () => {
  const flat = picture(() => false);
  expect(placeOfNextPhoto(flat, [outlineAt(0, 0)])).toBeNull();
  const left = picture((x) => x < 60);
  expect(placeOfNextPhoto(left, [cornersOf({ width: 70, height: 90 })])).toBeNull();
});

test('where most detail is that nobody looked at, as large as the others', () => {
  const left = picture((x) => x < 60);
  expect(placeOfNextPhoto(left, [])).toMatchObject({ width: 40, height: 30 });
  const next = placeOfNextPhoto(left, [outlineAt(0, 0), outlineAt(0, 24), outlineAt(0, 48), outlineAt(30, 0)]);
  expect(next).toMatchObject({ width: 30, height: 24 });
  expect(next?.x).toBeGreaterThanOrEqual(27);
  expect(next?.x).toBeLessThanOrEqual(33);
  expect(next?.y).toBeGreaterThanOrEqual(24);
});
