import { randomBytes } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openPhotoFile } from '#core/photos/files/photo-format';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { fittingExif } from '#core/photos/metadata/embed-exif';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: 'grey' } });

function made(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

/** Without checksum: nobody comes so far as to look at it. */
function pngChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

test('a PNG whose packed texts would unpack to gigabytes is refused unopened', async () => {
  const png = await plain.clone().png().toBuffer();
  const text = pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), randomBytes(40_000)]));
  const withTexts = (count: number): string =>
    made('a.png', Buffer.concat([png.subarray(0, 33), ...Array<Buffer>(count).fill(text), png.subarray(33)]));
  const refused = { code: 'unreadable-image', message: expect.stringContaining('packed text') as string };
  await expect(readPhotoHeader(withTexts(30))).rejects.toMatchObject(refused);
  expect(await readPhotoHeader(withTexts(0))).toMatchObject({ width: 64, height: 48 });
});

/** A film of one picture, over and over. */
async function animatedWebp(frames: number): Promise<Buffer> {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const head = Buffer.from(`${type}0000`);
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const still = (await plain.clone().webp().toBuffer()).subarray(12);
  const size = Buffer.from([63, 0, 0, 47, 0, 0]);
  const frame = chunk('ANMF', Buffer.concat([Buffer.alloc(6), size, Buffer.from([1, 0, 0, 0]), still]));
  const canvas = chunk('VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), size]));
  const film = [canvas, chunk('ANIM', Buffer.alloc(6)), ...Array<Buffer>(frames).fill(frame)];
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...film]));
}

test('a WebP of thousands of frames is refused, one of a few is not', async () => {
  expect(await readPhotoHeader(made('few.webp', await animatedWebp(20)))).toMatchObject({ width: 64, height: 48 });
  const many = made('many.webp', await animatedWebp(1001));
  await expect(readPhotoHeader(many)).rejects.toMatchObject({ code: 'unreadable-image' });
});

test('a TIFF that claims a profile of hundreds of megabytes is refused unread', async () => {
  const tiff = await plain.clone().withIccProfile('p3').tiff().toBuffer();
  const directory = tiff.readUInt32LE(4);
  const count = tiff.readUInt16LE(directory);
  const rows = Array.from({ length: count }, (_, index) => directory + 2 + index * 12);
  const profile = rows.find((row) => tiff.readUInt16LE(row) === 34_675) ?? 0;
  tiff.writeUInt32LE(3e8, profile + 4);
  await expect(readPhotoHeader(made('a.tif', tiff))).rejects.toMatchObject({ code: 'unreadable-image' });
});

test('a file of more bytes than any photo has is not searched for a picture', async () => {
  const path = made('a.jpg', readFileSync(new URL('../../fixtures/photos/home.jpg', import.meta.url)).subarray(0, 4));
  truncateSync(path, 2e9);
  await expect(openPhotoFile(path)).rejects.toMatchObject({ code: 'image-too-large' });
});

test('EXIF that is too large for a format loses its maker note first, then what is long', () => {
  const entry = (tag: number, length: number) => ({ tag, type: 7, count: length, value: new Uint8Array(length) });
  const directories = {
    littleEndian: true,
    image: [entry(0x010f, 20), entry(0xc4a5, 40_000)],
    photo: [entry(0x9003, 20), entry(0x927c, 60_000)],
    gps: [],
    interoperability: [],
    makerNoteOffset: null,
  };
  const tagsWithin = (bytes: number): number[] => {
    const exif = fittingExif(directories, bytes);
    return [...(exif?.image ?? []), ...(exif?.photo ?? [])].map(({ tag }) => tag);
  };
  expect(fittingExif(directories, 200_000)).toBe(directories);
  expect(tagsWithin(65_000)).toEqual([0x010f, 0xc4a5, 0x9003]);
  expect(tagsWithin(30_000)).toEqual([0x010f, 0x9003]);
  expect(fittingExif(directories, 10)).toBeNull();
});
