import {
  applyHomography,
  composeHomographies,
  cornersOf,
  scaleHomography,
  type Homography,
  type Point,
  type Size,
} from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';

/** A picture of overlapping discs and boxes of all sizes with fine grain: rich in structure, the same for the same seed. */
export function paintScene({ width, height }: Size, seed: number): PixelImage {
  const random = randomNumbers(seed);
  const data = new Uint8Array(width * height * 3).fill(120);
  const shapes = 2500;
  for (let index = 0; index < shapes; index += 1) {
    const radius = Math.max(3, (0.16 * width) / (1 + 20 * (index / shapes) ** 0.5 + 6 * random()));
    const x = random() * width;
    const y = random() * height;
    const corner = random() < 0.5 ? radius ** 2 : Infinity;
    const [red, green, blue] = [25 + 200 * random(), 25 + 200 * random(), 25 + 200 * random()];
    const [slopeX, slopeY, grain] = [40 * (random() - 0.5), 40 * (random() - 0.5), 6 + 20 * random()];
    for (let row = Math.max(0, Math.ceil(y - radius)); row < Math.min(height, y + radius); row += 1) {
      for (let column = Math.max(0, Math.ceil(x - radius)); column < Math.min(width, x + radius); column += 1) {
        if ((column - x) ** 2 + (row - y) ** 2 > corner) continue;
        const shade = (slopeX * (column - x) + slopeY * (row - y)) / radius + grain * (random() - 0.5);
        const at = (row * width + column) * 3;
        data[at] = clampByte(red + shade);
        data[at + 1] = clampByte(green + shade);
        data[at + 2] = clampByte(blue + shade);
      }
    }
  }
  return { width, height, depth: 8, profile: null, data };
}

export interface TeleCamera {
  size: Size;
  /** Tele pixels per wide pixel at the centre. */
  zoom: number;
  /** Degrees, clockwise. */
  rotation: number;
  /** The tele's centre in the wide, as shares of the wide's size. */
  centre?: Point;
  /** Perspective: relative change of magnification across the tele's width and height. */
  tilt?: Point;
}

/** Tele to wide for a camera. */
export function cameraHomography(wide: Size, { size, zoom, rotation, centre, tilt }: TeleCamera): Homography {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
  const place = { x: (centre?.x ?? 0.5) * wide.width, y: (centre?.y ?? 0.5) * wide.height };
  const turned: Homography = [cos, -sin, place.x, sin, cos, place.y, 0, 0, 1];
  const tilted: Homography = [1, 0, 0, 0, 1, 0, (tilt?.x ?? 0) / size.width, (tilt?.y ?? 0) / size.height, 1];
  const centred: Homography = [1, 0, -size.width / 2, 0, 1, -size.height / 2, 0, 0, 1];
  return composeHomographies(turned, composeHomographies(tilted, centred));
}

export interface CameraLook {
  /** Encoded values to this power. */
  gamma?: number;
  /** Factors of red, green and blue. */
  gains?: readonly [number, number, number];
  /** Standard deviation in grey levels. */
  noise?: number;
  seed?: number;
}

/** What a camera sees of the scene: `toScene` maps its pixels to the scene's; each pixel is the mean of 2x2 samples. */
export function photograph(
  scene: PixelImage,
  size: Size,
  toScene: Homography,
  { gamma = 1, gains = [1, 1, 1], noise = 0, seed = 1 }: CameraLook = {},
): PixelImage {
  const random = randomNumbers(seed);
  const data = new Uint8Array(size.width * size.height * 3);
  const tones = gains.map((gain) =>
    Float32Array.from({ length: 1021 }, (_, value) => 255 * gain * (value / 1020) ** gamma),
  );
  const [a, b, c, d, e, f, g, h, i] = toScene;
  const sum = new Float32Array(3);
  for (let row = 0, at = 0; row < size.height; row += 1) {
    for (let column = 0; column < size.width; column += 1, at += 3) {
      sum.fill(0);
      for (let index = 0; index < 4; index += 1) {
        const x = column + 0.25 + (index % 2) / 2;
        const y = row + 0.25 + (index >> 1) / 2;
        const w = g * x + h * y + i;
        addSample(sum, scene, (a * x + b * y + c) / w, (d * x + e * y + f) / w);
      }
      for (let channel = 0; channel < 3; channel += 1) {
        const noisy = noise === 0 ? 0 : noise * (random() + random() + random() - 1.5) * 2;
        data[at + channel] = clampByte((tones[channel]?.[Math.round(sum[channel] ?? 0)] ?? 0) + noisy);
      }
    }
  }
  return { ...size, depth: 8, profile: null, data };
}

export interface SimulatedPair {
  wide: PixelImage;
  tele: PixelImage;
  /** Tele to wide. */
  truth: Homography;
}

/** A scene seen by two cameras whose geometry is known. */
export function simulatePair(
  scene: PixelImage,
  wideSize: Size,
  camera: TeleCamera,
  look: CameraLook = {},
): SimulatedPair {
  const truth = cameraHomography(wideSize, camera);
  const toScene = scaleHomography(scene.width / wideSize.width, scene.height / wideSize.height);
  return {
    wide: photograph(scene, wideSize, toScene, { noise: look.noise ?? 0, seed: 7 }),
    tele: photograph(scene, camera.size, composeHomographies(toScene, truth), look),
    truth,
  };
}

/** The largest distance, in wide pixels, by which a homography misplaces the tele's corners. */
export function cornerError(found: Homography, truth: Homography, tele: Size): number {
  const distances = cornersOf(tele).map((corner) => {
    const [one, other] = [applyHomography(found, corner), applyHomography(truth, corner)];
    return Math.hypot(one.x - other.x, one.y - other.y);
  });
  return Math.max(...distances);
}

/** A small generator of numbers from 0 to 1 (mulberry32), so that every run sees the same picture. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function addSample(sum: Float32Array, { width, height, data }: PixelImage, x: number, y: number): void {
  const column = Math.min(Math.max(x - 0.5, 0), width - 1.001);
  const row = Math.min(Math.max(y - 0.5, 0), height - 1.001);
  const left = Math.floor(column);
  const top = Math.floor(row);
  const above = (top * width + left) * 3;
  const below = above + width * 3;
  for (let at = 0; at < 3; at += 1) {
    const upper = mix(data[above + at], data[above + at + 3], column - left);
    const lower = mix(data[below + at], data[below + at + 3], column - left);
    sum[at] = (sum[at] ?? 0) + mix(upper, lower, row - top);
  }
}

function mix(one = 0, other = 0, share = 0): number {
  return one + (other - one) * share;
}

function clampByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
