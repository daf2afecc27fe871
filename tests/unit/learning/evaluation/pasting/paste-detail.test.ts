import { describe, expect, it } from 'vitest';
import type { Plane } from '#native-models/planes';
import { lumaOfColours, pasteDetail, type Colours } from '#core/learning/evaluation/pasting/pasted-results';
import type { RegisteredTele } from '#core/learning/evaluation/pasting/registered-tele';
import { bandOf, halved, smoothed, smoothedWhereKnown } from '#core/learning/evaluation/pasting/smooth-plane';
import { createRandom } from '#native-models/random';

const size = { width: 96, height: 80 };

function plane(value: (x: number, y: number) => number): Plane {
  const values = Float32Array.from({ length: size.width * size.height }, (_, index) =>
    value(index % size.width, Math.floor(index / size.width)),
  );
  return { ...size, data: values };
}

const random = createRandom(4);
const scene = plane(() => 0.3 + 0.4 * random.next());
const everywhere = plane(() => 1);
const grey = (one: Plane): Colours => [one, one, one];
const teleOf = (one: Plane, known = everywhere): RegisteredTele => {
  return { place: { x: 0, y: 0, width: 48, height: 40 }, colours: grey(one), known };
};
const largestError = (one: Plane, other: Plane, margin = 0): number =>
  one.data.reduce((largest, value, index) => {
    const [x, y] = [index % size.width, Math.floor(index / size.width)];
    const isInside = x >= margin && y >= margin && x < size.width - margin && y < size.height - margin;
    return isInside ? Math.max(largest, Math.abs(value - (other.data[index] ?? 0))) : largest;
  }, 0);

describe('smooth-plane', () => {
  it('splits a plane into bands that add up to it, and keeps what is even', () => {
    const [fine, middle, rest] = [bandOf(scene, 0, 1), bandOf(scene, 1, 3), smoothed(scene, 3)];
    const sum = plane(() => 0);
    for (const part of [fine, middle, rest])
      part.data.forEach((value, at) => (sum.data[at] = (sum.data[at] ?? 0) + value));
    expect(largestError(sum, scene)).toBeLessThan(1e-5);
    expect(largestError(smoothed(everywhere, 4), everywhere)).toBeLessThan(1e-5);
  });

  it('blurs by what is known alone', () => {
    const known = plane((x) => (x < 40 ? 1 : 0));
    const half = plane((x) => (x < 40 ? 0.5 : 9));
    expect(smoothedWhereKnown(half, known, 3).data[30 * size.width + 39]).toBeCloseTo(0.5, 2);
  });

  it('halves by means of 2x2', () => {
    const corner = halved(plane((x, y) => (x < 2 && y < 2 ? x + 2 * y : 0)));
    expect([corner.width, corner.height, corner.data[0], corner.data[1]]).toEqual([48, 40, 1.5, 0]);
  });
});

describe('pasteDetail', () => {
  const soft = smoothed(scene, 1.5);

  it('leaves the picture where the tele has no pixels', () => {
    const known = plane((x) => (x < 40 ? 0 : 1));
    const [red] = pasteDetail(grey(soft), teleOf(scene, known), 2);
    const untouched = red.data.every((value, at) => at % size.width >= 40 || value === soft.data[at]);
    expect(untouched).toBe(true);
  });

  it("gives the tele's detail back and the picture's own tone below the hand-over", () => {
    const brighter = plane((x, y) => (scene.data[y * size.width + x] ?? 0) + 0.2);
    const [red] = pasteDetail(grey(soft), teleOf(brighter), 2);
    expect(largestError(smoothed(red, 6), smoothed(soft, 6))).toBeLessThan(0.02);
    const detail = bandOf(red, 0, 1).data;
    const wanted = bandOf(scene, 0, 1).data;
    const product = detail.reduce((sum, value, at) => sum + value * (wanted[at] ?? 0), 0);
    expect(product / wanted.reduce((sum, value) => sum + value ** 2, 0)).toBeGreaterThan(0.55);
  });

  it("brings the tele's contrast to the picture's, within limits", () => {
    const waves = plane((x, y) => 0.5 + 0.2 * Math.sin(x / 4) * Math.cos(y / 4));
    const flatter = plane((x, y) => 0.5 + 0.16 * Math.sin(x / 4) * Math.cos(y / 4));
    const [red] = pasteDetail(grey(waves), teleOf(flatter), 2);
    expect(largestError(red, waves, 24)).toBeLessThan(0.012);
  });

  it('has the luma of every other figure', () => {
    expect(lumaOfColours(grey(everywhere)).data[0]).toBeCloseTo(235, 3);
  });
});
