import type { Point } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { sharpen } from '#native-models/simulation/camera/sharpening';
import { createPlanarImage, planeOf, type PlanarImage } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/random';
import { filterByTaps, type Tap } from '#native-models/simulation/camera/filter-plane';
import { decodeLight, encodeLight } from '#native-models/simulation/camera/light';
import { addSensorNoise } from '#native-models/simulation/camera/sensor-noise';
import { cameraHomography, photograph, type SimulatedPair } from './simulated-pair.ts';

/** A phone whose two cameras are known. */
export interface SimulatedPhone {
  readonly name: string;
  /** The wide camera's lens on the 2x grid, in linear light; the weights sum to 1. Then it halves by the mean of 2x2 pixels. */
  readonly lens: readonly Tap[];
  readonly noise: { readonly shot: number; readonly read: number };
  readonly sharpening: { readonly amount: number; readonly sigma: number; readonly chromaSigma: number } | null;
  /** How the telephoto shows colours. */
  readonly tele: { readonly gamma: number; readonly gains: readonly [number, number, number]; readonly noise: number };
}

/** Three phones that no simulated training holds, and a fourth that it does. */
export const simulatedPhones: readonly SimulatedPhone[] = [
  {
    name: 'defocused and sharpened',
    lens: disk(3.2),
    noise: { shot: 0.0001, read: 0.002 },
    sharpening: { amount: 0.8, sigma: 1.2, chromaSigma: 1 },
    tele: { gamma: 0.85, gains: [1.05, 1, 0.93], noise: 2 },
  },
  {
    name: 'shaken and noisy',
    lens: motion(7, 0.5, 1.1),
    noise: { shot: 0.001, read: 0.009 },
    sharpening: null,
    tele: { gamma: 1.2, gains: [0.95, 1, 1.06], noise: 2 },
  },
  {
    name: 'very soft',
    lens: gaussian(3.1, 2.4),
    noise: { shot: 0.0003, read: 0.004 },
    sharpening: { amount: 0.5, sigma: 2.5, chromaSigma: 1.5 },
    tele: { gamma: 0.9, gains: [1, 0.97, 1.04], noise: 3 },
  },
  {
    name: 'as in the training',
    lens: gaussian(1.3, 1.3),
    noise: { shot: 0.00005, read: 0.001 },
    sharpening: { amount: 0.9, sigma: 1.4, chromaSigma: 0.6 },
    tele: { gamma: 1, gains: [1.02, 1, 0.98], noise: 1 },
  },
];

/** What the phone makes of a sharp scene, encoded: a wide photo of half its size, a tele photo of its middle half, and where that lies. */
export function photographScene(scene: PixelImage, phone: SimulatedPhone, seed: number): SimulatedPair {
  const random = createRandom(seed);
  const size = { width: scene.width / 2, height: scene.height / 2 };
  const rotation = random.between(-1.5, 1.5);
  const centre: Point = { x: random.between(0.485, 0.515), y: random.between(0.485, 0.515) };
  const toWide = cameraHomography(size, { size, zoom: 1.98, rotation, centre, tilt: { x: 0.004, y: -0.003 } });
  const [a, b, c, d, e, f, g, h, i] = toWide;
  const toScene = [2 * a, 2 * b, 2 * c, 2 * d, 2 * e, 2 * f, g, h, i] as const;
  return {
    truth: toWide,
    wide: photographWide(scene, phone, seed),
    tele: photograph(scene, size, toScene, { ...phone.tele, seed: seed + 1 }),
  };
}

/** What its wide camera makes of a scene: a photo of half its size. */
export function photographWide(scene: PixelImage, phone: SimulatedPhone, seed: number): PixelImage {
  const { width, height } = scene;
  const light = createPlanarImage(width, height);
  for (let at = 0; at < width * height; at += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      light.data[channel * width * height + at] = (scene.data[at * 3 + channel] ?? 0) / 255;
  }
  decodeLight(light.data);
  const photo = createPlanarImage(width / 2, height / 2);
  const projected = new Float32Array(width * height);
  for (let channel = 0; channel < 3; channel += 1) {
    filterByTaps(planeOf(light, channel), width, phone.lens, projected);
    halve(projected, width, planeOf(photo, channel));
  }
  addSensorNoise(photo, phone.noise, createRandom(seed).fork('noise'));
  encodeLight(photo.data);
  if (phone.sharpening !== null) sharpen(photo, phone.sharpening);
  return asImage(photo);
}

/** The response of the wide camera on the 2x grid as far as it is linear in encoded values: its lens, its pixel, its sharpening; [21, 21]. */
export function responseOf({ lens, sharpening }: SimulatedPhone): Float32Array {
  const side = 64;
  const impulse = createPlanarImage(side, side);
  const [middle, channelSize] = [side / 2, side * side];
  for (let channel = 0; channel < 3; channel += 1) impulse.data[channel * channelSize + middle * side + middle] = 1;
  const blurred = new Float32Array(channelSize);
  filterByTaps(planeOf(impulse, 1), side, lens, blurred);
  // What a wide pixel sees: the mean of its 2x2 fine ones. Sharpening on the wide's grid is sharpening twice as wide on the fine one.
  const seen = createPlanarImage(side, side);
  for (let at = side + 1; at < channelSize; at += 1) {
    const mean =
      ((blurred[at] ?? 0) + (blurred[at - 1] ?? 0) + (blurred[at - side] ?? 0) + (blurred[at - side - 1] ?? 0)) / 4;
    for (let channel = 0; channel < 3; channel += 1) seen.data[channel * channelSize + at] = mean;
  }
  if (sharpening !== null) sharpen(seen, { ...sharpening, sigma: 2 * sharpening.sigma, chromaSigma: 0 });
  const size = 21;
  return Float32Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size) - 10, (at % size) - 10];
    return seen.data[(middle + row) * side + middle + column] ?? 0;
  });
}

function halve(source: Float32Array, width: number, target: Float32Array): void {
  const columns = width / 2;
  for (let at = 0; at < target.length; at += 1) {
    const corner = 2 * Math.floor(at / columns) * width + 2 * (at % columns);
    target[at] =
      ((source[corner] ?? 0) +
        (source[corner + 1] ?? 0) +
        (source[corner + width] ?? 0) +
        (source[corner + width + 1] ?? 0)) /
      4;
  }
}

function asImage({ width, height, data }: PlanarImage): PixelImage {
  const bytes = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      bytes[at * 3 + channel] = Math.round(255 * Math.min(1, Math.max(0, data[channel * width * height + at] ?? 0)));
  }
  return { width, height, depth: 8, profile: null, data: bytes };
}

function disk(radius: number): Tap[] {
  const fine = 8;
  return kernelOf(Math.ceil(radius), (right, down) => {
    let inside = 0;
    for (let y = 0; y < fine; y += 1) {
      for (let x = 0; x < fine; x += 1)
        inside += Number(Math.hypot(right - 0.5 + (x + 0.5) / fine, down - 0.5 + (y + 0.5) / fine) <= radius);
    }
    return inside;
  });
}

function gaussian(along: number, across: number): Tap[] {
  return kernelOf(Math.ceil(3 * Math.max(along, across)), (right, down) =>
    Math.exp(-(right ** 2) / (2 * along ** 2) - down ** 2 / (2 * across ** 2)),
  );
}

/** A straight line of some length (pixels) and angle (radians), softened. */
function motion(length: number, angle: number, sigma: number): Tap[] {
  const steps = 64;
  return kernelOf(Math.ceil(length / 2 + 3 * sigma), (right, down) => {
    let sum = 0;
    for (let step = 0; step < steps; step += 1) {
      const along = ((step + 0.5) / steps - 0.5) * length;
      const [x, y] = [right - along * Math.cos(angle), down - along * Math.sin(angle)];
      sum += Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
    }
    return sum;
  });
}

function kernelOf(reach: number, weightOf: (right: number, down: number) => number): Tap[] {
  const taps = Array.from({ length: (2 * reach + 1) ** 2 }, (_, at) => {
    const right = (at % (2 * reach + 1)) - reach;
    const down = Math.floor(at / (2 * reach + 1)) - reach;
    return { right, down, weight: weightOf(right, down) };
  });
  const sum = taps.reduce((total, { weight }) => total + weight, 0);
  return taps.map((tap) => ({ ...tap, weight: tap.weight / sum })).filter(({ weight }) => weight > 1e-6);
}
