import type { PixelImage } from '#core/photos/pixel-image';
import { quantile } from './quantile.ts';

const blockSize = 8;
/** Blocks across and down at most. */
const blocksAlong = 64;
/** Standard deviation of the noise, 0 to 1 as encoded, below which it is no matter. */
const visibleNoise = 4 / 255;
/** Noise is the same in the flattest blocks; where these differ more, they show the scene. */
const evenness = 1.5;
/** Variance of the detail against that of the noise. Of the noisiest photo that gained nothing it was 1.3, of real teles 20 and more. */
const leastDetail = 2;

/**
 * Whether a tele holds more noise than detail, as one that was taken at night by a small sensor: its grain would come through, and the wide photo is better
 * enlarged without it. What the flattest blocks show in the finest band, all of them alike, is noise; what is left beside it anywhere is detail.
 */
export function isNoiseOverDetail(tele: PixelImage): boolean {
  const blocks = blocksOf(tele);
  if (blocks.length === 0) return false;
  const finest = blocks.map((block) => block.finest);
  const noise = quantile(finest, 0.1);
  if (Math.sqrt(noise) < visibleNoise || Math.sqrt(quantile(finest, 0.25) / noise) > evenness) return false;
  const rough = blocks.reduce((sum, block) => sum + block.rough, 0) / blocks.length;
  return (rough - leftByMean * noise) / noise < leastDetail;
}

/** Of white noise, what is left when the mean of three times three is taken off. */
const leftByMean = 8 / 9;

interface Block {
  /** Variance in the finest band, scaled so that white noise has its own variance there. */
  finest: number;
  /** Variance of what differs from the mean around it. */
  rough: number;
}

function blocksOf({ width, height, depth, data }: PixelImage): Block[] {
  const scale = depth === 8 ? 255 : 65535;
  const step = (length: number): number => Math.max(blockSize, Math.floor(length / blocksAlong));
  const green = (row: number, column: number): number => (data[(row * width + column) * 3 + 1] ?? 0) / scale;
  const blocks: Block[] = [];
  for (let top = 1; top + blockSize < height; top += step(height)) {
    for (let left = 1; left + blockSize < width; left += step(width)) {
      const block = { finest: 0, rough: 0 };
      for (let row = top; row < top + blockSize; row += 1)
        for (let column = left; column < left + blockSize; column += 1) addPixel(block, green, row, column);
      blocks.push({ finest: block.finest / (36 * blockSize ** 2), rough: block.rough / blockSize ** 2 });
    }
  }
  return blocks;
}

function addPixel(block: Block, green: (row: number, column: number) => number, row: number, column: number): void {
  let [bend, sum] = [0, 0];
  for (const [down, weight] of weights) {
    const line = [green(row + down, column - 1), green(row + down, column), green(row + down, column + 1)] as const;
    bend += weight * (line[0] - 2 * line[1] + line[2]);
    sum += line[0] + line[1] + line[2];
  }
  block.finest += bend ** 2;
  block.rough += (green(row, column) - sum / 9) ** 2;
}

const weights = [
  [-1, 1],
  [0, -2],
  [1, 1],
] as const;
