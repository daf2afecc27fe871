import { createPlanarImage, type PlanarImage } from '../planar-image.ts';

/** Red, green, blue; linear light, 1 is a well-lit white. */
export type Colour = readonly [number, number, number];

/** A square picture in linear light that things are painted onto, one before the other. */
export interface Canvas extends PlanarImage {
  readonly side: number;
}

/** Where a thing lies: pixels between `left` and `right`, `top` and `bottom` (excluded). */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Something of two colours. */
export interface Thing {
  readonly bounds: Bounds;
  /** Share of the pixel centred at (x, y) that it covers, 0 to 1. */
  readonly coverAt: (x: number, y: number) => number;
  /** 0 for the first colour to 1 for the second, between and beyond. */
  readonly shadeAt: (x: number, y: number) => number;
  readonly colours: readonly [Colour, Colour];
}

export function createCanvas(side: number): Canvas {
  return { ...createPlanarImage(side, side), side };
}

/** Paints a thing over what is there; light does not fall below 0. */
export function paint(canvas: Canvas, { bounds, coverAt, shadeAt, colours }: Thing): void {
  const { side, data } = canvas;
  const size = side * side;
  const [[red, green, blue], [nextRed, nextGreen, nextBlue]] = colours;
  const { left, top, right, bottom } = clippedTo(side, bounds);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const cover = coverAt(column + 0.5, row + 0.5);
      if (cover <= 0) continue;
      const shade = shadeAt(column + 0.5, row + 0.5);
      const at = row * side + column;
      mixIn(data, at, red + (nextRed - red) * shade, cover);
      mixIn(data, at + size, green + (nextGreen - green) * shade, cover);
      mixIn(data, at + 2 * size, blue + (nextBlue - blue) * shade, cover);
    }
  }
}

/** Multiplies what is there by a share of light. */
export function shadow(canvas: Canvas, bounds: Bounds, lightAt: (x: number, y: number) => number): void {
  const { side, data } = canvas;
  const size = side * side;
  const { left, top, right, bottom } = clippedTo(side, bounds);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const light = lightAt(column + 0.5, row + 0.5);
      if (light === 1) continue;
      const at = row * side + column;
      for (let place = at; place < 3 * size; place += size) data[place] = (data[place] ?? 0) * light;
    }
  }
}

function mixIn(data: Float32Array, at: number, value: number, share: number): void {
  const from = data[at] ?? 0;
  data[at] = from + (Math.max(0, value) - from) * share;
}

function clippedTo(side: number, { left, top, right, bottom }: Bounds): Bounds {
  return {
    left: Math.max(0, Math.floor(left)),
    top: Math.max(0, Math.floor(top)),
    right: Math.min(side, Math.ceil(right)),
    bottom: Math.min(side, Math.ceil(bottom)),
  };
}
