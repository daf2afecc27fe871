import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImage } from '#core/photos/files/read-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { smallestSide } from '#core/photos/files/size-limits';
import { gradientImage, meanDifference, pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const pixelLimit = 1e6;

describe('what cannot be read', () => {
  it.each([
    ['missing.jpg', 'not-found'],
    ['folder.jpg', 'unreadable-image'],
    ['empty.jpg', 'unreadable-image'],
    ['text.jpg', 'unsupported-format'],
    ['drawing.png', 'unsupported-format'],
    ['animation.jpg', 'unsupported-format'],
    ['header-only.jpg', 'unreadable-image'],
  ])('%s is refused as %s', async (name, code) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder.jpg'));
    writeFileSync(join(folder, 'empty.jpg'), '');
    writeFileSync(join(folder, 'text.jpg'), 'this is no picture');
    writeFileSync(join(folder, 'drawing.png'), '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>');
    await savePicture(folder, 'animation.jpg', pipelineOf(gradientImage(40, 40)).gif());
    writeFileSync(join(folder, 'header-only.jpg'), Buffer.from('ffd8ffe000104a464946', 'hex'));
    const attempt = readImage(join(folder, name), { pixelLimit });
    await expect(attempt).rejects.toMatchObject({ name: 'AppError', code });
    await expect(attempt).rejects.toThrow(name);
    await expect(attempt).rejects.not.toThrow('\n');
  });

  it.each([
    ['jpeg', 0.5],
    ['jpeg', 0.98],
    ['png', 0.9],
    ['webp', 0.7],
  ] as const)('a %s of which only the first %f is there is damaged', async (format, share) => {
    const folder = temporaryFolder();
    const whole = readFileSync(await savePicture(folder, 'whole', pipelineOf(gradientImage(300, 200))[format]({})));
    writeFileSync(join(folder, 'part'), whole.subarray(0, Math.floor(whole.length * share)));
    await expect(readImage(join(folder, 'part'), { pixelLimit })).rejects.toMatchObject({ code: 'unreadable-image' });
  });

  it('a photo over the pixel limit, or under the smallest size, is refused by its header', async () => {
    const folder = temporaryFolder();
    const path = await savePicture(folder, 'a.png', pipelineOf(gradientImage(40, 50)).png());
    await expect(readImage(path, { pixelLimit: 1999 })).rejects.toMatchObject({ code: 'image-too-large' });
    await expect(readImage(path, { pixelLimit: 2000 })).resolves.toMatchObject({ width: 40, height: 50 });
    const thin = await savePicture(folder, 'b.png', pipelineOf(gradientImage(smallestSide - 1, 50)).png());
    await expect(readImage(thin, { pixelLimit })).rejects.toMatchObject({ code: 'image-too-small' });
  });

  it('an aborted read ends as an abort', async () => {
    const path = await savePicture(temporaryFolder(), 'a.png', pipelineOf(gradientImage(40, 40)).png());
    const signal = AbortSignal.abort();
    await expect(readImage(path, { pixelLimit, signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('pixels', () => {
  it.each(['png', 'tiff', 'webp'] as const)(
    'of a lossless %s come back exactly, whatever the file is called',
    async (format) => {
      const image = gradientImage(61, 47);
      const options = format === 'webp' ? { lossless: true } : format === 'tiff' ? { compression: 'lzw' } : {};
      const path = await savePicture(temporaryFolder(), 'picture.heic', pipelineOf(image)[format](options));
      const read = await readImage(path, { pixelLimit });
      expect(read).toMatchObject({ width: 61, height: 47, depth: 8, profile: null });
      expect(read.data).toEqual(image.data);
    },
  );

  it.each(['png', 'tiff'] as const)('of a 16-bit %s keep their 16 bits', async (format) => {
    const image = gradientImage(61, 47, 16);
    const path = await savePicture(temporaryFolder(), 'a', pipelineOf(image)[format]({ compression: 'lzw' }));
    const read = await readImage(path, { pixelLimit });
    expect(read.depth).toBe(16);
    expect(read.data).toEqual(image.data);
  });

  it('of an AVIF are close', async () => {
    const image = gradientImage(64, 64);
    const path = await savePicture(temporaryFolder(), 'a.avif', pipelineOf(image).avif({ quality: 95, effort: 0 }));
    const read = await readImage(path, { pixelLimit });
    expect(meanDifference(read.data, image.data)).toBeLessThan(2);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('with EXIF orientation %i come out upright, once', async (orientation) => {
    const image = gradientImage(48, 32);
    const stored = await unorient(pipelineOf(image).png(), orientation);
    const path = await savePicture(temporaryFolder(), 'a.png', stored.withMetadata({ orientation }).png());
    const read = await readImage(path, { pixelLimit });
    expect([read.width, read.height]).toEqual([48, 32]);
    expect(read.data).toEqual(image.data);
  });

  it('that are grey, in a palette or half transparent become RGB, on white', async () => {
    const folder = temporaryFolder();
    const background = { r: 100, g: 100, b: 100, alpha: 0.5 };
    const flat = (channels: 3 | 4) => sharp({ create: { width: 40, height: 40, channels, background } });
    const first = async (name: string, picture: Sharp): Promise<number[]> => [
      ...(await readImage(await savePicture(folder, name, picture), { pixelLimit })).data.subarray(0, 3),
    ];
    expect(await first('grey.png', flat(3).toColourspace('b-w').png())).toEqual([100, 100, 100]);
    expect(await first('palette.png', flat(3).png({ palette: true }))).toEqual([100, 100, 100]);
    const [onWhite] = await first('alpha.png', flat(4).png());
    expect(Math.abs((onWhite ?? 0) - (100 * 128 + 255 * 127) / 255)).toBeLessThanOrEqual(1);
  });

  it('in CMYK become RGB of about the same colour', async () => {
    const red = sharp({ create: { width: 40, height: 40, channels: 3, background: '#c03020' } });
    const path = await savePicture(temporaryFolder(), 'a.jpg', red.toColourspace('cmyk').jpeg({ quality: 100 }));
    const { data, profile } = await readImage(path, { pixelLimit });
    expect(profile).toBeNull();
    expect(Math.abs((data[0] ?? 0) - 0xc0)).toBeLessThan(30);
    expect(Math.abs((data[1] ?? 0) - 0x30)).toBeLessThan(30);
  });

  it('of an animation are those of its first picture', async () => {
    const flat = (background: string): Promise<Buffer> =>
      sharp({ create: { width: 40, height: 40, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = [await flat('#ff0000'), await flat('#00ff00')];
    const path = await savePicture(
      temporaryFolder(),
      'a.webp',
      sharp(frames, { join: { animated: true } }).webp({ lossless: true }),
    );
    const read = await readImage(path, { pixelLimit });
    expect([read.width, read.height, ...read.data.subarray(0, 3)]).toEqual([40, 40, 255, 0, 0]);
  });
});

describe('colour profiles', () => {
  const colour = { r: 180, g: 140, b: 110 };
  const flat = (background: string | typeof colour) =>
    sharp({ create: { width: 40, height: 40, channels: 3, background } });

  it('stay as they are, with the values, when no other is asked for', async () => {
    const source = await flat(colour).withIccProfile('p3').png().toBuffer();
    const { data: stored } = await sharp(source, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    const path = await savePicture(temporaryFolder(), 'a.png', sharp(source).keepIccProfile().png());
    const read = await readImage(path, { pixelLimit });
    expect(read.profile).not.toBeNull();
    expect([...read.data.subarray(0, 3)]).toEqual([...stored.subarray(0, 3)]);
  });

  it.each([8, 16] as const)(
    'are converted through ICC at %i bits: sRGB to Display P3 as the matrices say, and back',
    async (depth) => {
      const folder = temporaryFolder();
      const p3 = (await sharp(await flat(colour).withIccProfile('p3').png().toBuffer()).metadata()).icc;
      if (p3 === undefined) throw new Error('Expected a profile');
      const unit = depth === 16 ? 257 : 1;
      const values = Array.from({ length: 40 * 40 }, () => [colour.r * unit, colour.g * unit, colour.b * unit]).flat();
      const data = depth === 16 ? Uint16Array.from(values) : Uint8Array.from(values);
      const path = await savePicture(
        folder,
        'srgb.png',
        pipelineOf({ width: 40, height: 40, depth, data, profile: null }).png(),
      );

      const converted = await readImage(path, { pixelLimit, profile: p3 });
      expect(converted).toMatchObject({ depth, width: 40, height: 40 });
      expect(converted.profile).toEqual(p3);
      srgbToDisplayP3([colour.r, colour.g, colour.b]).forEach((expected, channel) => {
        expect(Math.abs((converted.data[channel] ?? 0) / unit - expected)).toBeLessThan(depth === 16 ? 0.15 : 0.6);
      });

      const scratch = createScratchImage(join(folder, 'p3.tif'), converted);
      scratch.writeRows(converted.data);
      scratch.finish();
      const back = await readImage(join(folder, 'p3.tif'), { pixelLimit, profile: null });
      [colour.r, colour.g, colour.b].forEach((expected, channel) => {
        expect(Math.abs((back.data[channel] ?? 0) / unit - expected)).toBeLessThan(depth === 16 ? 0.15 : 1.01);
      });
    },
  );

  it('that mean the same are not converted', async () => {
    const path = await savePicture(temporaryFolder(), 'a.png', flat(colour).withIccProfile('srgb').png());
    const read = await readImage(path, { pixelLimit, profile: null });
    expect([...read.data.subarray(0, 3)]).toEqual([180, 140, 110]);
  });
});

/** Turns an upright picture into what a camera stores for an orientation (EXIF 2.3, tag 274). */
async function unorient(upright: Sharp, orientation: number): Promise<Sharp> {
  const picture = sharp(await upright.toBuffer());
  const turned: Record<number, () => Sharp> = {
    1: () => picture,
    2: () => picture.flop(),
    3: () => picture.rotate(180),
    4: () => picture.flip(),
    5: () => picture.rotate(270).flop(),
    6: () => picture.rotate(270),
    7: () => picture.rotate(90).flop(),
    8: () => picture.rotate(90),
  };
  return sharp(await (turned[orientation]?.() ?? picture).png().toBuffer());
}

/** Both spaces have the tone curve of sRGB and the white D65; the matrices are those of CSS Color 4. */
function srgbToDisplayP3(rgb: number[]): number[] {
  const linear = rgb.map((value) => decode(value / 255));
  const matrix = [
    [0.8224621, 0.177538, 0],
    [0.0331941, 0.9668058, 0],
    [0.0170827, 0.0723974, 0.9105199],
  ];
  return matrix.map((row) => 255 * encode(row.reduce((sum, weight, index) => sum + weight * (linear[index] ?? 0), 0)));
}

function decode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}
