/** One number per pixel, rows from the top. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Brightness of encoded values, as Rec. 601 weighs the colours. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** The same of every pixel of [3, ...] values. */
export function lumaOfPlanes(pixels: Float32Array): Float32Array {
  const count = pixels.length / 3;
  const brightness = new Float32Array(count);
  for (let at = 0; at < count; at += 1)
    brightness[at] = luma(pixels[at] ?? 0, pixels[count + at] ?? 0, pixels[2 * count + at] ?? 0);
  return brightness;
}

/** R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5. */
export function keysCubic(distance: number): number {
  const t = Math.abs(distance);
  if (t <= 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

/** The place in a line of `length` where a place beyond its ends is found when the line is mirrored there, its last pixel twice. */
export function mirrored(place: number, length: number): number {
  const period = 2 * length;
  const inside = ((place % period) + period) % period;
  return inside < length ? inside : period - 1 - inside;
}

/** Sums over squares of 2 `radius` + 1, cut off at the borders. */
export function boxSums(plane: Plane, radius: number): Float32Array {
  return slideBox(plane, radius, () => 1);
}

/** Means over the same squares, of what lies inside the plane. */
export function boxMeans(plane: Plane, radius: number): Float32Array {
  return slideBox(plane, radius, (index, length) => {
    return Math.min(length - 1, index + radius) - Math.max(0, index - radius) + 1;
  });
}

/** `divisor` is asked for every place of a line of some length. */
function slideBox(
  { width, height, data }: Plane,
  radius: number,
  divisor: (index: number, length: number) => number,
): Float32Array {
  const across = new Float32Array(data.length);
  const divisorsAcross = Float64Array.from({ length: width }, (_, index) => divisor(index, width));
  for (let row = 0; row < height; row += 1) slideAlong(data, across, row * width, 1, divisorsAcross, radius);
  const result = new Float32Array(data.length);
  const divisorsDown = Float64Array.from({ length: height }, (_, index) => divisor(index, height));
  for (let column = 0; column < width; column += 1) slideAlong(across, result, column, width, divisorsDown, radius);
  return result;
}

function slideAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  divisors: Float64Array,
  radius: number,
): void {
  const { length } = divisors;
  let sum = 0;
  for (let index = 0; index < Math.min(radius, length); index += 1) sum += from[start + index * step] ?? 0;
  for (let index = 0; index < length; index += 1) {
    if (index + radius < length) sum += from[start + (index + radius) * step] ?? 0;
    if (index > radius) sum -= from[start + (index - radius - 1) * step] ?? 0;
    to[start + index * step] = sum / (divisors[index] ?? 1);
  }
}

/** Gives the sum of the values in a rectangle of whole pixels, in four steps. */
export function sumsUpTo(
  width: number,
  height: number,
  values: ArrayLike<number>,
): (left: number, top: number, across: number, down: number) => number {
  const line = width + 1;
  const sums = new Float64Array(line * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * line + x + 1] = (sums[y * line + x + 1] ?? 0) + row;
    }
  }
  const at = (x: number, y: number): number => sums[y * line + x] ?? 0;
  return (left, top, across, down) =>
    at(left + across, top + down) - at(left, top + down) - at(left + across, top) + at(left, top);
}
