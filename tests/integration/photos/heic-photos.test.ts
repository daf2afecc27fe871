import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import exifr from 'exifr';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { asLogarithms } from '#core/photos/metadata/apple-gain-map';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import { readImage } from '#core/photos/files/read-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { writeImage } from '#core/photos/files/write-image';
import { gradientImage } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/robust', import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn(`Skipped: there are no HEIC photos at ${folder}`);

const iphonePhoto = join(folder, 'immich/formats__heic__IMG_2682.heic');
const turnedPhoto = join(folder, 'heic/ml__indexing__v1__files__7949_mirror_horizontal_rotate_270_cw.HEIC');
const hdrPhoto = join(folder, 'heic/ml__indexing__v1__files__IMG_8606_rotate_90_cw_contains_text.HEIC');
const pixelLimit = 20e6;

it('the gain map of an iPhone means the same as logarithms', () => {
  const values = asLogarithms(3.16849);
  // 128 stands for 0.2615 of the light that is added: 2.168 times that brightens by 0.648 of 1.664 stops.
  expect([values[0], values[128], values[255]]).toEqual([0, 99, 255]);
});

describe.skipIf(!isThere)('HEIC photos', () => {
  it.each([0.5, 0.99])('of which only the first %f is there are damaged', async (share) => {
    const bytes = readFileSync(iphonePhoto);
    const path = join(temporaryFolder(), 'part.heic');
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
    await expect(readImage(path, { pixelLimit })).rejects.toMatchObject({ code: 'unreadable-image' });
  });

  it('tell their camera, profile and upright size', async () => {
    expect(await readPhotoSummary(iphonePhoto)).toMatchObject({
      format: 'heic',
      width: 4032,
      height: 3024,
      colourProfile: 'Display P3',
      hasGps: true,
      camera: { make: 'Apple', model: 'iPhone 7', focalLength35: 28, capturedAt: '2019-03-21T11:04:22.348' },
    });
    expect(await readPhotoSummary(turnedPhoto)).toMatchObject({ width: 1209, height: 1547 });
  });

  it('with colours named by number and no profile are Display P3', async () => {
    const bytes = readFileSync(iphonePhoto);
    const box = bytes.indexOf('colrprof', 0, 'latin1') + 4;
    bytes.write('nclx', box, 'latin1');
    [12, 13, 6].forEach((code, index) => bytes.writeUInt16BE(code, box + 4 + index * 2));
    bytes.writeUInt8(0x80, box + 10);
    const path = join(temporaryFolder(), 'numbers.heic');
    writeFileSync(path, bytes);
    expect((await readPhotoSummary(path)).colourProfile).toBe('Display P3');
  });

  it('hand their EXIF to the picture that is made of them, turned by libheif and not again', async () => {
    const work = temporaryFolder();
    const image = gradientImage(64, 48);
    const scratch = createScratchImage(join(work, 'scratch.tif'), image);
    scratch.writeRows(image.data);
    scratch.finish();
    await writeImage({
      scratchPath: join(work, 'scratch.tif'),
      targetPath: join(work, 'out.jpg'),
      settings: { format: 'jpeg', quality: 90, keepGps: true },
      metadataFrom: iphonePhoto,
      software: 'Telewide 1.2.3',
      never: [iphonePhoto],
    });
    const tags: unknown = await exifr.parse(join(work, 'out.jpg'), { translateValues: false });
    const expected = {
      Model: 'iPhone 7',
      Software: 'Telewide 1.2.3',
      Orientation: 1,
      ExifImageWidth: 64,
      latitude: expect.any(Number) as number,
    };
    expect(tags).toMatchObject(expected);
  });

  it('can be shown', async () => {
    const work = temporaryFolder();
    const pyramid = await buildPyramid({ sourcePath: turnedPhoto, key: '0123456789abcdef', folder: work, pixelLimit });
    expect(pyramid).toMatchObject({ width: 1209, height: 1547, levels: 3 });
    const tile = await sharp(join(work, '0123456789abcdef', '0', '0_0.webp')).metadata();
    expect([tile.width, tile.height]).toEqual([303, 387]);
  });

  it('of an iPhone keep their gain map in a JPEG, upright and as large as the result', async () => {
    const scratchPath = join(temporaryFolder(), 'scratch.tif');
    const image = gradientImage(400, 300);
    const scratch = createScratchImage(scratchPath, image);
    scratch.writeRows(image.data);
    scratch.finish();
    const targetPath = join(temporaryFolder(), 'result.jpg');
    const settings = { format: 'jpeg', quality: 90, keepGps: false } as const;
    const losses: unknown[] = [];
    const what = { crop: { x: 1000, y: 2000, width: 200, height: 150 }, software: 'Telewide', never: [] };
    const onLoss = (loss: unknown): void => void losses.push(loss);
    await writeImage({ scratchPath, targetPath, settings, metadataFrom: hdrPhoto, ...what, onLoss });
    const { gainMap } = await sharp(targetPath).metadata();
    expect(losses).toEqual([]);
    expect(gainMap?.image.includes('hdrgm:GainMapMax="1.663795"')).toBe(true);
    expect(await sharp(gainMap?.image).metadata()).toMatchObject({ width: 200, height: 150 });
    const { dominant } = await sharp(gainMap?.image).stats();
    expect(dominant.r).toBeGreaterThan(20);
  });
});
