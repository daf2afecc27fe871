import { exposeBayerSensor, type SensorNoise } from '../../../../native-models/simulation/camera/bayer-sensor.ts';
import { renderColours, type ColourRendering } from './colour-rendering.ts';
import { blurGaussian } from '../../../../native-models/simulation/camera/lens-blur.ts';
import { sharpen, type Sharpening } from '../../../../native-models/simulation/camera/sharpening.ts';
import { vignette } from './vignetting.ts';
import { createPlanarImage, type PlanarImage } from '../../../../native-models/simulation/planar-image.ts';
import type { Random } from '../../../../native-models/random.ts';

/** Everything that stands between the light and the file, for one of a phone's cameras. */
export interface CameraModel {
  /** Of lens, motion and pixel together, in pixels of the sharp picture; one standard deviation. */
  blurSigma: number;
  /** Sharp pixels per photo pixel along each axis; whole. The sensor has as many photosites, whose colours are then averaged. */
  shrink: number;
  /** How much light the corners lose, 0 to 1. */
  vignetting: number;
  noise: SensorNoise;
  colours: ColourRendering;
  sharpening: Sharpening;
}

/**
 * The photo that a camera would make of a sharp picture in linear light (1 is a well-lit white). Comes back as encoded
 * sRGB values, clipped to 0 and 1, `shrink` times smaller. Throws a RangeError when the size is not a multiple of `shrink`.
 */
export function photograph(sharp: PlanarImage, camera: CameraModel, random: Random): PlanarImage {
  const projected =
    camera.blurSigma > 0 ? blurGaussian(sharp, camera.blurSigma) : { ...sharp, data: sharp.data.slice() };
  vignette(projected, camera.vignetting);
  const photo = shrinkByArea(exposeBayerSensor(projected, camera.noise, random), camera.shrink);
  renderColours(photo, camera.colours);
  sharpen(photo, camera.sharpening);
  return clip(photo);
}

/**
 * What the same camera would show had it no blur, no noise, no sharpening and the sharp picture's own resolution: the
 * truth that an enhanced photo is measured against. Encoded sRGB values.
 */
export function idealPhotograph(sharp: PlanarImage, camera: CameraModel): PlanarImage {
  const ideal = { ...sharp, data: sharp.data.slice() };
  vignette(ideal, camera.vignetting);
  renderColours(ideal, camera.colours);
  return clip(ideal);
}

/** Mean of blocks of factor x factor pixels. */
export function shrinkByArea(image: PlanarImage, factor: number): PlanarImage {
  const width = image.width / factor;
  const height = image.height / factor;
  if (!Number.isInteger(width) || !Number.isInteger(height)) {
    throw new RangeError(
      `Expected a width and height that ${factor} divides, received ${image.width} x ${image.height}`,
    );
  }
  if (factor === 1) return { ...image, data: image.data.slice() };
  const small = createPlanarImage(width, height);
  const weight = 1 / (factor * factor);
  for (let channel = 0; channel < 3; channel++) {
    for (let row = 0; row < height * factor; row++) {
      const from = (channel * image.height + row) * image.width;
      const to = (channel * height + Math.floor(row / factor)) * width;
      for (let column = 0; column < image.width; column++) {
        const at = to + Math.floor(column / factor);
        small.data[at] = (small.data[at] ?? 0) + weight * (image.data[from + column] ?? 0);
      }
    }
  }
  return small;
}

function clip(image: PlanarImage): PlanarImage {
  for (let at = 0; at < image.data.length; at++) image.data[at] = Math.min(1, Math.max(0, image.data[at] ?? 0));
  return image;
}
