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
import type { TileMatch } from './tile-network.ts';

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
}

export interface ProvenanceRecorder {
  /**
   * Notes what a tile's core got; null is nothing. A tile laid again overwrites what it noted before; blocks never noted
   * are upscaled.
   */
  add(tile: Tile, use: ReferenceUse | null): void;
  finish(): ProvenanceMap;
}

/** What a tile was given from the tele, and what the network made of it. */
export interface ReferenceUse {
  reference: ReferenceTile;
  /** Where the reference's window lies against the tile's own place, in pixels of the 2x grid. */
  offset: Point;
  match: TileMatch;
}

/** What is known of one block, as means over its pixels. */
export interface BlockEvidence {
  confidence: number;
  /** Mean strength with which the reference's detail was added. */
  gate: number;
  /** Mean fine detail of the reference where it was matched: |pixel - mean of its 2x2 pixels|, of a range of 0..1. */
  detail: number;
  /** Distance of the match from the registered place, in wide pixels. */
  distance: number;
  /** Whether the block's middle lies where the tele looked. */
  isInOverlap: boolean;
}

/** `overlap` is where the tele lies in the wide, a convex polygon in wide pixels; empty without a reference. */
export function createProvenanceRecorder(crop: Rectangle, overlap: readonly Point[]): ProvenanceRecorder {
  const columns = Math.ceil(crop.width / coreStep);
  const rows = Math.ceil(crop.height / coreStep);
  const classes = new Uint8Array(columns * rows).fill(indexOf('upscaled'));

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
          if (use === null) {
            classes[index] = indexOf('upscaled');
            continue;
          }
          const isInOverlap = isInsidePolygon(overlap, { x: x + block.width / 2, y: y + block.height / 2 });
          classes[index] = indexOf(classify({ ...meansIn(tile, block, use), isInOverlap }));
        }
      }
    },
    finish: () => mapOf(columns, rows, classes),
  };
}

/** The map of a picture of `size` that was cut out of another one: each block is what lies under its middle. `toSource` leads from its pixels to the other's. */
export function turnProvenance(map: ProvenanceMap, size: Size, toSource: Homography): ProvenanceMap {
  const { blockSize } = map;
  const [columns, rows] = [Math.ceil(size.width / blockSize), Math.ceil(size.height / blockSize)];
  const classes = Uint8Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const middle = { x: (column + 0.5) * blockSize, y: (row + 0.5) * blockSize };
    const { x, y } = applyHomography(toSource, middle);
    const place = (value: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor(value / blockSize)));
    return map.classes[place(y, map.rows) * map.columns + place(x, map.columns)] ?? indexOf('upscaled');
  });
  return mapOf(columns, rows, classes);
}

function mapOf(columns: number, rows: number, classes: Uint8Array): ProvenanceMap {
  return {
    columns,
    rows,
    blockSize: 2 * coreStep,
    classes,
    pixels: Uint8Array.from([...classes].flatMap((index) => colours[provenanceClasses[index] ?? 'upscaled'])),
    shares: sharesOf(classes),
  };
}

/** Which class a block belongs to. */
export function classify({ confidence, gate, detail, distance, isInOverlap }: BlockEvidence): ProvenanceClass {
  if (confidence * gate * detail < smallestUse) return 'upscaled';
  return isInOverlap && distance <= registeredWithin ? 'photographed' : 'transferred';
}

/**
 * Confidence x gate x detail is about how much the reference changed each pixel. Below a quarter of an 8-bit level it cannot be
 * seen. Real pairs: sky 0.03 levels at most, half of the blocks of houses and trees above 2.5.
 */
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

function meansIn(
  { input }: Tile,
  block: Rectangle,
  { reference, offset, match }: ReferenceUse,
): Omit<BlockEvidence, 'isInOverlap'> {
  const plane = input.width * input.height;
  const sums = { confidence: 0, gate: 0, x: 0, y: 0 };
  const [left, top] = [block.x - input.x, block.y - input.y];
  for (let y = top; y < top + block.height; y += 1) {
    for (let x = left; x < left + block.width; x += 1) {
      const index = y * input.width + x;
      sums.confidence += match.confidence[index] ?? 0;
      sums.gate += match.gate[index] ?? 0;
      sums.x += match.displacement[index] ?? 0;
      sums.y += match.displacement[plane + index] ?? 0;
    }
  }
  const count = block.width * block.height;
  const [x, y] = [sums.x / count, sums.y / count];
  const margin = (reference.width / 2 - input.width) / 2;
  const matched = { ...block, x: left + margin + Math.round(x), y: top + margin + Math.round(y) };
  return {
    confidence: sums.confidence / count,
    gate: sums.gate / count,
    detail: detailIn(reference, matched),
    distance: Math.hypot(x + offset.x / 2, y + offset.y / 2),
  };
}

/** `cells` counts squares of 2x2 pixels of the reference; what lies outside it has no detail. */
function detailIn({ pixels, width, height }: ReferenceTile, cells: Rectangle): number {
  let sum = 0;
  for (let y = Math.max(0, cells.y); y < Math.min(height / 2, cells.y + cells.height); y += 1) {
    for (let x = Math.max(0, cells.x); x < Math.min(width / 2, cells.x + cells.width); x += 1) {
      for (let first = 2 * y * width + 2 * x; first < pixels.length; first += width * height) {
        const a = pixels[first] ?? 0;
        const b = pixels[first + 1] ?? 0;
        const c = pixels[first + width] ?? 0;
        const d = pixels[first + width + 1] ?? 0;
        const mean = (a + b + c + d) / 4;
        sum += Math.abs(a - mean) + Math.abs(b - mean) + Math.abs(c - mean) + Math.abs(d - mean);
      }
    }
  }
  return sum / (12 * cells.width * cells.height);
}

function sharesOf(classes: Uint8Array): ProvenanceShares {
  const counts = { photographed: 0, transferred: 0, upscaled: 0 };
  for (const index of classes) counts[provenanceClasses[index] ?? 'upscaled'] += 1 / classes.length;
  return counts;
}
