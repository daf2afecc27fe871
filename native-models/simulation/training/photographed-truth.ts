import { blurGaussian } from '../camera/lens-blur.ts';
import { sharpen } from '../camera/sharpening.ts';
import type { PlanarImage } from '../planar-image.ts';
import type { Random } from '../random.ts';
import { drawFrom } from './draw.ts';
import { decodeLight, encodeLight, quantiseToBytes } from './light.ts';
import ranges from './ranges.json' with { type: 'json' };
import { addSensorNoise } from './sensor-noise.ts';

/**
 * What a clean wide is shrunk from, of the scene's size, encoded, in whole steps of 1/255: in a share of cases a phone's photo
 * of the scene, soft, noisy and sharpened, else the scene itself. `noise` is what is left of it in luma after halving, as a
 * standard deviation.
 */
export function photographTruth(scene: PlanarImage, random: Random): { photo: PlanarImage; noise: number } {
  const { photographed, blur, shot, read, sharpened, ...sharpening } = ranges.truth;
  if (!random.chance(photographed)) return { photo: scene, noise: 0 };
  const light = { ...scene, data: scene.data.slice() };
  decodeLight(light.data);
  const photo = blurGaussian(light, drawFrom(random, blur));
  const quiet = { ...photo, data: photo.data.slice() };
  addSensorNoise(photo, { shot: drawFrom(random, shot), read: drawFrom(random, read) }, random.fork('noise'));
  for (const { data } of [photo, quiet]) encodeLight(data);
  if (random.chance(sharpened)) {
    const drawn = {
      amount: drawFrom(random, sharpening.amount),
      sigma: drawFrom(random, sharpening.radius),
      chromaSigma: drawFrom(random, sharpening.chromaRadius),
    };
    for (const image of [photo, quiet]) sharpen(image, drawn);
  }
  const noise = halvedNoise(photo, quiet);
  quantiseToBytes(photo.data);
  return { photo, noise };
}

const lumaOfColours = [0.299, 0.587, 0.114] as const;

/** Standard deviation of the luma in which two pictures differ, over means of 2x2 pixels. */
function halvedNoise(photo: PlanarImage, quiet: PlanarImage): number {
  const { width, height } = photo;
  const plane = width * height;
  let squares = 0;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let sum = 0;
      for (const [channel, weight] of lumaOfColours.entries())
        for (const step of [0, 1, width, width + 1]) {
          const at = channel * plane + row * width + column + step;
          sum += weight * ((photo.data[at] ?? 0) - (quiet.data[at] ?? 0));
        }
      squares += (sum / 4) ** 2;
    }
  }
  return Math.sqrt(squares / (plane / 4));
}
