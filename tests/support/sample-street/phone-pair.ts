import { type CameraModel, idealPhotograph, photograph } from './camera/camera-simulation.ts';
import {
  createCamera,
  homographyOfInfinity,
  homographyOfPlane,
  project,
  type Homography,
  type PinholeCamera,
} from './camera/pinhole-camera.ts';
import type { PlanarImage } from '../../../native-models/simulation/planar-image.ts';
import { createRandom } from '../../../native-models/random.ts';
import { renderScene } from './rendering/render-scene.ts';
import type { Scene } from './rendering/scene.ts';
import { add, lengthOf, subtract, type Vector } from './rendering/vector.ts';

/** A phone's two cameras, as they stood when the shutter went off. */
export interface PhonePair {
  /** The wide photo's own pixels; its sharp picture has twice as many along each axis. */
  readonly wide: PinholeCamera;
  readonly tele: PinholeCamera;
  readonly wideModel: CameraModel;
  readonly teleModel: CameraModel;
}

/** The pair's photos as encoded sRGB values, and the wide's view as it would be without blur and noise, at 2x. */
export interface SimulatedPair {
  wide: PlanarImage;
  tele: PlanarImage;
  truth: PlanarImage;
}

export interface PairQuality {
  /** Samples per pixel of the 2x truth and of the tele, and how many more where they are needed. */
  truthSamples: readonly [number, number];
  teleSamples: readonly [number, number];
}

/**
 * An invented phone at `position`: a wide camera of 26 mm and, about a centimetre beside it, a telephoto of 52 mm that
 * is mounted a degree askew and sees other colours. Both photos are width x height pixels.
 */
export function createSamplePhone(width: number, height: number, position: Vector): PhonePair {
  const pitch = 3;
  return {
    wide: createCamera({ width, height, focalLength35: 26, position, pitch }),
    tele: createCamera({
      width,
      height,
      focalLength35: 52,
      position: add(position, [0.0115, 0.0035, 0]),
      yaw: 0.55,
      pitch: pitch - 0.4,
      roll: 1.1,
    }),
    wideModel: {
      blurSigma: 1.1,
      shrink: 2,
      vignetting: 0.16,
      noise: { shot: 0.0004, read: 0.004 },
      colours: {
        exposure: 0.82,
        whiteBalance: [1, 1, 1],
        matrix: [1.12, -0.1, -0.02, -0.05, 1.1, -0.05, -0.01, -0.09, 1.1],
        contrast: 0.12,
      },
      sharpening: { amount: 0.5, sigma: 1, chromaSigma: 0.8 },
    },
    teleModel: {
      blurSigma: 1.1,
      shrink: 2,
      vignetting: 0.22,
      noise: { shot: 0.0008, read: 0.007 },
      colours: {
        exposure: 0.72,
        whiteBalance: [1.06, 1, 0.92],
        matrix: [1.02, 0.02, -0.04, -0.02, 1.04, -0.02, 0.01, -0.05, 1.04],
        contrast: 0.3,
      },
      sharpening: { amount: 0.4, sigma: 0.9, chromaSigma: 0.8 },
    },
  };
}

/** Both photos of a scene and their truth; `report` hears the share that is done, 0 to 1. */
export function photographPair(
  scene: Scene,
  pair: PhonePair,
  seed: number,
  quality: PairQuality,
  report: (fraction: number) => void = () => undefined,
): SimulatedPair {
  const random = createRandom(seed);
  const { truthSamples, teleSamples, teleShare } = { ...quality, teleShare: 0.35 };
  const sharpWide = renderScene(scene, enlarged(pair.wide, pair.wideModel.shrink), {
    samples: truthSamples[0],
    extraSamples: truthSamples[1],
    report: (fraction) => report(fraction * (1 - teleShare)),
  });
  const sharpTele = renderScene(scene, enlarged(pair.tele, pair.teleModel.shrink), {
    samples: teleSamples[0],
    extraSamples: teleSamples[1],
    report: (fraction) => report(1 - teleShare + fraction * teleShare),
  });
  return {
    wide: photograph(sharpWide, pair.wideModel, random.fork('wide')),
    tele: photograph(sharpTele, pair.teleModel, random.fork('tele')),
    truth: idealPhotograph(sharpWide, pair.wideModel),
  };
}

/** What is known of a pair's geometry; pixels are those of the two photos. */
export interface PairTruth {
  zoom: number;
  /** Of the tele against the wide, degrees, clockwise positive. */
  rotation: number;
  baselineMetres: number;
  /** Tele to wide, exact for the upright plane that far in front of the wide. */
  referencePlane: { distanceMetres: number; homography: Homography; corners: { x: number; y: number }[] };
  /** Tele to wide, exact for things infinitely far away. */
  infinity: { homography: Homography };
  /** How far from the reference plane's homography a thing at the given distance straight ahead appears, in wide pixels. */
  parallax: { distanceMetres: number; widePixels: number }[];
}

/** The geometry of a pair in front of an upright plane `distance` metres away along the scene's z axis. */
export function truthOfPair({ wide, tele }: PhonePair, distance: number): PairTruth {
  const onPlane = homographyOfPlane(tele, wide, [0, 0, 1], distance + wide.position[2]);
  const corners = [
    { x: 0, y: 0 },
    { x: tele.width, y: 0 },
    { x: tele.width, y: tele.height },
    { x: 0, y: tele.height },
  ].map((corner) => applyTo(onPlane, corner));
  return {
    zoom: tele.focalLength / wide.focalLength,
    rotation: rotationAt(onPlane, tele.width / 2, tele.height / 2),
    baselineMetres: lengthOf(subtract(tele.position, wide.position)),
    referencePlane: { distanceMetres: distance, homography: onPlane, corners },
    infinity: { homography: homographyOfInfinity(tele, wide) },
    parallax: [3, 5, 10, 20, 100].map((metres) => ({
      distanceMetres: metres,
      widePixels: parallaxAt(wide, tele, onPlane, metres),
    })),
  };
}

function rotationAt(h: Homography, x: number, y: number): number {
  const from = applyTo(h, { x: x - 1, y });
  const to = applyTo(h, { x: x + 1, y });
  return (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
}

function parallaxAt(wide: PinholeCamera, tele: PinholeCamera, onPlane: Homography, metres: number): number {
  const point = add(wide.position, [0, 0, metres]);
  const seenByWide = project(wide, point);
  const seenByTele = project(tele, point);
  if (seenByWide === null || seenByTele === null) throw new RangeError('Expected a point before both cameras');
  const expected = applyTo(onPlane, seenByTele);
  return Math.hypot(expected.x - seenByWide.x, expected.y - seenByWide.y);
}

function applyTo(h: Homography, { x, y }: { x: number; y: number }): { x: number; y: number } {
  const w = h[6] * x + h[7] * y + h[8];
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
}

function enlarged(camera: PinholeCamera, factor: number): PinholeCamera {
  return {
    ...camera,
    width: camera.width * factor,
    height: camera.height * factor,
    focalLength: camera.focalLength * factor,
  };
}
