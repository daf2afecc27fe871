import type { Point } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { gainsOf } from '#native-models/camera-response';
import { cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { decodeLight, encodeLight } from '#native-models/simulation/camera/light';
import { alignPatch } from './align-patch.ts';
import { choosePatches } from './choose-patches.ts';
import { estimateLimits } from './estimate-camera.ts';
import { fitResponse, gatherEvidence } from './fit-response.ts';
import { detrend, dot, lumaOfPixels, planeLength } from './patch.ts';
import { readReference, type Plane, type ReferenceSource } from './reference-patch.ts';
import { predictPatch, referenceReach, responseTerms, sumOfResponse, unfoldResponse } from './response-terms.ts';

/** How the wide camera sees what is twice as fine, K of native-models/dcsr/fuse-reference.ts. */
export interface WideCamera {
  /** [20, 20], its sum 1: it lies centred over the 2x2 fine pixels of a wide one. */
  readonly kernel: Float32Array;
  /** 2.2 where the kernel weighs light, 1 where it weighs encoded values. */
  readonly exponent: number;
}

const lightExponent = 2.2;
/** Of what a kernel on light misses; a kernel on encoded values that misses more is no better than by chance or by a phone's sharpening: lenses blur light. */
const clearly = 0.85;
/** So many patches tell a kernel; more tell it hardly better. */
const maxPatches = 64;

/**
 * Measures the wide camera over the overlap by least squares, once on light and once on encoded values, and takes what explains the photo
 * better. Null where the two photos share too little texture for that. Rejects with what `pause` rejects with.
 */
export async function measureWideCamera(options: {
  wide: PixelImage;
  source: ReferenceSource;
  overlap: readonly Point[];
  pause: () => Promise<void>;
}): Promise<WideCamera | null> {
  const fits: CameraFit[] = [];
  for (const exponent of [lightExponent, 1]) {
    const patches = await seePatches({ ...options, source: { ...options.source, asLight: exponent !== 1 } });
    const fit = patches.length * planeLength < estimateLimits.pixels ? null : fitCamera(patches, exponent);
    if (fit === null) return null;
    fits.push(fit);
  }
  const [light, encoded] = fits;
  if (light === undefined || encoded === undefined) return null;
  const better = encoded.missed < clearly * light.missed ? encoded : light;
  return 1 - better.missed < estimateLimits.explained ? null : better.camera;
}

/** A patch of the wide and the tele around it, in luma: as encoded, and as the camera is fitted to it. */
interface SeenPatch {
  readonly luma: Float32Array;
  readonly shown: Float32Array;
  readonly fine: Plane;
}

/** Each patch is moved to where it fits as it is read: where light was blurred, encoded values fit best a little off. */
async function seePatches({
  wide,
  source,
  overlap,
  pause,
}: Parameters<typeof measureWideCamera>[0]): Promise<SeenPatch[]> {
  const patches: SeenPatch[] = [];
  for (const place of choosePatches(wide, overlap).textured) {
    if (patches.length === maxPatches) break;
    await pause();
    const luma = lumaOfPixels(wide, place);
    const shown = luma.slice();
    if (source.asLight === true) decodeLight(shown);
    const gridToTele = alignPatch(source, place, detrend(shown));
    const fine = gridToTele && readReference({ ...source, gridToTele }, place, referenceReach);
    if (fine !== null) patches.push({ luma, shown, fine });
  }
  return patches;
}

interface CameraFit {
  readonly camera: WideCamera;
  /** What share of the wide's variance, as encoded, it does not explain. */
  readonly missed: number;
}

/** The best kernel in one domain. */
function fitCamera(patches: readonly SeenPatch[], exponent: number): CameraFit | null {
  const isLight = exponent !== 1;
  const fit = fitResponse(patches.map(({ shown, fine }) => gatherEvidence(responseTerms(fine), shown)));
  if (fit === null) return null;
  const sum = sumOfResponse(fit.weights);
  if (sum < estimateLimits.sum.least || sum > estimateLimits.sum.most) return null;
  const weights = fit.weights.map((weight) => weight / sum);
  let [missed, energy] = [0, 0];
  patches.forEach(({ luma, fine }, index) => {
    if (fit.kept[index] !== true) return;
    const predicted = predictPatch(fine, weights);
    if (isLight) encodeLight(predicted);
    const [shown, told] = [detrend(luma.slice()), detrend(predicted)];
    energy += dot(shown, shown);
    // The two photos' tone curves differ, and so does a patch's contrast.
    missed += dot(shown, shown) - dot(shown, told) ** 2 / (dot(told, told) + 1e-12);
  });
  return { camera: { kernel: evenKernel(unfoldResponse(weights)), exponent }, missed: missed / (energy + 1e-12) };
}

/** A response of odd size has its first row and column empty. */
function evenKernel({ size, values }: ReturnType<typeof unfoldResponse>): Float32Array {
  return Float32Array.from({ length: cameraKernelSide ** 2 }, (_, at) => {
    const [row, column] = [Math.floor(at / cameraKernelSide), at % cameraKernelSide];
    return values[(row + 1) * size + column + 1] ?? 0;
  });
}

/** No lens and no phone's sharpening makes detail so much stronger. */
const maxGain = 1.5;

/** Whether the camera would have had to sharpen the tele into the wide: then the tele is the softer photo, out of focus or moved. */
export function isTeleSofter(camera: WideCamera): boolean {
  return Math.max(...gainsOfCamera(camera)) > maxGain;
}

/** Of fine detail, what a usual wide camera leaves of a sharp tele's. */
const defaultGain = 0.5;

/** How sharp the tele is that the camera was measured with: about 1, and less the less of its fine detail the camera takes away. */
export function sharpnessSeenBy(camera: WideCamera): number {
  const finest = gainsOfCamera(camera).slice(-2);
  const gain = finest.reduce((sum, one) => sum + one, 0) / finest.length;
  return 1 / (1 - defaultGain + gain);
}

function gainsOfCamera({ kernel }: WideCamera): number[] {
  const size = cameraKernelSide + 1;
  const values = Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return row === 0 || column === 0 ? 0 : (kernel[(row - 1) * cameraKernelSide + column - 1] ?? 0);
  });
  return gainsOf({ size, values });
}

/** In pixels of the 2x grid. */
const handOverSigma = 2;

/** What stands in where no camera can be measured: all that is finer than a hand-over is taken to be lost by it. */
export const handOver: WideCamera = { kernel: gaussianKernel(handOverSigma), exponent: 1 };

function gaussianKernel(sigma: number): Float32Array {
  const middle = (cameraKernelSide - 1) / 2;
  const kernel = Float32Array.from({ length: cameraKernelSide ** 2 }, (_, at) => {
    const [y, x] = [Math.floor(at / cameraKernelSide) - middle, (at % cameraKernelSide) - middle];
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Darker than any photo's black, as encoded and as light. */
const darkest = 1e-4;
const darkestLight = 1e-9;

/** K of [N, height, width] on the 2x grid: [N, height / 2 - 9, width / 2 - 9], without 9 fine pixels on every side. */
export function seeThroughCamera(
  { kernel, exponent }: WideCamera,
  pixels: Float32Array,
  { width, height }: { width: number; height: number },
): Float32Array {
  const [columns, rows] = [width / 2 - cameraReach, height / 2 - cameraReach];
  const planes = pixels.length / (width * height);
  const light = pixels.map(exponent === lightExponent ? lightOf : (value) => Math.max(darkest, value) ** exponent);
  const seen = new Float32Array(planes * columns * rows);
  const four = new Float64Array(4);
  for (let plane = 0, target = 0; plane < planes; plane += 1) {
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1, target += 1) {
        if (column % 4 === 0) weigh(light, plane * width * height + 2 * row * width + 2 * column, width, kernel, four);
        seen[target] = Math.max(darkestLight, four[column % 4] ?? 0) ** (1 / exponent);
      }
    }
  }
  return seen;
}

const lightSteps = 4096;
const lightCurve = Float32Array.from({ length: lightSteps + 2 }, (_, step) => (step / lightSteps) ** lightExponent);

/** An encoded value as light, by a curve: powers are slow. */
function lightOf(value: number): number {
  const place = Math.min(1, Math.max(darkest, value)) * lightSteps;
  const below = Math.floor(place);
  const from = lightCurve[below] ?? 0;
  return from + ((lightCurve[below + 1] ?? 0) - from) * (place - below);
}

/** Sums for four pixels beside each other, which a processor does at once; those beyond the end of the values mean nothing. */
function weigh(values: Float32Array, corner: number, stride: number, kernel: Float32Array, sums: Float64Array): void {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let down = 0, tap = 0; down < cameraKernelSide; down += 1) {
    const start = corner + down * stride;
    for (let at = start; at < start + cameraKernelSide; at += 1, tap += 1) {
      const weight = kernel[tap] ?? 0;
      first += weight * (values[at] ?? 0);
      second += weight * (values[at + 2] ?? 0);
      third += weight * (values[at + 4] ?? 0);
      fourth += weight * (values[at + 6] ?? 0);
    }
  }
  sums[0] = first;
  sums[1] = second;
  sums[2] = third;
  sums[3] = fourth;
}
