import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { convertProfile, profileName } from '#core/photos/colour/colour-profile';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { chooseTiffPage } from '#core/photos/files/tiff-picture';
import { readImage } from '#core/photos/files/read-image';
import { readSmallImage } from '#core/photos/previews/small-picture';
import { saying } from '../../support/saying.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/photos', name);
const pixelLimit = 1e6;

/** A pixel as it is seen: in sRGB of 8 bits. */
async function seen(path: string, [x, y]: readonly [number, number] = [6, 4]): Promise<number[]> {
  const { data, width, depth } = await convertProfile(await readImage(path, { pixelLimit }), null);
  const at = (y * width + x) * 3;
  return [...data.subarray(at, at + 3)].map((value) => (depth === 16 ? Math.round(value / 257) : value));
}

function expectNear(colour: readonly number[], expected: readonly number[], most = 2): void {
  colour.forEach((value, index) => {
    expect(Math.abs(value - (expected[index] ?? 0)), `${colour.join()} for ${expected.join()}`).toBeLessThanOrEqual(
      most,
    );
  });
}

const red = [220, 30, 30];

/** A grey PNG of 16 bits that tells its colours by number. */
async function numberedPng(value: number, primaries: number, transfer: number): Promise<string> {
  const path = join(temporaryFolder(), 'numbered.png');
  const pixels = new Uint16Array(64 * 48 * 3).fill(Math.round(value * 65535));
  const png = await sharp(pixels, { raw: { width: 64, height: 48, channels: 3 } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  const chunk = Buffer.concat([
    Buffer.from([0, 0, 0, 4]),
    Buffer.from('cICP'),
    Buffer.from([primaries, transfer, 0, 1]),
  ]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(chunk.subarray(4)));
  writeFileSync(path, Buffer.concat([png.subarray(0, 33), chunk, sum, png.subarray(33)]));
  return path;
}

/** SMPTE ST 2084, from candela per square metre. */
function pqOf(light: number): number {
  const power = (light / 10_000) ** (2610 / 16384);
  return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32);
}

const lightOf = (value: number): number => ((value / 255 + 0.055) / 1.055) ** 2.4;

describe('colours told by number', () => {
  test('of an AVIF in PQ are those that were photographed, and that is said', async () => {
    expectNear(await seen(fixture('pq2020_10bit.avif')), red);
    const { depth, notes, profile } = await readPhotoHeader(fixture('pq2020_10bit.avif'));
    expect([depth, profileName(profile)]).toEqual([16, 'Display P3']);
    expect(notes).toHaveLength(1);
  });

  test('of an AVIF in Display P3 are as vivid as they were', async () => {
    expectNear(await seen(fixture('p3_nclx.avif')), red);
    expect((await readPhotoHeader(fixture('p3_nclx.avif'))).notes).toEqual([]);
  });

  test.each([
    ['PQ', 16, pqOf(203 * lightOf(128)), 128],
    ['the white of PQ', 16, pqOf(203), 255],
    ['HLG', 18, 0.75, 255],
    ['linear light', 8, lightOf(128), 128],
    ['the curve of sRGB', 13, 128 / 255, 128],
    ['a curve that nobody knows', 200, 128 / 255, 128],
  ])('%s of a PNG are as bright as they were', async (_, transfer, value, expected) => {
    expectNear(await seen(await numberedPng(value, 9, transfer)), [expected, expected, expected]);
  });

  test('light beyond white leaves what is darker as it is', async () => {
    const path = join(temporaryFolder(), 'bright.png');
    const grey = Math.round(pqOf(203 * lightOf(128)) * 65535);
    const pixels = new Uint16Array(64 * 48 * 3).fill(grey);
    pixels.fill(Math.round(pqOf(2000) * 65535), 0, 64 * 3);
    const whole = readFileSync(await numberedPng(0, 9, 16));
    const png = await sharp(pixels, { raw: { width: 64, height: 48, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    writeFileSync(path, Buffer.concat([whole.subarray(0, 49), png.subarray(33)]));
    expectNear(await seen(path, [6, 20]), [128, 128, 128]);
    expectNear(await seen(path, [6, 0]), [255, 255, 255]);
  });

  test('show in small pictures, too', async () => {
    const { data } = await readSmallImage(fixture('pq2020_10bit.avif'), { longSide: 320, pixelLimit });
    expectNear([...data.subarray(0, 3)], red);
  });
});

test('a HEIC whose colour box and bitstream disagree is whole', async () => {
  expectNear(await seen(fixture('nclx5_vs_6.heic')), red);
});

describe('numbers of a TIFF', () => {
  it.each(['srgb_32f.tif', 'srgb_16f.tif', 'srgb_u32.tif'])('are as bright as they are meant: %s', async (name) => {
    expectNear(await seen(fixture(name)), red, 1);
    expect((await readPhotoHeader(fixture(name))).depth).toBe(16);
    const { data } = await readSmallImage(fixture(name), { longSide: 320, pixelLimit });
    expectNear([...data.subarray(0, 3)], red);
  });

  it('are refused where nothing says how they are meant', async () => {
    const refused = { code: 'unsupported-format' };
    await expect(readImage(fixture('srgb_32f_noicc.tif'), { pixelLimit })).rejects.toMatchObject(refused);
  });
});

/** A TIFF of directories without pixels, each a list of tags with one number; `links` are tags that lead to a further directory. */
function tiffOf(pages: readonly Record<number, number>[], within: readonly Record<number, number>[] = []): string {
  const bytesOf = (page: Record<number, number>): number => 2 + Object.keys(page).length * 12 + 4;
  const all = [...pages, ...within];
  const starts = all.map((_, index) => 8 + all.slice(0, index).reduce((sum, page) => sum + bytesOf(page), 0));
  const file = Buffer.alloc(8 + all.reduce((sum, page) => sum + bytesOf(page), 0));
  file.write('II*\0', 0, 'latin1');
  file.writeUInt32LE(8, 4);
  all.forEach((page, index) => {
    const at = starts[index] ?? 0;
    const tags = Object.entries(page);
    file.writeUInt16LE(tags.length, at);
    tags.forEach(([tag, value], row) => {
      const place = at + 2 + row * 12;
      file.writeUInt16LE(Number(tag), place);
      file.writeUInt16LE(4, place + 2);
      file.writeUInt32LE(1, place + 4);
      file.writeUInt32LE(Number(tag) === 330 ? (starts[pages.length] ?? 0) : value, place + 8);
    });
    file.writeUInt32LE(index + 1 < pages.length ? (starts[index + 1] ?? 0) : 0, at + bytesOf(page) - 4);
  });
  const path = join(temporaryFolder(), 'pages.tif');
  writeFileSync(path, file);
  return path;
}

const copy = { 254: 1, 256: 80, 257: 60, 262: 2 };
const large = { 254: 0, 256: 320, 257: 240, 262: 2 };

describe('which picture of a TIFF', () => {
  it.each([
    ['the only one', () => tiffOf([large]), {}],
    ['the first of several whole ones', () => tiffOf([large, large]), {}],
    ['the large one behind its copy', () => tiffOf([copy, large]), { page: 1 }],
    ['the large one that belongs to its copy', () => tiffOf([{ ...copy, 330: 0 }], [large]), { subifd: 0 }],
    ['a copy that stands alone', () => tiffOf([copy]), {}],
    ['what is no TIFF', () => tiffOf([]), {}],
  ])('is read: %s', (_, write, place) => {
    expect(chooseTiffPage(write())).toEqual(place);
  });

  it.each([
    ['a DNG', () => tiffOf([{ ...copy, 0xc612: 1 }])],
    ["a sensor's picture behind a preview", () => tiffOf([{ ...copy, 330: 0 }], [{ ...large, 262: 32803 }])],
    ['a sensor picture made whole', () => tiffOf([copy, { ...large, 262: 34892 }])],
  ])('is none, and is called what it is: %s', (_, write) => {
    const path = write();
    expect(() => chooseTiffPage(path)).toThrow(/camera raw file/);
  });
});

describe('a JPEG without its last marker', () => {
  it('is read, and what may be missing is said', async () => {
    expectNear(await seen(fixture('no_eoi.jpg')), red);
    expect((await readPhotoHeader(fixture('no_eoi.jpg'))).notes).toEqual([saying(/no end marker/)]);
  });

  it('is refused when a part of it is missing', async () => {
    const path = join(temporaryFolder(), 'half.jpg');
    copyFileSync(fixture('no_eoi.jpg'), path);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    await expect(readImage(path, { pixelLimit })).rejects.toMatchObject({ code: 'unreadable-image' });
  });
});
