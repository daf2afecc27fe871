import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import exifr from 'exifr';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { exportFormat, type ExportFormat } from '#contract/export-settings';
import { displayP3Profile } from '#core/photos/colour/colour-profile';
import type { PixelImage } from '#core/photos/pixel-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { writeImage, type WriteOptions } from '#core/photos/files/write-image';
import { gradientImage, meanDifference, phonePhoto, pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const software = 'Telewide 9.8.7';
const formats = exportFormat.options;

/** A photo as a phone writes it, a scratch image of twice its size, and how to write that. */
async function prepare(
  image: PixelImage = gradientImage(128, 96),
): Promise<WriteOptions & { folder: string; image: PixelImage }> {
  const folder = temporaryFolder();
  const metadataFrom = await savePicture(folder, 'photo.jpg', phonePhoto(gradientImage(48, 64)));
  expect((await sharp(metadataFrom).metadata()).orientation).toBe(6);
  const scratchPath = join(folder, 'scratch.tif');
  const scratch = createScratchImage(scratchPath, image);
  scratch.writeRows(image.data);
  scratch.finish();
  mkdirSync(join(folder, 'out'));
  const settings = { format: 'jpeg' as ExportFormat, quality: 95, keepGps: true };
  const targetPath = join(folder, 'out', 'result');
  return { folder, image, scratchPath, targetPath, settings, metadataFrom, software, never: [metadataFrom] };
}

describe('a target that must not be written', () => {
  it.each(['itself', 'a symbolic link', 'a hard link', 'a detour'])(
    'is an original by %s; the original stays whole',
    async (way) => {
      const options = await prepare();
      const original = options.metadataFrom;
      const before = readFileSync(original);
      const other = join(options.folder, 'out', 'other.jpg');
      if (way === 'a symbolic link') symlinkSync(original, other);
      if (way === 'a hard link') linkSync(original, other);
      const detour = join(options.folder, 'out', '..', 'photo.jpg');
      const targetPath = way === 'itself' ? original : way === 'a detour' ? detour : other;
      await expect(writeImage({ ...options, targetPath })).rejects.toMatchObject({ code: 'not-writable' });
      expect(readFileSync(original).equals(before)).toBe(true);
      expect(readdirSync(options.folder).filter((name) => name.includes('.tmp'))).toEqual([]);
    },
  );

  it('is a folder, or lies in one that is not there or is a file', async () => {
    const options = await prepare();
    for (const targetPath of ['out', 'nowhere/result.jpg', 'photo.jpg/result.jpg']) {
      const attempt = writeImage({ ...options, targetPath: join(options.folder, targetPath) });
      await expect(attempt).rejects.toMatchObject({ code: 'not-writable' });
    }
    expect(readdirSync(options.folder).sort()).toEqual(['out', 'photo.jpg', 'scratch.tif']);
  });

  it('stays as it was when the original is gone, when aborted, and when the format cannot hold the size', async () => {
    const options = await prepare(gradientImage(16_400, 32));
    writeFileSync(options.targetPath, 'old');
    const attempt = (changes: Partial<WriteOptions>): Promise<void> => writeImage({ ...options, ...changes });
    await expect(attempt({ metadataFrom: join(options.folder, 'gone.jpg') })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(attempt({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    const webp = { ...options.settings, format: 'webp' as const };
    await expect(attempt({ settings: webp })).rejects.toMatchObject({ code: 'image-too-large' });
    expect(readFileSync(options.targetPath, 'utf8')).toBe('old');
    expect(readdirSync(join(options.folder, 'out'))).toEqual(['result']);
  });
});

describe('pixels', () => {
  it.each([
    ['png', 8],
    ['png', 16],
    ['tiff', 8],
    ['tiff', 16],
  ] as const)('of a %s are exact at %i bits', async (format, depth) => {
    const options = await prepare(gradientImage(131, 97, depth));
    await writeImage({ ...options, settings: { ...options.settings, format } });
    const pipeline = sharp(options.targetPath);
    if (depth === 16) pipeline.toColourspace('rgb16');
    const raw = await pipeline.raw({ depth: depth === 16 ? 'ushort' : 'uchar' }).toBuffer();
    expect(raw.equals(Buffer.from(options.image.data.buffer))).toBe(true);
  });

  it.each(['jpeg', 'webp', 'avif'] as const)(
    'of a %s are close, from 8 and from 16 bits, and the scratch image stays',
    async (format) => {
      for (const depth of [8, 16] as const) {
        const options = await prepare({ ...gradientImage(128, 96, depth), profile: await displayP3Profile() });
        await writeImage({ ...options, settings: { ...options.settings, format } });
        const { icc, bitsPerSample } = await sharp(options.targetPath).metadata();
        expect(Uint8Array.from(icc ?? [])).toEqual(options.image.profile);
        if (format === 'avif') expect(bitsPerSample).toBe(depth === 8 ? 8 : 10);
        const { data } = await sharp(options.targetPath, { ignoreIcc: true })
          .raw()
          .toBuffer({ resolveWithObject: true });
        const unit = depth === 8 ? 1 : 257;
        const expected = options.image.data.map((value) => value / unit);
        expect(meanDifference(data, expected)).toBeLessThan(3);
        expect(readdirSync(options.folder).sort()).toEqual(['out', 'photo.jpg', 'scratch.tif']);
      }
    },
  );

  it('of a JPEG keep full colour resolution from quality 90 on', async () => {
    for (const [quality, subsampling] of [
      [90, '4:4:4'],
      [89, '4:2:0'],
    ] as const) {
      const options = await prepare();
      await writeImage({ ...options, settings: { ...options.settings, quality } });
      expect((await sharp(options.targetPath).metadata()).chromaSubsampling).toBe(subsampling);
    }
  });
});

describe.each(formats)('the metadata of a %s', (format) => {
  it('tells of the photo, of the new size and of the program, and is upright', async () => {
    const options = await prepare();
    await writeImage({ ...options, settings: { ...options.settings, format } });
    expect(readdirSync(join(options.folder, 'out'))).toEqual(['result']);
    expect(await readTags(options.targetPath)).toMatchObject({
      Make: 'Acme',
      Model: 'Phone 9',
      Copyright: 'A. Person',
      Software: software,
      Orientation: 1,
      FocalLength: 6,
      FocalLengthIn35mmFormat: 52,
      ISO: 80,
      LensModel: 'Acme tele 6 mm f/2',
      DateTimeOriginal: '2024:05:06 07:08:09',
      ExifImageWidth: 128,
      ExifImageHeight: 96,
      GPSLatitudeRef: 'N',
      GPSLatitude: [51, 30, 32.3],
    });
    const facts = await sharp(options.targetPath).metadata();
    expect([facts.width, facts.height, facts.orientation ?? 1]).toEqual([128, 96, 1]);
    const xmp = facts.xmp?.toString() ?? '';
    expect(xmp).toContain('A harbour');
    expect(xmp).toContain('e:GPSLatitude="51,30.5N"');
    expect(xmp).toContain('tiff:Orientation="1"');
    expect(xmp).toContain('<e:PixelXDimension>128<');
    expect(xmp).toContain(software);
    expect(xmp).not.toContain('hdrgm:Version');
  });

  it('tells nothing of the place when that is not wanted', async () => {
    const options = await prepare();
    await writeImage({ ...options, settings: { ...options.settings, format, keepGps: false } });
    const tags = await readTags(options.targetPath);
    expect(tags).toMatchObject({ Make: 'Acme', ISO: 80, ExifImageWidth: 128 });
    expect(Object.keys(tags).filter((name) => name.startsWith('GPS'))).toEqual([]);
    const bytes = readFileSync(options.targetPath).toString('latin1');
    expect(bytes).not.toContain('GPSLatitude');
    expect(bytes).not.toContain('51,30.5N');
    const xmp = (await sharp(options.targetPath).metadata()).xmp?.toString() ?? '';
    expect(xmp).toContain('A harbour');
    expect(xmp).not.toContain('GPS');
    expect(bytes).not.toContain('exif-placeholder');
  });

  it('is there too when the photo had none', async () => {
    const options = await prepare();
    const metadataFrom = await savePicture(options.folder, 'bare.png', pipelineOf(gradientImage(64, 48)).png());
    await writeImage({ ...options, metadataFrom, settings: { ...options.settings, format } });
    expect(await readTags(options.targetPath)).toMatchObject({
      Software: software,
      Orientation: 1,
      ExifImageHeight: 96,
    });
  });

  it('is taken over from a TIFF and from a WebP as well', async () => {
    const options = await prepare();
    const first = join(options.folder, 'first.tif');
    await writeImage({ ...options, targetPath: first, settings: { ...options.settings, format: 'tiff' } });
    const second = join(options.folder, 'second.webp');
    await writeImage({
      ...options,
      targetPath: second,
      metadataFrom: first,
      settings: { ...options.settings, format: 'webp' },
    });
    await writeImage({ ...options, metadataFrom: second, settings: { ...options.settings, format } });
    expect(await readTags(options.targetPath)).toMatchObject({
      Make: 'Acme',
      FocalLength: 6,
      GPSLatitude: [51, 30, 32.3],
    });
    expect(statSync(options.targetPath).size).toBeGreaterThan(1000);
  });
});

/** The tags as an independent reader finds them. Formats that exifr cannot open are read through the block that libvips finds. */
async function readTags(path: string): Promise<Record<string, unknown>> {
  const exif = (await sharp(path).metadata()).exif;
  const block = exif?.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
  return (await exifr.parse(block ?? path, {
    tiff: true,
    gps: true,
    reviveValues: false,
    translateValues: false,
  })) as Record<string, unknown>;
}
