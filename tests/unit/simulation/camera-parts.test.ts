import { describe, expect, it } from 'vitest';
import { sharpen } from '#native-models/simulation/camera/sharpening';
import { createPlanarImage, planeOf } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/random';
import { filterByTaps, filterPlane } from '#native-models/simulation/camera/filter-plane';
import { gaussianTaps, lensFilters } from '#native-models/simulation/camera/lens-shape';
import { decodeLight, encodeLight } from '#native-models/simulation/camera/light';
import { addSensorNoise } from '#native-models/simulation/camera/sensor-noise';
import { combined, createHalving, shrinkTaps } from '#native-models/simulation/camera/wide-cameras';

const side = 81;
const centre = 40;

describe('light', () => {
  it('follows the sRGB curve both ways', () => {
    const values = Float32Array.from([0, 0.02, 0.2, 0.5, 0.9, 1]);
    const light = values.slice();
    decodeLight(light);
    expect(light[3]).toBeCloseTo(((0.5 + 0.055) / 1.055) ** 2.4, 5);
    expect(light[1]).toBeCloseTo(0.02 / 12.92, 5);
    encodeLight(light);
    for (const [at, value] of values.entries()) expect(light[at]).toBeCloseTo(value, 3);
  });

  it('clips what is no colour', () => {
    const values = Float32Array.from([-0.5, 1.5]);
    encodeLight(values);
    expect([...values]).toEqual([0, 1]);
  });
});

describe('a lens', () => {
  it.each([
    { along: 2.4, across: 0.8, angle: 0.4 },
    { along: 0.7, across: 2, angle: 1.2 },
    { along: 1.5, across: 1.2, angle: 2.5 },
  ])('spreads a point by its deviations along its own axes: $along, $across at $angle', (shape) => {
    const [straight, slanted] = lensFilters(shape);
    const point = new Float32Array(side * side);
    const between = new Float32Array(side * side);
    const spot = new Float32Array(side * side);
    point[centre * side + centre] = 1;
    filterByTaps(point, side, straight, between);
    filterByTaps(between, side, slanted, spot);
    const [cosine, sine] = [Math.cos(shape.angle), Math.sin(shape.angle)];
    let [sum, along, across, mixed] = [0, 0, 0, 0];
    spot.forEach((value, at) => {
      const [x, y] = [(at % side) - centre, Math.floor(at / side) - centre];
      const [u, v] = [cosine * x + sine * y, cosine * y - sine * x];
      sum += value;
      along += value * u * u;
      across += value * v * v;
      mixed += value * u * v;
    });
    expect(sum).toBeCloseTo(1, 5);
    // Cut off at three deviations, a Gaussian has lost 3 % of its variance.
    expect(along / shape.along ** 2).toBeGreaterThan(0.93);
    expect(along / shape.along ** 2).toBeLessThan(1.02);
    expect(across / shape.across ** 2).toBeGreaterThan(0.93);
    expect(across / shape.across ** 2).toBeLessThan(1.05);
    expect(Math.abs(mixed)).toBeLessThan(0.06);
  });

  it('repeats the border outwards', () => {
    const flat = new Float32Array(20 * 20).fill(0.4);
    const target = new Float32Array(20 * 20);
    const [straight, slanted] = lensFilters({ along: 2, across: 1, angle: 0.7 });
    filterByTaps(flat, 20, straight, target);
    filterByTaps(target.slice(), 20, slanted, target);
    for (const value of target) expect(value).toBeCloseTo(0.4, 5);
  });
});

describe('a lens, pixels and sharpening together', () => {
  it('reaches what was measured of a real phone: a deviation of 2 and dark halos of half the sum', () => {
    // Four pictures of a point, one for each of its places under a wide pixel, make the response on the 2x grid.
    const response = new Float32Array(side * side);
    const filter = createHalving(
      combined(
        gaussianTaps(2.2).map(({ weight }) => weight),
        shrinkTaps.area,
      ),
      0,
      side >> 1,
    );
    const inside = { ...filter, places: filter.places.map((place) => Math.min(side - 1, Math.max(0, place))) };
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const point = new Float32Array(side * side);
      point[(centre + y) * side + centre + x] = 1;
      const photo = createPlanarImage(side >> 1, side >> 1);
      for (let channel = 0; channel < 3; channel++) filterPlane(point, side, inside, inside, planeOf(photo, channel));
      sharpen(photo, { amount: 1.5, sigma: 1.75, chromaSigma: 0 });
      planeOf(photo, 0).forEach((value, at) => {
        const [column, row] = [at % photo.width, Math.floor(at / photo.width)];
        const [right, down] = [centre + x - 2 * column + centre, centre + y - 2 * row + centre];
        if (right >= 0 && down >= 0 && right < side && down < side) response[down * side + right] = value;
      });
    }
    const sum = response.reduce((total, value) => total + value, 0);
    const dark = response.reduce((total, value) => total - Math.min(0, value), 0);
    expect(sum).toBeCloseTo(1, 1);
    expect(dark / sum).toBeGreaterThan(0.35);
    expect(dark / sum).toBeLessThan(0.75);
    const bright = response.map((value) => Math.max(0, value));
    const total = bright.reduce((all, value) => all + value, 0);
    const centreX = bright.reduce((all, value, at) => all + value * (at % side), 0) / total;
    const spread = bright.reduce((all, value, at) => all + value * ((at % side) - centreX) ** 2, 0) / total;
    expect(Math.sqrt(spread)).toBeGreaterThan(1.5);
    expect(Math.sqrt(spread)).toBeLessThan(2.4);
  });
});

describe('sensor noise', () => {
  const noiseAt = (level: number, shot: number, read: number) => {
    const light = createPlanarImage(160, 160);
    light.data.fill(level);
    addSensorNoise(light, { shot, read }, createRandom(5));
    return [0, 1, 2].map((channel) => planeOf(light, channel).map((value) => value - level));
  };
  const variance = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value * value, 0) / values.length;

  it('leaves light alone without noise', () => {
    for (const plane of noiseAt(0.3, 0, 0)) expect(plane.every((value) => Math.abs(value) < 1e-7)).toBe(true);
  });

  it('grows with the signal as shot noise does, on a floor of read noise', () => {
    const [shot, read] = [0.0004, 0.004];
    const ownGreen = (level: number): Float32Array =>
      (noiseAt(level, shot, read)[1] ?? new Float32Array()).filter(
        (_, at) => ((at % 160) + Math.floor(at / 160)) % 2 === 1,
      );
    for (const level of [0, 0.1, 0.8]) {
      const ratio = variance(ownGreen(level)) / (shot * level + read * read);
      expect(ratio).toBeGreaterThan(0.94);
      expect(ratio).toBeLessThan(1.06);
    }
  });

  it('is alike in neighbours and in colours', () => {
    const [red = new Float32Array(), green = new Float32Array()] = noiseAt(0.5, 0, 0.02);
    const product = (one: Float32Array, other: Float32Array, step: number): number =>
      one.subarray(step).reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0) / one.length;
    expect(product(red, red, 1) / variance(red)).toBeGreaterThan(0.25);
    expect(product(red, green, 0) / Math.sqrt(variance(red) * variance(green))).toBeGreaterThan(0.2);
    expect(Math.abs(product(red, red, 13) / variance(red))).toBeLessThan(0.03);
  });
});
