import { completeSettings, type ExportSettings, type FileFacts } from '#contract/export-settings';
import type { Rectangle, Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';
import { profileName } from '../colour/colour-profile.ts';
import { sharp } from '../image-library.ts';
import type { PixelImage } from '../pixel-image.ts';
import { finishedSize } from '../scratch/finish-picture.ts';
import { readPart, readRaster, toEightBits, toSixteenBits } from '../scratch/scratch-image.ts';
import { depthToEncode, encodings } from './encodings.ts';

/** Squares along one side, and their side in pixels of the finished picture: a multiple of what encoders take for a block. */
const across = 5;
const side = 160;

const profileNames = { srgb: 'sRGB', 'display-p3': 'Display P3' } as const;

/**
 * What `writeImage` would make of a scratch image. Size, depth and profile are exact; the bytes are those of squares from all over the
 * picture, encoded as the file would be, without its metadata.
 */
export async function describeFile(scratchPath: string, given: ExportSettings): Promise<FileFacts> {
  const settings = completeSettings(given);
  const raster = await readRaster(scratchPath);
  const { width, height } = finishedSize(raster, settings.size);
  const encoding = encodings[settings.format];
  const depth = depthToEncode(encoding, settings.bitDepth, { width, height, depth: raster.depth });
  const scale = width / raster.width;
  const columns = Math.min(across, Math.max(1, Math.floor(width / side)));
  const rows = Math.min(across, Math.max(1, Math.floor(height / side)));
  const square = { width: Math.min(side, width), height: Math.min(side, height) };
  const sheet = { width: columns * square.width, height: rows * square.height };
  const values = new (depth === 16 ? Uint16Array : Uint8Array)(3 * sheet.width * sheet.height);
  for (let index = 0; index < columns * rows; index++) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const x = (column + 0.5) * (width / columns) - square.width / 2;
    const y = (row + 0.5) * (height / rows) - square.height / 2;
    const part = await readPart(scratchPath, within(raster, { x, y, ...square }, scale), raster);
    const pixels = await resized(part, square, depth);
    for (let line = 0; line < square.height; line++) {
      const from = pixels.subarray(3 * line * square.width, 3 * (line + 1) * square.width);
      values.set(from, 3 * ((row * square.height + line) * sheet.width + column * square.width));
    }
  }
  const pipeline = sharp(values, { raw: { ...sheet, channels: 3 } });
  if (depth === 16) pipeline.toColourspace('rgb16');
  const { quality } = settings;
  const encoded = await encoding.encode(pipeline, { ...sheet, quality, depth, isCompact: false }).toBuffer();
  return {
    width,
    height,
    depth: depth === 16 ? encoding.maxBits : 8,
    profile: settings.profile === 'keep' ? profileName(raster.profile) : profileNames[settings.profile],
    bytes: Math.round((encoded.length * width * height) / (sheet.width * sheet.height)),
  };
}

/** Values of the depth of the file, in so many pixels. */
async function resized(part: PixelImage, { width, height }: Size, depth: BitDepth): Promise<Uint8Array | Uint16Array> {
  const isDeep = depth === 16;
  const from = isDeep && part.depth === 8 ? toSixteenBits(part.data) : part.data;
  const data = !isDeep && from instanceof Uint16Array ? toEightBits(from) : from;
  if (part.width === width && part.height === height) return data;
  const bytes = await sharp(data, { raw: { width: part.width, height: part.height, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer();
  return isDeep ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : bytes;
}

/** A part of the finished picture in pixels of the scratch image, whole and inside it. */
function within(raster: Size, { x, y, width, height }: Rectangle, scale: number): Rectangle {
  const along = (start: number, length: number, whole: number): [number, number] => {
    const many = Math.min(whole, Math.max(1, Math.round(length / scale)));
    return [Math.min(whole - many, Math.max(0, Math.round(start / scale))), many];
  };
  const [left, wide] = along(x, width, raster.width);
  const [top, down] = along(y, height, raster.height);
  return { x: left, y: top, width: wide, height: down };
}
