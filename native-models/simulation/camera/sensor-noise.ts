import { colourAt, demosaic, type SensorNoise } from './bayer-sensor.ts';
import { planeOf, type PlanarImage } from '../planar-image.ts';
import { type Random, createRandom } from '../../random.ts';

/**
 * Adds to linear light, in place, the noise of a sensor behind a Bayer filter: at a photosite of signal s its variance is
 * shot s + read^2, and demosaicing spreads it over neighbours and colours. The light itself is not demosaiced: what phones
 * do is far better than interpolation, and nothing is known of it.
 */
export function addSensorNoise(light: PlanarImage, noise: SensorNoise, random: Random): void {
  const { width, height } = light;
  const mosaic = new Float32Array(width * height);
  fillNormal(mosaic, random);
  const planes = [planeOf(light, 0), planeOf(light, 1), planeOf(light, 2)] as const;
  const variance = noise.read * noise.read;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const signal = Math.max(0, planes[colourAt(column, row)][at] ?? 0);
      mosaic[at] = (mosaic[at] ?? 0) * Math.sqrt(noise.shot * signal + variance);
    }
  }
  const spread = demosaic(mosaic, width, height).data;
  for (let at = 0; at < spread.length; at++) light.data[at] = (light.data[at] ?? 0) + (spread[at] ?? 0);
}

const count = 1 << 14;

/** Draws of a standard normal, moved and scaled so that their mean is 0 and their variance 1 exactly. */
const values = tabulate();

/** Fills with independent numbers that are standard normal up to 3.8 deviations: much faster than `random.normal`. */
export function fillNormal(target: Float32Array, random: Random): void {
  for (let at = 0; at < target.length; at++) target[at] = values[(random.next() * count) | 0] ?? 0;
}

function tabulate(): Float32Array {
  const random = createRandom(1);
  const drawn = Float64Array.from({ length: count }, random.normal);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  return Float32Array.from(drawn, (value) => (value - mean) / deviation);
}
