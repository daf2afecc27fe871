import type { Point, Size } from '#contract/geometry';
import type { DeviceName } from '#contract/models';
import type { ModelSession, openModelSession } from '#core/runtime/model-session';
import { buildLinearModel, linearSide } from '#native-models/dcsr/linear-model';

/** Side of the squares in which a flat tile varies little, and how far apart they lie, in wide pixels. */
const square = { side: 16, step: 8 };
/** How much any channel may vary in a square, and in the whole tile, 0 to 1. */
const maxVariation = { square: 8.5 / 255, tile: 40.5 / 255 };
/** How far from the network the most varied square may come out, 0 to 1: less than the half step of 8 bits that nothing may be moved by. */
const tolerated = 0.3 / 255;

/** The corner of the square that varies most in a tile, [3, height, width], of which nothing varies much: a clear sky, a wall, what is far out of focus; else null. */
export function mostVariedSquare(pixels: Float32Array, { width, height }: Size): Point | null {
  const plane = width * height;
  let worst = { x: 0, y: 0, variation: 0 };
  for (let start = 0; start < 3 * plane; start += plane) {
    let [darkest, brightest] = [Infinity, -Infinity];
    for (let y = 0; y + square.side <= height; y += square.step) {
      for (let x = 0; x + square.side <= width; x += square.step) {
        let [least, most] = [Infinity, -Infinity];
        for (let row = y; row < y + square.side; row += 1) {
          const line = start + row * width + x;
          for (let at = line; at < line + square.side; at += 1) {
            const value = pixels[at] ?? 0;
            if (value < least) least = value;
            if (value > most) most = value;
          }
        }
        const variation = most - least;
        [darkest, brightest] = [Math.min(darkest, least), Math.max(brightest, most)];
        if (variation > maxVariation.square || brightest - darkest > maxVariation.tile) return null;
        if (variation > worst.variation) worst = { x, y, variation };
      }
    }
  }
  return worst;
}

/** Enhances flat tiles, [3, height, width], to twice the size; null for others. Throws what a `ModelSession` throws. */
export interface FlatNetwork {
  run(pixels: Float32Array): Promise<Float32Array | null>;
  close(): Promise<void>;
}

/** Colours whose channels lie within so much of each other share what was asked of the network. */
const colourStep = 8 / 255;
/** Of what the network is asked. */
export const probeSize: Size = { width: 96, height: 64 };
const fineProbe: Size = { width: 2 * probeSize.width, height: 2 * probeSize.height };
/** How far the network sees, about, in wide pixels. */
const sight = 16;
/** How much a single pixel of the probe is brighter: a usual step. */
const impulse = 1 / 255;

/**
 * The network on flat tiles: a chain of convolutions and of leaky ReLUs whose signs one colour decides is linear near that colour. `answer` is the network
 * itself on pictures of `probeSize`, [3, height, width]: asked once for each colour what becomes of it and of a single brighter pixel in each channel, which is
 * all that a convolution has to know, and for each tile what becomes of its most varied square. Where that comes out otherwise the tile is not flat.
 */
export function openFlatNetwork(options: {
  answer: (probe: Float32Array) => Promise<Float32Array>;
  size: Size;
  device: DeviceName;
  openSession: typeof openModelSession;
}): FlatNetwork {
  const { answer, size, device, openSession } = options;
  let session: Promise<ModelSession> | undefined;
  const known = new Map<string, Promise<Linear>>();
  const linearAt = (colour: readonly number[]): Promise<Linear> => {
    const linear = known.get(colour.join()) ?? answer(probeOf(colour)).then((enhanced) => readProbe(colour, enhanced));
    known.set(colour.join(), linear);
    return linear;
  };
  const runLinear = async (pixels: Float32Array): Promise<Float32Array> => {
    const { weight, bias } = await linearAt(meanColour(pixels));
    session ??= openSession(buildLinearModel(size), device);
    const { enhanced } = await (
      await session
    ).run({
      wide: { data: pixels, shape: [1, 3, size.height, size.width] },
      weight: { data: weight, shape: [12, 3, linearSide, linearSide] },
      bias: { data: bias, shape: [12] },
    });
    if (enhanced === undefined) throw new TypeError("Expected the linear network to give 'enhanced'");
    return enhanced.data;
  };
  return {
    async run(pixels) {
      if (size.width < probeSize.width || size.height < probeSize.height) return null;
      const varied = mostVariedSquare(pixels, size);
      if (varied === null) return null;
      const corner = windowAround(varied, size);
      const enhanced = await runLinear(pixels);
      const asked = await answer(cutOut(pixels, size, corner, probeSize));
      const fine = { width: 2 * size.width, height: 2 * size.height };
      const given = cutOut(enhanced, fine, { x: 2 * corner.x, y: 2 * corner.y }, fineProbe);
      return furthestInside(asked, given) <= tolerated ? enhanced : null;
    },
    async close() {
      await (await session?.catch(() => undefined))?.close();
    },
  };
}

/** A window of the probe's size with a square in its middle, as far as the tile has room. */
function windowAround({ x, y }: Point, { width, height }: Size): Point {
  const along = (at: number, side: number, all: number): number =>
    Math.min(all - side, Math.max(0, at + square.side / 2 - side / 2));
  return { x: along(x, probeSize.width, width), y: along(y, probeSize.height, height) };
}

function cutOut(pixels: Float32Array, { width, height }: Size, { x, y }: Point, part: Size): Float32Array {
  const cut = new Float32Array(3 * part.width * part.height);
  for (let line = 0; line < 3 * part.height; line += 1) {
    const row = Math.floor(line / part.height) * height + y + (line % part.height);
    cut.set(pixels.subarray(row * width + x, row * width + x + part.width), line * part.width);
  }
  return cut;
}

/** How far two enhanced probes differ where their borders are not seen. */
function furthestInside(one: Float32Array, other: Float32Array): number {
  const { width, height } = fineProbe;
  let most = 0;
  for (let index = 0; index < one.length; index += 1) {
    const [x, y] = [index % width, Math.floor(index / width) % height];
    if (Math.min(x, y, width - 1 - x, height - 1 - y) < 2 * sight) continue;
    most = Math.max(most, Math.abs((one[index] ?? 0) - (other[index] ?? 0)));
  }
  return most;
}

interface Linear {
  /** [12, 3, side, side] */
  weight: Float32Array;
  /** [12] */
  bias: Float32Array;
}

function meanColour(pixels: Float32Array): number[] {
  const plane = pixels.length / 3;
  return [0, 1, 2].map((channel) => {
    const mean = pixels.subarray(channel * plane, (channel + 1) * plane).reduce((sum, value) => sum + value, 0) / plane;
    return Math.round(mean / colourStep) * colourStep;
  });
}

/** Where a channel's brighter pixel lies: between them, and to the border, the network sees none. */
function placeOf(channel: number): Point {
  return { x: sight * (1 + 2 * channel), y: 2 * sight };
}

function probeOf(colour: readonly number[]): Float32Array {
  const plane = probeSize.width * probeSize.height;
  const pixels = new Float32Array(3 * plane);
  colour.forEach((value, channel) => {
    pixels.fill(value, channel * plane, (channel + 1) * plane);
    const { x, y } = placeOf(channel);
    pixels[channel * plane + y * probeSize.width + x] = value + impulse;
  });
  return pixels;
}

function readProbe(colour: readonly number[], enhanced: Float32Array): Linear {
  const reach = (linearSide - 1) / 2;
  const weight = new Float32Array(12 * 3 * linearSide ** 2);
  const bias = new Float32Array(12);
  for (let cell = 0, target = 0; cell < 12; cell += 1) {
    const [channel, down, right] = [cell >> 2, (cell >> 1) & 1, cell & 1];
    const at = (x: number, y: number): number =>
      enhanced[(channel * fineProbe.height + 2 * y + down) * fineProbe.width + 2 * x + right] ?? 0;
    const still = at(2 * sight, 2 * sight);
    bias[cell] = still;
    for (const [from, value] of colour.entries()) {
      const { x, y } = placeOf(from);
      let sum = 0;
      for (let row = reach; row >= -reach; row -= 1) {
        for (let column = reach; column >= -reach; column -= 1, target += 1) {
          weight[target] = (at(x + column, y + row) - still) / impulse;
          sum += weight[target] ?? 0;
        }
      }
      bias[cell] = (bias[cell] ?? 0) - sum * value;
    }
  }
  return { weight, bias };
}
