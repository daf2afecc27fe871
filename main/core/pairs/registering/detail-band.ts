import { composeHomographies, scaleHomography, type Homography, type Rectangle, type Size } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile, shrinkImage, warpPlanar } from '#core/photos/pixels/resample';
import { boxSums, luma } from '#native-models/planes';
import { shiftAcross, type ShiftField } from './shift-field.ts';

/** Brightness detail of a picture at a reduced size: what is left when its own blurred copy is taken away. Zero where it has no pixels. */
export interface DetailBand extends Size {
  readonly values: Float32Array;
  /** 1 where the picture has pixels, else 0. */
  readonly validity: Float32Array;
}

/**
 * The detail of an image on a grid `shrink` times coarser than the wide photo, inside `rectangle` of that grid.
 * `wideToImage` maps points of the wide photo to points of the image, which has about `zoom` pixels to one of the wide; `field` says how
 * far off that is from place to place.
 */
export async function detailBand(
  image: PixelImage,
  wideToImage: Homography,
  zoom: number,
  shrink: number,
  rectangle: Rectangle,
  field: ShiftField | null = null,
): Promise<DetailBand> {
  const { width, height } = rectangle;
  // Shrinking first is many times quicker than a warp with a wide kernel.
  const small = await shrinkImage(image, Math.ceil(Math.max(image.width, image.height) / (zoom * shrink)));
  const toSmall = scaleHomography(small.width / image.width, small.height / image.height);
  const gridToSmall = composeHomographies(toSmall, composeHomographies(wideToImage, scaleHomography(shrink, shrink)));
  const isInPlace = field === null && isIdentity(gridToSmall) && contains(small, rectangle);
  const { pixels, validity } = isInPlace
    ? { pixels: planarTile(small, rectangle), validity: new Float32Array(width * height).fill(1) }
    : warpPlanar(small, gridToSmall, rectangle, field && shiftAcross(field, rectangle, 1 / shrink));
  const plane = width * height;
  const values = new Float32Array(plane);
  for (let index = 0; index < plane; index += 1) {
    const [red, green, blue] = [pixels[index] ?? 0, pixels[plane + index] ?? 0, pixels[2 * plane + index] ?? 0];
    values[index] = luma(red, green, blue) * (validity[index] ?? 0);
  }
  return withoutBlur({ width, height, values, validity }, blurRadius);
}

/** A band at half the size: means of 2x2 values; valid where all four are. */
export function halveBand({ width, height, values, validity }: DetailBand): DetailBand {
  const size = { width: Math.floor(width / 2), height: Math.floor(height / 2) };
  const halved = new Float32Array(size.width * size.height);
  const valid = new Float32Array(halved.length);
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const corner = 2 * y * width + 2 * x;
      const four = [corner, corner + 1, corner + width, corner + width + 1];
      valid[y * size.width + x] = Math.min(...four.map((index) => validity[index] ?? 0));
      const sum = four.reduce((total, index) => total + (values[index] ?? 0), 0);
      halved[y * size.width + x] = (sum / 4) * (valid[y * size.width + x] ?? 0);
    }
  }
  return { ...size, values: halved, validity: valid };
}

function isIdentity(homography: Homography): boolean {
  return homography.every((entry, index) => entry === (index % 4 === 0 ? 1 : 0));
}

function contains(size: Size, { x, y, width, height }: Rectangle): boolean {
  return x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
}

/** Of the blur that is taken away, in pixels of the band. */
const blurRadius = 8;

/** The band less its means over squares of 2 radius + 1, of the pixels that it has. */
function withoutBlur({ width, height, values, validity }: DetailBand, radius: number): DetailBand {
  const blurred = boxSums({ width, height, data: values }, radius);
  const weights = boxSums({ width, height, data: validity }, radius);
  const left = values.map((value, index) =>
    (validity[index] ?? 0) > 0 ? value - (blurred[index] ?? 0) / (weights[index] ?? 1) : 0,
  );
  return { width, height, values: left, validity };
}
