import type { SensorNoise } from '../camera/bayer-sensor.ts';
import { blurGaussian } from '../camera/lens-blur.ts';
import { sharpen, type Sharpening } from '../camera/sharpening.ts';
import type { PlanarImage } from '../planar-image.ts';
import type { Random } from '../../random.ts';
import { drawFrom } from '../draw.ts';
import { decodeLight, encodeLight, quantiseToBytes } from '../camera/light.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { addSensorNoise } from '../camera/sensor-noise.ts';

/** A phone whose photo is both the truth and what a clean wide is shrunk from. */
export interface TruthCamera {
  /** Standard deviation in pixels of the 2x grid. */
  readonly blur: number;
  readonly noise: SensorNoise;
  readonly sharpening: Sharpening | null;
}

/** Null in the share of cases in which the scene itself is the truth. */
export function drawTruthCamera(random: Random): TruthCamera | null {
  const { photographed, blur, shot, read, sharpened, amount, radius, chromaRadius } = ranges.truth;
  if (!random.chance(photographed)) return null;
  const drawn = {
    amount: drawFrom(random, amount),
    sigma: drawFrom(random, radius),
    chromaSigma: drawFrom(random, chromaRadius),
  };
  return {
    blur: drawFrom(random, blur),
    noise: { shot: drawFrom(random, shot), read: drawFrom(random, read) },
    sharpening: random.chance(sharpened) ? drawn : null,
  };
}

/** The scene as that phone keeps it: of its size, encoded, in whole steps of 1/255. */
export function photographTruth(scene: PlanarImage, camera: TruthCamera, random: Random): PlanarImage {
  const photo = taken(scene, camera, random);
  quantiseToBytes(photo.data);
  return photo;
}

/** The same of any picture, without noise and not in whole steps. */
export function seeAsTruth(picture: PlanarImage, camera: TruthCamera): PlanarImage {
  return taken(picture, camera, null);
}

function taken(scene: PlanarImage, { blur, noise, sharpening }: TruthCamera, random: Random | null): PlanarImage {
  const light = { ...scene, data: scene.data.slice() };
  decodeLight(light.data);
  const photo = blurGaussian(light, blur);
  if (random !== null) addSensorNoise(photo, noise, random);
  encodeLight(photo.data);
  if (sharpening !== null) sharpen(photo, sharpening);
  return photo;
}
