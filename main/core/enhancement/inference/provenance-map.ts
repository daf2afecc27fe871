import { provenanceClasses, type ProvenanceClass, type ProvenanceShares } from '#contract/enhancement';
import {
  applyHomography,
  isInsidePolygon,
  type Homography,
  type Point,
  type Rectangle,
  type Size,
} from '#contract/geometry';
import { coreStep, type Tile } from './plan-tiles.ts';
import type { ReferenceTile } from './prepare-reference.ts';
import type { TeleView } from './references.ts';

/** Where each block of the result got its detail. */
export interface ProvenanceMap {
  columns: number;
  rows: number;
  /** Width and height of a block in pixels of the result. */
  blockSize: number;
  /** One index into `provenanceClasses` per block, row by row. */
  classes: Uint8Array;
  /** The same as a picture of one RGBA pixel per block, to be laid over the result. */
  pixels: Uint8Array;
  shares: ProvenanceShares;
  /** The tele that a block has its detail from, counted from 1, block by block; 0 where it is upscaled. */
  teles: Uint8Array;
}

export interface ProvenanceRecorder {
  /**
   * Notes what a tile's core got; null is nothing. A tile laid again overwrites what it noted before; blocks never noted
   * are upscaled.
   */
  add(tile: Tile, use: ReferenceUse | null): void;
  finish(): ProvenanceMap;
}

/** What a tile was given from the teles, and what the network made of it. */
export interface ReferenceUse {
  reference: ReferenceTile;
  /** Where each tele's window lies against the tile's own place, in pixels of the 2x grid; `rulers` of the reference count these. */
  views: readonly Pick<TeleView, 'tele' | 'offset'>[];
  /** [2 height, 2 width] of the tile: which share of each pixel is the reference's. */
  gate: Float32Array;
}

/** What is known of one block, as means over its pixels. */
export interface BlockEvidence {
  /** Mean over its pixels of gate times the reference's fine detail: |pixel - mean of its 2x2 pixels|, of a range of 0..1. */
  detail: number;
  /** Distance of the reference's window from the registered place, in wide pixels. */
  distance: number;
  /** Whether the block's middle lies where the tele looked. */
  isInOverlap: boolean;
}

/** `overlaps` are where the teles lie in the wide, convex polygons in wide pixels. */
export function createProvenanceRecorder(crop: Rectangle, overlaps: readonly (readonly Point[])[]): ProvenanceRecorder {
  const columns = Math.ceil(crop.width / coreStep);
  const rows = Math.ceil(crop.height / coreStep);
  const classes = new Uint8Array(columns * rows).fill(indexOf('upscaled'));
  const teles = new Uint8Array(columns * rows);

  return {
    add(tile, use) {
      const { core } = tile;
      for (let y = core.y; y < core.y + core.height; y += coreStep) {
        for (let x = core.x; x < core.x + core.width; x += coreStep) {
          const block = {
            x,
            y,
            width: Math.min(coreStep, core.x + core.width - x),
            height: Math.min(coreStep, core.y + core.height - y),
          };
          const index = ((y - crop.y) / coreStep) * columns + (x - crop.x) / coreStep;
          const seen = use === null ? upscaled : look(tile, block, use, overlaps);
          classes[index] = indexOf(seen.name);
          teles[index] = seen.tele;
        }
      }
    },
    finish: () => mapOf(columns, rows, classes, teles),
  };
}

/** The map of a picture of `size` that was cut out of another one: each block is what lies under its middle. `toSource` leads from its pixels to the other's. */
export function turnProvenance(map: ProvenanceMap, size: Size, toSource: Homography): ProvenanceMap {
  const { blockSize } = map;
  const [columns, rows] = [Math.ceil(size.width / blockSize), Math.ceil(size.height / blockSize)];
  const places = Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const middle = { x: (column + 0.5) * blockSize, y: (row + 0.5) * blockSize };
    const { x, y } = applyHomography(toSource, middle);
    const place = (value: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor(value / blockSize)));
    return place(y, map.rows) * map.columns + place(x, map.columns);
  });
  const classes = Uint8Array.from(places, (place) => map.classes[place] ?? indexOf('upscaled'));
  const teles = Uint8Array.from(places, (place) => map.teles[place] ?? 0);
  return mapOf(columns, rows, classes, teles);
}

/** The map of a second pass over a first one's result: what the second one upscaled has its detail from the first, where that has any. `toFirst` leads from its pixels to the first one's. */
export function joinProvenance(second: ProvenanceMap, first: ProvenanceMap, toFirst: Homography): ProvenanceMap {
  const { columns, rows, blockSize } = second;
  const before = turnProvenance(first, { width: columns * blockSize, height: rows * blockSize }, toFirst);
  const isUpscaled = (block: number): boolean => second.classes[block] === indexOf('upscaled');
  const classes = second.classes.map((name, block) => (isUpscaled(block) ? (before.classes[block] ?? name) : name));
  const teles = second.teles.map((tele, block) => (isUpscaled(block) ? (before.teles[block] ?? tele) : tele));
  return mapOf(columns, rows, classes, teles);
}

/** The share of the picture that has its detail from each of `count` teles, 0 to 1. */
export function sharesOfTeles({ teles }: ProvenanceMap, count: number): number[] {
  const shares = Array.from({ length: count }, () => 0);
  for (const tele of teles) if (tele > 0) shares[tele - 1] = (shares[tele - 1] ?? 0) + 1 / teles.length;
  return shares;
}

function mapOf(columns: number, rows: number, classes: Uint8Array, teles: Uint8Array): ProvenanceMap {
  return {
    columns,
    rows,
    blockSize: 2 * coreStep,
    classes,
    pixels: Uint8Array.from([...classes].flatMap((index) => colours[provenanceClasses[index] ?? 'upscaled'])),
    shares: sharesOf(classes),
    teles,
  };
}

const upscaled = { name: 'upscaled', tele: 0 } as const;

/** What a block of a tile is, and of which tele. */
function look(
  tile: Tile,
  block: Rectangle,
  use: ReferenceUse,
  overlaps: readonly (readonly Point[])[],
): { name: ProvenanceClass; tele: number } {
  const { reference, views } = use;
  const margin = (reference.width - 2 * tile.input.width) / 2;
  const column = 2 * (block.x - tile.input.x) + block.width + margin;
  const row = 2 * (block.y - tile.input.y) + block.height + margin;
  const view = views[reference.rulers?.[row * reference.width + column] ?? 0] ?? views[0];
  if (view === undefined) return upscaled;
  const middle = { x: block.x + block.width / 2, y: block.y + block.height / 2 };
  const isInOverlap = isInsidePolygon(overlaps[view.tele] ?? [], middle);
  const distance = Math.hypot(view.offset.x / 2, view.offset.y / 2);
  const name = classify({ detail: detailIn(tile, block, use), distance, isInOverlap });
  return name === 'upscaled' ? upscaled : { name, tele: view.tele + 1 };
}

/** Which class a block belongs to. */
export function classify({ detail, distance, isInOverlap }: BlockEvidence): ProvenanceClass {
  if (detail < smallestUse) return 'upscaled';
  return isInOverlap && distance <= registeredWithin ? 'photographed' : 'transferred';
}

/** Below a quarter of an 8-bit level the reference's detail cannot be seen. */
const smallestUse = 0.25 / 255;
/** In wide pixels; parallax of a scene that one homography describes well stays below, like details at another place do not. */
const registeredWithin = 6;

/** Blue and orange of Okabe and Ito's palette, which colour-blind people tell apart, and clear. */
const colours: Record<ProvenanceClass, readonly [number, number, number, number]> = {
  photographed: [0x00, 0x72, 0xb2, 0xa0],
  transferred: [0xe6, 0x9f, 0x00, 0xa0],
  upscaled: [0, 0, 0, 0],
};

function indexOf(name: ProvenanceClass): number {
  return provenanceClasses.indexOf(name);
}

/** Mean over a block's pixels of gate times fine detail. */
function detailIn({ input }: Tile, block: Rectangle, { reference, gate }: ReferenceUse): number {
  const margin = (reference.width - 2 * input.width) / 2;
  const [left, top] = [2 * (block.x - input.x), 2 * (block.y - input.y)];
  let sum = 0;
  for (let y = top; y < top + 2 * block.height; y += 2) {
    for (let x = left; x < left + 2 * block.width; x += 2) {
      const detail = detailOfCell(reference, (y + margin) * reference.width + x + margin);
      sum += meanOfCell(gate, 2 * input.width, y * 2 * input.width + x) * detail;
    }
  }
  return sum / (block.width * block.height);
}

/** Mean over a cell of 2x2 pixels, by its first one, and over all channels, of |pixel - the cell's mean|. */
function detailOfCell({ pixels, width, height }: ReferenceTile, place: number): number {
  let sum = 0;
  for (let first = place; first < pixels.length; first += width * height) {
    const a = pixels[first] ?? 0;
    const b = pixels[first + 1] ?? 0;
    const c = pixels[first + width] ?? 0;
    const d = pixels[first + width + 1] ?? 0;
    const mean = (a + b + c + d) / 4;
    sum += Math.abs(a - mean) + Math.abs(b - mean) + Math.abs(c - mean) + Math.abs(d - mean);
  }
  return sum / 12;
}

function meanOfCell(plane: Float32Array, width: number, place: number): number {
  const [a = 0, b = 0] = [plane[place], plane[place + 1]];
  const [c = 0, d = 0] = [plane[place + width], plane[place + width + 1]];
  return (a + b + c + d) / 4;
}

function sharesOf(classes: Uint8Array): ProvenanceShares {
  const counts = { photographed: 0, transferred: 0, upscaled: 0 };
  for (const index of classes) counts[provenanceClasses[index] ?? 'upscaled'] += 1 / classes.length;
  return counts;
}
