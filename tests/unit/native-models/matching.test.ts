import { describe, expect, it } from 'vitest';
import { input } from '#native-models/graph/expression';
import { matchPatches, chunkBytes } from '#native-models/layers/feature-matching';
import { refineMatches } from '#native-models/layers/sub-pixel-refinement';
import { at, evaluate, filled, largestDifference, randomValues, tabulate, type Values } from './support/run-graph.ts';

const clamp = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));

function mirror(index: number, size: number): number {
  if (index < 0) return -index;
  return index >= size ? 2 * size - 2 - index : index;
}

/** The 3x3 patch around a cell, the border mirrored, as a unit vector. */
function patchAt(features: Values, b: number, y: number, x: number): number[] {
  const [, channels = 0, height = 0, width = 0] = features.shape;
  const patch: number[] = [];
  for (let c = 0; c < channels; c += 1)
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) patch.push(at(features, b, c, mirror(y + dy, height), mirror(x + dx, width)));
  const length = Math.hypot(...patch);
  return patch.map((value) => value / length);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? NaN), 0);
}

interface Geometry {
  block: number;
  margin: number;
}

/** Eq. 1 by looking at every query and every key of its window. */
function matchOneByOne(
  queries: Values,
  keys: Values,
  isValid: (b: number, y: number, x: number) => boolean,
  { block, margin }: Geometry,
): Record<'rows' | 'columns' | 'confidence', Values> {
  const [batch = 0, , height = 0, width = 0] = queries.shape;
  const [, , keyHeight = 0, keyWidth = 0] = keys.shape;
  const patches = Array.from({ length: batch * keyHeight * keyWidth }, (_, index) =>
    patchAt(
      keys,
      Math.floor(index / (keyHeight * keyWidth)),
      Math.floor(index / keyWidth) % keyHeight,
      index % keyWidth,
    ),
  );
  const best = tabulate([batch, 3, height, width], () => 0);
  for (let b = 0; b < batch; b += 1)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const patch = patchAt(queries, b, y, x);
        const [top, left] = [Math.floor(y / block) * block, Math.floor(x / block) * block];
        let found = { row: -1, column: -1, cosine: -Infinity };
        for (let row = top; row < top + block + 2 * margin; row += 1)
          for (let column = left; column < left + block + 2 * margin; column += 1) {
            if (!isValid(b, row, column)) continue;
            const cosine = dot(patch, patches[(b * keyHeight + row) * keyWidth + column] ?? []);
            if (cosine > found.cosine) found = { row, column, cosine };
          }
        [found.row, found.column, found.cosine].forEach((value, channel) => {
          best.data[((b * 3 + channel) * height + y) * width + x] = value;
        });
      }
  const plane = (channel: number): Values =>
    tabulate([batch, 1, height, width], ([b = 0, , y = 0, x = 0]) => at(best, b, channel, y, x));
  return { rows: plane(0), columns: plane(1), confidence: plane(2) };
}

describe('matchPatches', () => {
  const expressionsFor = (batch: number, features: number, height: number, width: number, geometry: Geometry) => {
    const grown = [height + 2 * geometry.margin, width + 2 * geometry.margin] as const;
    const shapes = {
      queries: [batch, features, height, width],
      keys: [batch, features, ...grown],
      validity: [batch, 1, ...grown],
    };
    const matches = matchPatches(
      input('queries', shapes.queries),
      input('keys', shapes.keys),
      input('validity', shapes.validity),
      geometry,
    );
    return {
      shapes,
      matches,
      outputs: { rows: matches.rows, columns: matches.columns, confidence: matches.confidence },
    };
  };

  it('finds what looking at every key finds, in a batch', async () => {
    const geometry = { block: 4, margin: 2 };
    const { shapes, outputs } = expressionsFor(2, 3, 8, 12, geometry);
    const [queries, keys] = [randomValues(1, shapes.queries), randomValues(2, shapes.keys)];
    const found = await evaluate(outputs, { queries, keys, validity: filled(1, shapes.validity) });
    const expected = matchOneByOne(queries, keys, () => true, geometry);
    expect(largestDifference(found.rows, expected.rows)).toBe(0);
    expect(largestDifference(found.columns, expected.columns)).toBe(0);
    expect(largestDifference(found.confidence, expected.confidence)).toBeLessThan(1e-6);
  });

  it('does so across chunks of blocks, none of them above the limit', async () => {
    const geometry = { block: 16, margin: 6 };
    const { shapes, matches, outputs } = expressionsFor(1, 1, 80, 144, geometry);
    expect(matches.similarity.map(({ shape }) => shape[0])).toEqual([36, 9]);
    for (const { shape } of matches.similarity)
      expect(shape.reduce((product, size) => product * size, 4)).toBeLessThanOrEqual(chunkBytes);
    const [queries, keys] = [randomValues(3, shapes.queries), randomValues(4, shapes.keys)];
    const found = await evaluate(outputs, { queries, keys, validity: filled(1, shapes.validity) });
    const expected = matchOneByOne(queries, keys, () => true, geometry);
    expect(largestDifference(found.confidence, expected.confidence)).toBeLessThan(1e-6);
    expect(largestDifference(found.rows, expected.rows)).toBe(0);
    expect(largestDifference(found.columns, expected.columns)).toBe(0);
  });

  it('never chooses an invalid key while a valid one is in the window, even a perfect one', async () => {
    const geometry = { block: 4, margin: 2 };
    const { shapes, outputs } = expressionsFor(1, 2, 4, 4, geometry);
    const keys = randomValues(5, shapes.keys);
    const queries = tabulate(shapes.queries, ([, c = 0, y = 0, x = 0]) => at(keys, 0, c, y + 2, x + 2));
    const isValid = (_: number, y: number, x: number): boolean => y === 0 && x > 3;
    const validity = tabulate(shapes.validity, ([b = 0, , y = 0, x = 0]) => Number(isValid(b, y, x)));
    const found = await evaluate(outputs, { queries, keys, validity });
    const expected = matchOneByOne(queries, keys, isValid, geometry);
    expect(largestDifference(found.rows, expected.rows)).toBe(0);
    expect(largestDifference(found.columns, expected.columns)).toBe(0);
    expect(largestDifference(found.confidence, expected.confidence)).toBeLessThan(1e-6);
  });

  it('gives a flat picture a confidence, not NaN', async () => {
    const { shapes, outputs } = expressionsFor(1, 2, 4, 4, { block: 4, margin: 2 });
    const feeds = {
      queries: filled(0, shapes.queries),
      keys: filled(0, shapes.keys),
      validity: filled(1, shapes.validity),
    };
    const { confidence } = await evaluate(outputs, feeds);
    expect(confidence?.data.every((value) => value === 0)).toBe(true);
  });
});

describe('refineMatches', () => {
  const [queries, keys] = [randomValues(6, [2, 3, 6, 8]), randomValues(7, [2, 3, 10, 12])];
  const rows = tabulate([2, 1, 3, 4], ([b = 0, , y = 0, x = 0]) => (3 * y + x + b) % 5);
  const columns = tabulate([2, 1, 3, 4], ([b = 0, , y = 0, x = 0]) => (2 * x + y + 3 * b) % 6);
  const sharpness = 7;

  const cosineAt = (b: number, y: number, x: number, offsetY: number, offsetX: number): number => {
    const keyY = clamp(2 * at(rows, b, 0, Math.floor(y / 2), Math.floor(x / 2)) + (y % 2) + offsetY, 10);
    const keyX = clamp(2 * at(columns, b, 0, Math.floor(y / 2), Math.floor(x / 2)) + (x % 2) + offsetX, 12);
    const query = [0, 1, 2].map((c) => at(queries, b, c, y, x));
    const key = [0, 1, 2].map((c) => at(keys, b, c, keyY, keyX));
    return dot(query, key) / (Math.hypot(...query) * Math.hypot(...key));
  };
  const averaged = (b: number, y: number, x: number, offsetY: number, offsetX: number): number => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) sum += cosineAt(b, clamp(y + dy, 6), clamp(x + dx, 8), offsetY, offsetX);
    return sum / 9;
  };
  const offsets = [-2, -1, 0, 1, 2].flatMap((y) => [-2, -1, 0, 1, 2].map((x) => [x, y] as const));

  it('is the soft argmax of the averaged cosines of 5x5 keys', async () => {
    const matches = { rows: input('rows', rows.shape), columns: input('columns', columns.shape) };
    const { offset, confidence } = refineMatches(
      'sharpness',
      input('queries', queries.shape),
      input('keys', keys.shape),
      matches,
    );
    const weights = new Map([['sharpness', { shape: [], data: Float32Array.of(-sharpness) }]]);
    const found = await evaluate({ offset, confidence }, { queries, keys, rows, columns }, weights);

    const cosines = (b: number, y: number, x: number): number[] => offsets.map(([ox, oy]) => averaged(b, y, x, oy, ox));
    const expectedOffset = tabulate([2, 2, 6, 8], ([b = 0, axis = 0, y = 0, x = 0]) => {
      const exponentials = cosines(b, y, x).map((cosine) => Math.exp(cosine * sharpness));
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      return exponentials.reduce((sum, value, index) => sum + (value / total) * (offsets[index]?.[axis] ?? NaN), 0);
    });
    const expectedConfidence = tabulate([2, 1, 6, 8], ([b = 0, , y = 0, x = 0]) => Math.max(...cosines(b, y, x)));
    expect(largestDifference(found.offset, expectedOffset)).toBeLessThan(1e-5);
    expect(largestDifference(found.confidence, expectedConfidence)).toBeLessThan(1e-6);
  });
});
