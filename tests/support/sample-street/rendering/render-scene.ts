import { directionThrough, type PinholeCamera } from '../camera/pinhole-camera.ts';
import { createPlanarImage, type PlanarImage } from '../../../../native-models/simulation/planar-image.ts';
import { cellNoise } from '../../../../native-models/simulation/painted-photos/noise.ts';
import { LightTracer } from './light-tracer.ts';
import type { Scene } from './scene.ts';

export interface RenderOptions {
  /** Samples of every pixel. */
  samples: number;
  /** Samples more where the first ones differ: at edges, in leaves, in the soft border of a shadow. */
  extraSamples: number;
  /** Called after every row with the share that is done, 0 to 1. */
  report?: (fraction: number) => void;
}

/** How far apart (in roughly even steps of brightness) samples may lie before a pixel gets the extra ones. */
const tolerance = 0.035;

/** What the camera sees, in linear light (1 is a white wall in the sky's light), box filtered over each pixel. */
export function renderScene(scene: Scene, camera: PinholeCamera, options: RenderOptions): PlanarImage {
  const { width, height } = camera;
  const image = createPlanarImage(width, height);
  const plane = width * height;
  const tracer = new LightTracer(scene);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [red, green, blue] = samplePixel(tracer, camera, column, row, options);
      const at = row * width + column;
      image.data[at] = red;
      image.data[plane + at] = green;
      image.data[2 * plane + at] = blue;
    }
    options.report?.((row + 1) / height);
  }
  return image;
}

function samplePixel(
  tracer: LightTracer,
  camera: PinholeCamera,
  column: number,
  row: number,
  { samples, extraSamples }: RenderOptions,
): [number, number, number] {
  const startX = cellNoise(column, row, 1);
  const startY = cellNoise(column, row, 2);
  const startU = evenly(column, row);
  const startV = evenly(column + 37, row + 17);
  const spread = 0.7 / camera.focalLength;
  let red = 0;
  let green = 0;
  let blue = 0;
  let darkest = Infinity;
  let lightest = -Infinity;
  let taken = 0;
  let wanted = samples;
  while (taken < wanted) {
    const x = (startX + taken * 0.7548776662) % 1;
    const y = (startY + taken * 0.5698402909) % 1;
    const sunU = (startU + taken * 0.8191725134) % 1;
    const sunV = (startV + taken * 0.6710436067) % 1;
    tracer.trace(camera.position, directionThrough(camera, column + x, row + y), spread, sunU, sunV);
    red += tracer.red;
    green += tracer.green;
    blue += tracer.blue;
    taken++;
    if (taken <= samples) {
      const brightness = Math.sqrt(Math.min(1.5, 0.3 * tracer.red + 0.6 * tracer.green + 0.1 * tracer.blue));
      darkest = Math.min(darkest, brightness);
      lightest = Math.max(lightest, brightness);
      if (taken === samples && lightest - darkest > tolerance) wanted = samples + extraSamples;
    }
  }
  return [red / taken, green / taken, blue / taken];
}

/** J. Jimenez' interleaved gradient noise: neighbouring pixels get values far apart, so that soft shadows look smooth. */
function evenly(column: number, row: number): number {
  return (52.9829189 * ((0.06711056 * column + 0.00583715 * row) % 1)) % 1;
}
