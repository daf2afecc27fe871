import { describe, expect, it } from 'vitest';
import { zoomHintOf } from '#core/pairs/registering/zoom-hint';

function lens(focalLength35: number | null): Parameters<typeof zoomHintOf>[0] {
  const unknown = {
    make: null,
    model: null,
    lens: null,
    focalLength: null,
    digitalZoom: null,
    exposureSeconds: null,
    iso: null,
    capturedAt: null,
  };
  return { camera: { ...unknown, focalLength35 } };
}

describe('zoomHintOf', () => {
  it.each([
    [null, 52],
    [26, null],
    [0, 52],
    [26, 26],
    [26, 28],
    [1, 600],
  ])('has none for %s mm and %s mm', (wide, tele) => {
    expect(zoomHintOf(lens(wide), lens(tele))).toBeNull();
  });

  it('is the ratio of the focal lengths, below 1 for swapped photos', () => {
    expect(zoomHintOf(lens(26), lens(52))).toBe(2);
    expect(zoomHintOf(lens(52), lens(26))).toBe(0.5);
  });
});
