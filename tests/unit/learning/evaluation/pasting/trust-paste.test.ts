import { describe, expect, it } from 'vitest';
import type { Plane } from '#native-models/planes';
import { fitView, withoutTone } from '#core/learning/evaluation/pasting/fit-view';
import { halved, smoothed } from '#core/learning/evaluation/pasting/smooth-plane';
import { trustPaste } from '#core/learning/evaluation/pasting/trust-paste';
import { createRandom } from '#native-models/random';

const size = { width: 160, height: 128 };
const random = createRandom(7);

function plane(value: (x: number, y: number) => number, { width, height } = size): Plane {
  const values = Float32Array.from({ length: width * height }, (_, index) =>
    value(index % width, Math.floor(index / width)),
  );
  return { width, height, data: values };
}

const noise = plane(() => 255 * random.next());
const scene = smoothed(noise, 1);
const everywhere = plane(() => 1);
const small = { width: 80, height: 64 };

describe('fitView', () => {
  it('says nothing of too little', () => {
    const few = plane((x) => (x < 8 ? 1 : 0), small);
    expect(fitView(halved(scene), halved(scene), few)).toBeNull();
  });

  it('finds a blur that it was not told, and the noise that the blur does not explain', () => {
    const shrunk = halved(scene);
    const blurred = smoothed(shrunk, 0.9);
    const wide = plane((x, y) => (blurred.data[y * 80 + x] ?? 0) + 1.5 * random.normal(), small);
    const view = fitView(
      wide,
      shrunk,
      plane(() => 1, small),
    );
    const seen = view?.see(shrunk).data ?? [];
    const wanted = withoutTone(blurred).data;
    const error = wanted.reduce((sum, value, at) => sum + (value - (seen[at] ?? 0)) ** 2, 0) / wanted.length;
    expect(Math.sqrt(error)).toBeLessThan(0.7);
    expect(view?.noise).toBeGreaterThan(1.2);
    expect(view?.noise).toBeLessThan(1.8);
  });
});

describe('trustPaste', () => {
  const wide = smoothed(halved(scene), 0.8);
  const at = (trust: Plane, x: number, y: number): number => trust.data[y * trust.width + x] ?? NaN;

  it('trusts nothing where nothing is known', () => {
    const none = plane(() => 0);
    expect(trustPaste(wide, scene, none).data.some((value) => value > 0)).toBe(false);
  });

  it('trusts what the wide confirms, and fades out over 16 pixels before the tele ends', () => {
    const known = plane((x) => (x < 120 ? 1 : 0));
    const trust = trustPaste(wide, scene, known);
    expect(at(trust, 60, 60)).toBeGreaterThan(0.9);
    expect(at(trust, 112, 60)).toBeLessThan(0.6);
    expect(at(trust, 125, 60)).toBe(0);
  });

  it('distrusts a place that shows something else, and not its surroundings', () => {
    const other = smoothed(
      plane(() => 255 * random.next()),
      1,
    );
    const replaced = plane((x, y) => (Math.hypot(x - 80, y - 64) < 24 ? other : scene).data[y * size.width + x] ?? 0);
    const trust = trustPaste(wide, replaced, everywhere);
    expect(at(trust, 80, 64)).toBeLessThan(0.1);
    expect(at(trust, 24, 64)).toBeGreaterThan(0.9);
  });
});
