import { clipPolygon, composeHomographies, type Homography, type Point, type Size } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';

/**
 * The photo turned by 180 degrees: at any place it shows something else than the scene, with the same colours and the same
 * sharpness, which is what a wrong reference looks like at its most convincing.
 */
export function turnedRound(image: PixelImage): PixelImage {
  return rearranged(image, (x, y) => [image.width - 1 - x, image.height - 1 - y]);
}

/** The photo with its quarters exchanged crosswise: at any place it shows another part of the same scene, upright. */
export function quartersExchanged(image: PixelImage): PixelImage {
  const { width, height } = image;
  return rearranged(image, (x, y) => [(x + (width >> 1)) % width, (y + (height >> 1)) % height]);
}

/** The registration that says the tele lies `shift` wide pixels from where it does; all that it shows is found elsewhere. */
export function registrationMoved(registration: Registration, shift: Point, wide: Size): Registration {
  if (registration.homography === null) return registration;
  const move: Homography = [1, 0, shift.x, 0, 1, shift.y, 0, 0, 1];
  const corners = registration.corners.map(({ x, y }) => ({ x: x + shift.x, y: y + shift.y }));
  const homography = composeHomographies(move, registration.homography);
  return { ...registration, homography, corners, overlap: clipPolygon(corners, wide) };
}

/** The photo with its left half, up to the middle column, filled with one brightness, 0..1. */
export function leftHalfFilled(image: PixelImage, brightness: number): PixelImage {
  const data = image.data.slice();
  const value = Math.round(brightness * whiteOf(image.depth));
  for (let y = 0; y < image.height; y += 1) {
    const start = y * image.width * 3;
    data.fill(value, start, start + 3 * leftHalfOf(image).width);
  }
  return { ...image, data };
}

/** The photo with its left half moved to the right by `distance` of its pixels; what leaves the half comes in at its left. */
export function leftHalfMoved(image: PixelImage, distance: number): PixelImage {
  const half = leftHalfOf(image).width;
  const from = (x: number): number => (x < half ? (((x - distance) % half) + half) % half : x);
  return rearranged(image, (x, y) => [from(x), y]);
}

/** The photo with its left half out of focus: blurred by a Gaussian of `sigma` of its pixels, cut off at 3 sigma. */
export function leftHalfBlurred(image: PixelImage, sigma: number): PixelImage {
  const { width, height } = image;
  const half = leftHalfOf(image).width;
  const radius = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, tap) =>
    Math.exp(-((tap - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const kernel = Float32Array.from(weights, (weight) => weight / sum);
  const across = new Float32Array(3 * half * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < half; x += 1) {
      for (let tap = 0; tap < kernel.length; tap += 1) {
        const source = (y * width + clamp(x + tap - radius, width)) * 3;
        addPixel(across, (y * half + x) * 3, image.data, source, kernel[tap] ?? 0);
      }
    }
  }
  const data = image.data.slice();
  const pixel = new Float32Array(3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < half; x += 1) {
      pixel.fill(0);
      for (let tap = 0; tap < kernel.length; tap += 1) {
        addPixel(pixel, 0, across, (clamp(y + tap - radius, height) * half + x) * 3, kernel[tap] ?? 0);
      }
      data.set(pixel.map(Math.round), (y * width + x) * 3);
    }
  }
  return { ...image, data };
}

/** What the functions above call the left half. */
export function leftHalfOf({ width, height }: Size): Size {
  return { width: width >> 1, height };
}

function rearranged(image: PixelImage, from: (x: number, y: number) => [x: number, y: number]): PixelImage {
  const { width, height } = image;
  const data = image.data.slice();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [sourceX, sourceY] = from(x, y);
      const source = (sourceY * width + sourceX) * 3;
      const target = (y * width + x) * 3;
      data[target] = image.data[source] ?? 0;
      data[target + 1] = image.data[source + 1] ?? 0;
      data[target + 2] = image.data[source + 2] ?? 0;
    }
  }
  return { ...image, data };
}

function addPixel(sums: Float32Array, target: number, values: ArrayLike<number>, source: number, weight: number): void {
  for (let channel = 0; channel < 3; channel += 1) {
    sums[target + channel] = (sums[target + channel] ?? 0) + weight * (values[source + channel] ?? 0);
  }
}

function clamp(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}
