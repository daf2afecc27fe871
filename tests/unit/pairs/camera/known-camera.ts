import { applyHomography, composeHomographies, cornersOf, scaleHomography, type Size } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { sharpen } from '#native-models/simulation/camera/sharpening';
import { createPlanarImage, type PlanarImage } from '#native-models/simulation/planar-image';
import { decodeLight, encodeLight } from '#native-models/simulation/camera/light';
import {
  cameraHomography,
  paintScene,
  photograph,
  randomNumbers,
  type CameraLook,
} from '../../../support/simulated-pair.ts';

/** A wide camera's response on the 2x grid, in which everything is known. */
export interface KnownCamera {
  /** Gaussian, pixels of the 2x grid, along two axes turned by `angle` radians. */
  sigmas: readonly [number, number];
  angle?: number;
  /** Of the halo: `amount` times the difference to a blur of `radius` more. */
  sharpening?: { amount: number; radius: number };
}

const reach = 11;
const size = 2 * reach + 1;

/** The response as a square of odd size, centred between the fine pixels 0 and 1, its sum 1. */
export function responseOf({ sigmas, angle = 0, sharpening }: KnownCamera): { size: number; values: Float64Array } {
  const [along, across] = sigmas;
  const core = gaussian(along, across, angle);
  if (sharpening === undefined) return { size, values: core };
  const { amount, radius } = sharpening;
  const halo = gaussian(Math.hypot(along, radius), Math.hypot(across, radius), angle);
  return { size, values: core.map((value, index) => (1 + amount) * value - amount * (halo[index] ?? 0)) };
}

function gaussian(along: number, across: number, angle: number): Float64Array {
  const values = Float64Array.from({ length: size * size }, (_, index) => {
    const [x, y] = [(index % size) - reach - 0.5, Math.floor(index / size) - reach - 0.5];
    const [u, v] = [x * Math.cos(angle) + y * Math.sin(angle), y * Math.cos(angle) - x * Math.sin(angle)];
    return Math.exp(-(u * u) / (2 * along * along) - (v * v) / (2 * across * across));
  });
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

const wideSize = { width: 320, height: 240 };
const fineSize = { width: 640, height: 480 };
const teleCamera = {
  size: { width: 600, height: 440 },
  zoom: 2.02,
  rotation: 0.8,
  tilt: { x: 0.01, y: -0.008 },
  centre: { x: 0.505, y: 0.49 },
};

let painted: PixelImage | null = null;

/** Twice as fine as the 2x grid, its contrast low enough for halos to fit in. Painted once. */
function finestScene(): PixelImage {
  if (painted === null) {
    const scene = paintScene({ width: 2 * fineSize.width, height: 2 * fineSize.height }, 5);
    painted = { ...scene, data: scene.data.map((value) => 70 + 0.45 * value) };
  }
  return painted;
}

export interface KnownPair {
  wide: PixelImage;
  tele: PixelImage;
  registration: Registration;
}

export interface PairChanges {
  /** Deviation of the wide's luma, 0 to 1. */
  noise?: number;
  look?: CameraLook;
  /** Whether the response weighs light; else encoded values. */
  onLight?: boolean;
  /** Of the wide, afterwards, on encoded values; sigma in wide pixels. */
  sharpened?: { amount: number; sigma: number };
  /** How far off the registration is, in wide pixels. */
  misplaced?: { x: number; y: number };
  /** What becomes of the tele afterwards. */
  change?: (tele: PixelImage) => PixelImage;
}

/** A pair whose wide is the scene's means over pixels of the 2x grid, weighted by the camera's response, with noise; 16 bit, not rounded off. */
export function knownPair(camera: KnownCamera, changes: PairChanges = {}): KnownPair {
  const { look = {}, misplaced = { x: 0, y: 0 }, change = (image: PixelImage): PixelImage => image } = changes;
  const truth = cameraHomography(wideSize, teleCamera);
  fine ??= photograph(finestScene(), fineSize, scaleHomography(2, 2));
  const tele = photograph(finestScene(), teleCamera.size, composeHomographies(scaleHomography(4, 4), truth), look);
  const moved = composeHomographies([1, 0, misplaced.x, 0, 1, misplaced.y, 0, 0, 1], truth);
  return { wide: photographWide(fine, camera, changes), tele: change(tele), registration: registrationOf(moved, tele) };
}

let fine: PixelImage | null = null;

export function registrationOf(homography: Registration['homography'], tele: Size): Registration {
  const corners = homography === null ? [] : cornersOf(tele).map((corner) => applyHomography(homography, corner));
  return {
    verdict: homography === null ? 'failed' : 'good',
    reason: { raw: 'Known.' },
    homography,
    corners,
    overlap: corners,
    overlapShare: 0.8,
    zoom: 2,
    rotation: 0,
    detector: 'akaze',
    matches: 100,
    inliers: 100,
    residual: 0.1,
    milliseconds: 1,
  };
}

function photographWide(
  fine: PixelImage,
  camera: KnownCamera,
  { noise = 0, onLight = false, sharpened }: PairChanges,
): PixelImage {
  const { width, height } = wideSize;
  const { values } = responseOf(camera);
  const curve = Float32Array.from({ length: 256 }, (_, value) => value / 255);
  if (onLight) decodeLight(curve);
  const photo = createPlanarImage(width, height);
  const sums = new Float64Array(3);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      sums.fill(0);
      for (let tap = 0; tap < values.length; tap += 1) {
        const weight = values[tap] ?? 0;
        if (Math.abs(weight) < 1e-5) continue;
        const x = clamp(2 * column + (tap % size) - reach, fine.width - 1);
        const y = clamp(2 * row + Math.floor(tap / size) - reach, fine.height - 1);
        const source = (y * fine.width + x) * 3;
        for (let channel = 0; channel < 3; channel += 1)
          sums[channel] = (sums[channel] ?? 0) + weight * (curve[fine.data[source + channel] ?? 0] ?? 0);
      }
      sums.forEach((sum, channel) => (photo.data[channel * width * height + at] = sum));
    }
  }
  if (onLight) encodeLight(photo.data);
  if (sharpened !== undefined) sharpen(photo, { ...sharpened, chromaSigma: 0 });
  return withNoise(photo, noise);
}

function withNoise(photo: PlanarImage, noise: number): PixelImage {
  const { width, height } = photo;
  const random = randomNumbers(3);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // Independent in the three colours: the luma's deviation is 0.669 of theirs.
  const perChannel = noise / Math.hypot(0.299, 0.587, 0.114);
  const data = Uint16Array.from({ length: width * height * 3 }, (_, index) => {
    const value = photo.data[(index % 3) * width * height + Math.floor(index / 3)] ?? 0;
    return clamp(Math.round(65535 * (value + perChannel * normal())), 65535);
  });
  return { width, height, depth: 16, profile: null, data };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
