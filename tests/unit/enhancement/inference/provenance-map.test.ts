import { describe, expect, it } from 'vitest';
import { provenanceClasses, type ProvenanceClass } from '#contract/enhancement';
import { cornersOf, type Point, type Rectangle } from '#contract/geometry';
import { planTiles, type Tile } from '#core/enhancement/inference/plan-tiles';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import {
  classify,
  createProvenanceRecorder,
  type ProvenanceMap,
  type ReferenceUse,
} from '#core/enhancement/inference/provenance-map';
import { handOver } from '#core/pairs/camera/wide-camera';
import { randomCrops } from './random-crops.ts';

const nowhere = { x: 0, y: 0 };
const everywhere = cornersOf({ width: 2000, height: 2000 });

/** A share for every fine pixel of a tile; positions in upright wide pixels. */
function gateOf({ input }: Tile, share: (x: number, y: number) => number): Float32Array {
  const width = 2 * input.width;
  return Float32Array.from({ length: 2 * input.height * width }, (_, index) =>
    share(input.x + Math.floor((index % width) / 2), input.y + Math.floor(Math.floor(index / width) / 2)),
  );
}

/** In fine pixels: odd, as the network's is. */
const margin = 9;

/** The tele around a tile, a chequerboard of `detail` 8-bit levels to both sides of grey; positions in upright wide pixels. */
function referenceOf({ input }: Tile, detail: (x: number, y: number) => number): ReferenceTile {
  const [width, height] = [2 * (input.width + margin), 2 * (input.height + margin)];
  const pixels = Float32Array.from({ length: 3 * width * height }, (_, index) => {
    const [column, row] = [index % width, Math.floor(index / width) % height];
    const levels = detail(input.x + Math.floor((column - margin) / 2), input.y + Math.floor((row - margin) / 2));
    return 0.5 + (((column + row) % 2 === 0 ? 1 : -1) * levels) / 255;
  });
  const validity = new Float32Array(width * height).fill(1);
  return { pixels, validity, width, height, camera: handOver, noise: 0.01 };
}

function useOf(
  tile: Tile,
  share: (x: number, y: number) => number,
  options: { offset?: Point; detail?: (x: number, y: number) => number } = {},
): ReferenceUse {
  const { offset = nowhere, detail = () => 5 } = options;
  return { gate: gateOf(tile, share), reference: referenceOf(tile, detail), views: [{ tele: 0, offset }] };
}

const used = 0.8;
const unused = 0.01;

function onlyTile(crop: Rectangle): Tile {
  const tile = planTiles({ crop, tileSize: 256 }).rows[0]?.tiles[0];
  if (tile === undefined) throw new Error('Expected a tile');
  return tile;
}

type Tail<List extends unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never;

function mapOf(crop: Rectangle, ...use: Tail<Parameters<typeof useOf>>): ProvenanceMap {
  const recorder = createProvenanceRecorder(crop, [everywhere]);
  const tile = onlyTile(crop);
  recorder.add(tile, useOf(tile, ...use));
  return recorder.finish();
}

function namesOf(map: ProvenanceMap): (ProvenanceClass | undefined)[] {
  return [...map.classes].map((index) => provenanceClasses[index]);
}

describe('classify', () => {
  it.each([
    ['nothing was taken', { detail: 0, distance: 0, isInOverlap: true }, 'upscaled'],
    ['too little was taken to be seen', { detail: 0.24 / 255, distance: 0, isInOverlap: true }, 'upscaled'],
    ['detail came from its own place', { detail: 8 / 255, distance: 0, isInOverlap: true }, 'photographed'],
    ['detail came from within the parallax', { detail: 8 / 255, distance: 5.9, isInOverlap: true }, 'photographed'],
    [
      'detail came from where the tele did not look',
      { detail: 8 / 255, distance: 3, isInOverlap: false },
      'transferred',
    ],
    ['detail came from elsewhere', { detail: 8 / 255, distance: 6.1, isInOverlap: true }, 'transferred'],
  ] as const)('when %s', (_, evidence, name) => {
    expect(classify(evidence)).toBe(name);
  });
});

describe('createProvenanceRecorder', () => {
  it('takes blocks for upscaled that no tile spoke of, or whose tile had no reference', () => {
    const crop = { x: 3, y: 5, width: 20, height: 9 };
    const untold = createProvenanceRecorder(crop, [everywhere]).finish();
    expect(untold.shares).toEqual({ photographed: 0, transferred: 0, upscaled: expect.closeTo(1, 12) as number });
    const recorder = createProvenanceRecorder(crop, [everywhere]);
    recorder.add(onlyTile(crop), null);
    expect(recorder.finish()).toEqual(untold);
  });

  it('has blocks of 16 result pixels, also where the crop ends within one', () => {
    const map = mapOf({ x: 10, y: 20, width: 17, height: 8 }, () => used);
    expect(map).toMatchObject({ columns: 3, rows: 1, blockSize: 16 });
    expect(namesOf(map)).toEqual(['photographed', 'photographed', 'photographed']);
  });

  it('lays the evidence where it is in the crop', () => {
    const crop = { x: 100, y: 40, width: 24, height: 16 };
    const map = mapOf(crop, (x, y) => (x >= 116 && y < 48 ? used : unused));
    expect(namesOf(map)).toEqual(['upscaled', 'upscaled', 'photographed', 'upscaled', 'upscaled', 'upscaled']);
    expect(map.shares.photographed).toBeCloseTo(1 / 6, 12);
  });

  it('calls nothing photographed outside the overlap', () => {
    const crop = { x: 0, y: 0, width: 24, height: 8 };
    const recorder = createProvenanceRecorder(crop, [cornersOf({ width: 13, height: 8 })]);
    const tile = onlyTile(crop);
    recorder.add(
      tile,
      useOf(tile, () => used),
    );
    expect(namesOf(recorder.finish())).toEqual(['photographed', 'photographed', 'transferred']);
  });

  it('counts detail only where the reference has any', () => {
    const crop = { x: 0, y: 0, width: 24, height: 8 };
    const detail = (x: number): number => (x >= 12 && x < 20 ? 5 : 0);
    expect(namesOf(mapOf(crop, () => used, { detail }))).toEqual(['upscaled', 'photographed', 'photographed']);
  });

  it('weighs detail by the share of the very pixels that show it', () => {
    const crop = { x: 0, y: 0, width: 8, height: 8 };
    const detail = (x: number): number => (x < 4 ? 5 : 0);
    expect(namesOf(mapOf(crop, (x) => (x < 4 ? 0 : 1), { detail }))).toEqual(['upscaled']);
    expect(namesOf(mapOf(crop, (x) => (x < 4 ? 1 : 0), { detail }))).toEqual(['photographed']);
  });

  it('judges a block by its mean, and the last one by the part inside the crop', () => {
    const crop = { x: 0, y: 0, width: 10, height: 8 };
    // Shared out over eight columns instead of two it would be too little to be seen.
    const map = mapOf(crop, (x) => (x === 8 || x === 9 ? 0.16 : unused));
    expect(namesOf(map)).toEqual(['upscaled', 'photographed']);
  });

  it.each([
    ['16 grid pixels to the side', { x: 16, y: 0 }, 'transferred'],
    ['10 grid pixels up', { x: 0, y: -10 }, 'photographed'],
    ['10 grid pixels on both axes', { x: 10, y: 10 }, 'transferred'],
  ] as const)('measures the distance of a window moved by %s', (_, offset, name) => {
    expect(namesOf(mapOf({ x: 0, y: 0, width: 8, height: 8 }, () => used, { offset }))).toEqual([name]);
  });

  it('overwrites what a tile said when its part is laid again', () => {
    const crop = { x: 0, y: 0, width: 40, height: 40 };
    const recorder = createProvenanceRecorder(crop, [everywhere]);
    const tile = onlyTile(crop);
    recorder.add(
      tile,
      useOf(tile, () => used),
    );
    recorder.add(tile, null);
    expect(recorder.finish().shares.upscaled).toBeCloseTo(1, 12);
  });

  it('colours what came from the tele and leaves the rest clear', () => {
    const crop = { x: 0, y: 0, width: 24, height: 8 };
    const recorder = createProvenanceRecorder(crop, [cornersOf({ width: 8, height: 8 })]);
    const tile = onlyTile(crop);
    recorder.add(
      tile,
      useOf(tile, (x) => (x < 16 ? used : unused)),
    );
    const map = recorder.finish();
    const pixels = Array.from({ length: 3 }, (_, index) => map.pixels.slice(4 * index, 4 * index + 4).join());
    expect(namesOf(map)).toEqual(['photographed', 'transferred', 'upscaled']);
    expect(new Set(pixels).size).toBe(3);
    expect(map.pixels[3]).toBeGreaterThan(0);
    expect(map.pixels[7]).toBeGreaterThan(0);
    expect(map.pixels[11]).toBe(0);
  });

  it.each(randomCrops(12))('has shares that sum to one over the tiles of %j', (crop) => {
    const recorder = createProvenanceRecorder(crop, [everywhere]);
    const shares = [used, 0.4, unused];
    for (const { tiles } of planTiles({ crop, tileSize: 96 }).rows) {
      for (const tile of tiles) {
        const use = useOf(tile, (x, y) => shares[(Math.floor(x / 8) + Math.floor(y / 8)) % 3] ?? unused);
        recorder.add(tile, use);
      }
    }
    const { shares: found, classes, pixels, columns, rows } = recorder.finish();
    expect(columns).toBe(Math.ceil(crop.width / 8));
    expect(rows).toBe(Math.ceil(crop.height / 8));
    expect(classes).toHaveLength(columns * rows);
    expect(pixels).toHaveLength(4 * columns * rows);
    expect(found.photographed + found.transferred + found.upscaled).toBeCloseTo(1, 9);
    const photographed = [...classes].filter((index) => provenanceClasses[index] === 'photographed').length;
    expect(found.photographed).toBeCloseTo(photographed / classes.length, 9);
  });
});
