import type { Rectangle } from '#contract/geometry';
import { whiteOf, type PixelImage } from '#core/photos/pixel-image';
import { letterStyles, letterText } from '#native-models/simulation/painted-photos/lettering/letter-text';

/** A small RGBA picture, 8 bit. */
export interface Strip {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/**
 * The same place of several pictures beside each other, pixel by pixel, each under its name. Colours are the pictures' own encoded
 * values; a profile is not carried.
 */
export function comparisonStrip(pictures: readonly { label: string; image: PixelImage }[], place: Rectangle): Strip {
  const width = pictures.length * (place.width + gap) - gap;
  const height = labelHeight + place.height;
  const strip: Strip = { width, height, pixels: new Uint8Array(4 * width * height).fill(255) };
  pictures.forEach(({ label, image }, index) => {
    const left = index * (place.width + gap);
    writeLabel(strip, label, left, place.width);
    copyPlace(strip, image, place, left);
  });
  return strip;
}

const gap = 8;
const labelHeight = 24;
const letterHeight = 11;

function copyPlace(strip: Strip, image: PixelImage, place: Rectangle, left: number): void {
  const scale = 255 / whiteOf(image.depth);
  for (let y = 0; y < place.height; y += 1) {
    for (let x = 0; x < place.width; x += 1) {
      const source = ((place.y + y) * image.width + place.x + x) * 3;
      const target = ((labelHeight + y) * strip.width + left + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        strip.pixels[target + channel] = Math.round((image.data[source + channel] ?? 0) * scale);
      }
    }
  }
}

/** Black on white, cut off where the picture's width ends. */
function writeLabel(strip: Strip, label: string, left: number, width: number): void {
  const line = letterText(label, letterStyles.plain, letterHeight);
  const baseline = (labelHeight + letterHeight) / 2;
  for (let y = 0; y < labelHeight; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const ink = Math.min(1, Math.max(0, line.coverage(x + 0.5, baseline - y - 0.5, 1)));
      const target = (y * strip.width + left + x) * 4;
      strip.pixels.fill(Math.round(255 * (1 - ink)), target, target + 3);
    }
  }
}
