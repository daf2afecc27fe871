import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultFinish, type ExportSettings } from '#contract/export-settings';
import { displayP3Profile, profileName, srgbProfile } from '#core/photos/colour/colour-profile';
import { finishPicture, finishedSize } from '#core/photos/scratch/finish-picture';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { writeImage } from '#core/photos/files/write-image';
import { gradientImage, pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { inEnglish } from '../../support/saying.ts';

/** Writes an image as it would be exported and reads it again. */
async function written(
  image: PixelImage,
  settings: Partial<ExportSettings>,
): Promise<PixelImage & { losses: string[]; path: string }> {
  const folder = temporaryFolder();
  const scratchPath = join(folder, 'scratch.tif');
  const scratch = createScratchImage(scratchPath, image);
  scratch.writeRows(image.data);
  scratch.finish();
  const metadataFrom = await savePicture(folder, 'photo.png', pipelineOf(gradientImage(32, 32)).png());
  const losses: string[] = [];
  const path = join(folder, 'result');
  await writeImage({
    scratchPath,
    targetPath: path,
    settings: { format: 'png', quality: 100, keepGps: true, ...settings },
    metadataFrom,
    software: 'Telewide',
    never: [],
    onLoss: (loss) => losses.push(inEnglish(loss)),
  });
  expect(readdirSync(folder).sort()).toEqual(['photo.png', 'result', 'scratch.tif']);
  return { ...(await readImage(path, { pixelLimit: 1e8 })), losses, path };
}

/** Red, green and blue of many strengths, none outside of sRGB when they are read as Display P3. */
function softColours(depth: 8 | 16): PixelImage {
  const white = depth === 8 ? 255 : 65535;
  const values: number[] = [];
  for (let index = 0; index < 64 * 64; index++) {
    const level = 0.1 + 0.8 * ((index % 64) / 63);
    const hue = (Math.floor(index / 64) / 64) * 2 * Math.PI;
    for (const turn of [0, 2, 4]) values.push(Math.round(white * level * (0.88 + 0.1 * Math.cos(hue + turn))));
  }
  return {
    width: 64,
    height: 64,
    depth,
    profile: null,
    data: depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values),
  };
}

const decode = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encode = (value: number): number => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);

/** From the primaries of the two, both with D65 as white (CSS Color 4). */
const fromP3: readonly (readonly number[])[] = [
  [1.2249401762805598, -0.2249401762805598, 0],
  [-0.0420569547096881, 1.0420569547096881, 0],
  [-0.0196375545903344, -0.0786360455506319, 1.0982736001409663],
];

/** The same colours in sRGB, by arithmetic alone, 0..1. */
function convertedByHand({ data, depth }: PixelImage): number[] {
  const white = depth === 8 ? 255 : 65535;
  const result: number[] = [];
  for (let at = 0; at < data.length; at += 3) {
    const linear = [0, 1, 2].map((channel) => decode((data[at + channel] ?? 0) / white));
    for (const row of fromP3)
      result.push(encode(row.reduce((sum, factor, index) => sum + factor * (linear[index] ?? 0), 0)));
  }
  return result;
}

describe('colours', () => {
  it.each([8, 16] as const)('of Display P3 with %d bits become sRGB within one level of arithmetic', async (depth) => {
    const image = { ...softColours(depth), profile: await displayP3Profile() };
    const result = await written(image, { profile: 'srgb' });
    expect(profileName(result.profile)).toBe('sRGB');
    const white = depth === 8 ? 255 : 65535;
    const expected = convertedByHand(image);
    const worst = expected.reduce(
      (most, value, index) => Math.max(most, Math.abs((result.data[index] ?? 0) / white - value)),
      0,
    );
    expect(worst * 255).toBeLessThan(1);
    const moved = [...image.data].reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (result.data[index] ?? 0)) / white),
      0,
    );
    expect(moved * 255).toBeGreaterThan(3);
  });

  it('without a profile become Display P3 and back again', async () => {
    const image = softColours(16);
    const wide = await written(image, { profile: 'display-p3' });
    expect(profileName(wide.profile)).toBe('Display P3');
    const back = convertedByHand(wide);
    const worst = back.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (image.data[index] ?? 0) / 65535)),
      0,
    );
    expect(worst * 255).toBeLessThan(1);
  });

  it('stay as they are where the profile is that one already', async () => {
    const image = { ...gradientImage(64, 48), profile: await displayP3Profile() };
    const result = await written(image, { profile: 'display-p3' });
    expect(Buffer.compare(Buffer.from(result.data.buffer), Buffer.from(image.data.buffer))).toBe(0);
    const tagged = await written(gradientImage(64, 48), { profile: 'srgb' });
    expect(Buffer.compare(Buffer.from(tagged.profile ?? []), Buffer.from(await srgbProfile()))).toBe(0);
  });
});

describe('16 bits', () => {
  const ramp: PixelImage = {
    width: 256,
    height: 256,
    depth: 16,
    profile: null,
    data: Uint16Array.from({ length: 65536 * 3 }, (_, index) => Math.floor(index / 3)),
  };

  it.each([
    ['png', {}],
    ['tiff', {}],
    ['tiff', { profile: 'srgb' }],
    ['png', { profile: 'display-p3' }],
    ['tiff', { sharpening: 'low' }],
  ] as const)('of a ramp keep more than 60,000 levels in %s with %o', async (format, settings) => {
    const { data, depth } = await written(ramp, { format, ...settings });
    expect(depth).toBe(16);
    expect(new Set([...data].filter((_, index) => index % 3 === 1)).size).toBeGreaterThan(60_000);
  });

  it('are given up where fewer were asked for, or the format holds fewer, which is told', async () => {
    expect(await written(ramp, { format: 'png', bitDepth: 8 })).toMatchObject({ depth: 8, losses: [] });
    expect(await written(ramp, { format: 'jpeg' })).toMatchObject({ depth: 8, losses: [] });
    expect((await written(ramp, { format: 'webp', bitDepth: 16 })).losses).toEqual([
      expect.stringContaining('WEBP holds no more'),
    ]);
  });

  it('are made of 8 without changing a colour, and AVIF has ten of them', async () => {
    const image = gradientImage(64, 48);
    const deep = await written(image, { bitDepth: 16 });
    expect(deep.depth).toBe(16);
    expect(deep.data.every((value, index) => value === (image.data[index] ?? 0) * 257)).toBe(true);
    const avif = await written(image, { format: 'avif', bitDepth: 10 });
    expect((await sharp(avif.path).metadata()).bitsPerSample).toBe(10);
    const plain = await written(ramp, { format: 'avif', bitDepth: 8 });
    expect((await sharp(plain.path).metadata()).bitsPerSample).toBe(8);
  });
});

describe('size and sharpness', () => {
  it.each([
    [{ kind: 'double' }, { width: 800, height: 600 }],
    [
      { kind: 'percent', percent: 50 },
      { width: 400, height: 300 },
    ],
    [
      { kind: 'percent', percent: 1 },
      { width: 8, height: 6 },
    ],
    [
      { kind: 'long-side', pixels: 200 },
      { width: 200, height: 150 },
    ],
    [
      { kind: 'long-side', pixels: 9000 },
      { width: 800, height: 600 },
    ],
  ] as const)('%o of 800 x 600 is %o', (size, expected) => {
    expect(finishedSize({ width: 800, height: 600 }, size)).toEqual(expected);
  });

  it.each([8, 16] as const)('a picture of %d bits is shrunk with its profile and its brightness', async (depth) => {
    const image = { ...gradientImage(200, 120, depth), profile: await displayP3Profile() };
    const result = await written(image, { size: { kind: 'percent', percent: 40 } });
    expect(result).toMatchObject({ width: 80, height: 48, depth });
    expect(profileName(result.profile)).toBe('Display P3');
    const mean = ({ data }: PixelImage): number => [...data].reduce((sum, value) => sum + value, 0) / data.length;
    expect(Math.abs(mean(result) / mean(image) - 1)).toBeLessThan(0.005);
  });

  it('sharpening leaves flat parts alone and steepens an edge, more when more is asked for', async () => {
    const edge: PixelImage = {
      width: 64,
      height: 32,
      depth: 8,
      profile: null,
      data: Uint8Array.from({ length: 64 * 32 * 3 }, (_, index) => (Math.floor(index / 3) % 64 < 32 ? 80 : 160)),
    };
    const overshoot: number[] = [];
    for (const sharpening of ['none', 'low', 'standard', 'high'] as const) {
      const { data } = await written(edge, { sharpening });
      const row = data.subarray(64 * 3 * 16, 64 * 3 * 17).filter((_, index) => index % 3 === 0);
      expect([row[3], row[60]]).toEqual([80, 160]);
      overshoot.push((row[32] ?? 0) - 160);
    }
    expect(overshoot[0]).toBe(0);
    expect(overshoot).toEqual(overshoot.toSorted((one, other) => one - other));
    expect(new Set(overshoot).size).toBe(4);
  });

  it('nothing is made where nothing changes', async () => {
    const folder = temporaryFolder();
    const image = gradientImage(40, 40);
    const scratch = createScratchImage(join(folder, 'a.tif'), image);
    scratch.writeRows(image.data);
    scratch.finish();
    const finished = await finishPicture({ scratchPath: join(folder, 'a.tif'), settings: defaultFinish, depth: 8 });
    expect(finished.path).toBe(join(folder, 'a.tif'));
    await finished.remove();
    expect(readdirSync(folder)).toEqual(['a.tif']);
  });
});
