import sharp, { type Sharp } from 'sharp';
import type { Rectangle, Size } from '#contract/geometry';
import { levelSize, type Pyramid } from '#contract/media-urls';
import { sceneSvg, wholeScene, type ScenePart } from './scene-picture.ts';

/** Pictures that can be asked for tile by tile, and the map that lies over a result. */
export interface FakePictures {
  wide: Pyramid;
  tele: Pyramid;
  result: Pyramid;
  /** The result without the telephoto: between wide and result. */
  alone: Pyramid;
  /** The part of a picture for a region of the wide; of the result unless it is said otherwise. */
  patch(region: Rectangle, from?: 'result' | 'alone'): Pyramid;
  /** The telephoto's corners in the wide picture. */
  teleIn: { x: number; y: number; scale: number };
  /** WebP; null where there is no such tile. */
  tile(key: string, level: number, column: number, row: number): Promise<Buffer | null>;
  /** PNG, one pixel per block of 16. */
  provenance(): Promise<Buffer>;
}

const tileSize = 256;
const telePart: ScenePart = { x: 1.05, y: 0.8, width: 2, height: 1.5 };

/** The scene as three pictures: the wide soft, the telephoto and the result sharp. */
export function makeFakePictures(wideSize: Size = { width: 1200, height: 900 }): FakePictures {
  const resultSize = { width: wideSize.width * 2, height: wideSize.height * 2 };
  const wide = pyramidOf('aa', wideSize);
  const tele = pyramidOf('bb', wideSize);
  const result = pyramidOf('cc', resultSize);
  const alone = pyramidOf('dd', resultSize);
  const full = new Map<string, Promise<Buffer>>([
    [wide.key, render(wholeScene, wideSize, 1.1)],
    [tele.key, render(telePart, wideSize, 0)],
    [result.key, render(wholeScene, resultSize, 0)],
    [alone.key, render(wholeScene, resultSize, 0.8)],
  ]);
  const levels = new Map<string, Promise<Buffer>>();
  const patches = new Map<string, Pyramid>();

  return {
    wide,
    tele,
    result,
    alone,
    patch(region, from = 'result') {
      const pyramid = pyramidOf(patchDigits(region, from), { width: 2 * region.width, height: 2 * region.height });
      const part = { left: 2 * region.x, top: 2 * region.y, width: pyramid.width, height: pyramid.height };
      const sharpest =
        full.get(from === 'result' ? result.key : alone.key) ?? Promise.reject(new Error('Expected a result'));
      patches.set(pyramid.key, pyramid);
      full.set(
        pyramid.key,
        sharpest.then((pixels) => raw(pixels, resultSize).extract(part).raw().toBuffer()),
      );
      return pyramid;
    },
    teleIn: { x: (telePart.x / 4) * wideSize.width, y: (telePart.y / 3) * wideSize.height, scale: telePart.width / 4 },
    async tile(key, level, column, row) {
      const pyramid = [wide, tele, result, alone, ...patches.values()].find((one) => one.key === key);
      const picture = full.get(key);
      if (pyramid === undefined || picture === undefined || level >= pyramid.levels) return null;
      const size = levelSize(pyramid, level);
      const name = `${key}/${level}`;
      const pixels = levels.get(name) ?? shrink(await picture, pyramid, size);
      levels.set(name, pixels);
      const [left, top] = [column * tileSize, row * tileSize];
      if (left >= size.width || top >= size.height) return null;
      const [width, height] = [Math.min(tileSize, size.width - left), Math.min(tileSize, size.height - top)];
      return raw(await pixels, size)
        .extract({ left, top, width, height })
        .webp({ quality: 90 })
        .toBuffer();
    },
    provenance: () => provenanceOf(resultSize),
  };
}

/** Names a region in hexadecimal. */
function patchDigits({ x, y }: Rectangle, from: 'result' | 'alone'): string {
  return `${from === 'result' ? 'ee' : 'ef'}${x.toString(16).padStart(6, '0')}${y.toString(16).padStart(8, '0')}`;
}

function pyramidOf(digits: string, { width, height }: Size): Pyramid {
  const levels = 1 + Math.ceil(Math.log2(Math.max(width, height) / tileSize));
  return { key: digits.repeat(32 / digits.length), width, height, tileSize, levels };
}

async function render(part: ScenePart, size: Size, blur: number): Promise<Buffer> {
  const picture = sharp(Buffer.from(sceneSvg(part, size))).removeAlpha();
  return (blur > 0 ? picture.blur(blur) : picture).raw().toBuffer();
}

function shrink(pixels: Buffer, from: Size, to: Size): Promise<Buffer> {
  return raw(pixels, from).resize(to.width, to.height, { fit: 'fill' }).raw().toBuffer();
}

function raw(pixels: Buffer, { width, height }: Size): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function provenanceOf(result: Size): Promise<Buffer> {
  const [width, height] = [Math.ceil(result.width / 16), Math.ceil(result.height / 16)];
  const pixels = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = { x: (x / width) * 4, y: (y / height) * 3 };
      const isInside =
        at.x > telePart.x &&
        at.x < telePart.x + telePart.width &&
        at.y > telePart.y &&
        at.y < telePart.y + telePart.height;
      const isMatched = !isInside && at.y > 1.5 && at.y < 2.1 && (x * 7 + y * 3) % 5 < 2;
      if (isInside) pixels.set([0x00, 0x72, 0xb2, 0xa0], (y * width + x) * 4);
      else if (isMatched) pixels.set([0xe6, 0x9f, 0x00, 0xa0], (y * width + x) * 4);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}
