import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawIcons } from '../../../packaging/draw-icons.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const names = ['application', 'project', 'model'];
let folder: string;

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'telewide-icons-')), 'icons');
  await drawIcons(root, folder);
});

afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

/** The pictures of an .ico, with the sizes that its directory says. */
function readIco(name: string): { side: number; picture: Buffer }[] {
  const file = readFileSync(join(folder, `${name}.ico`));
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const [length, place] = [file.readUInt32LE(entry + 8), file.readUInt32LE(entry + 12)];
    return { side: file.readUInt8(entry) || 256, picture: file.subarray(place, place + length) };
  });
}

/** The pictures of an .icns by their four letters. */
function readIcns(name: string): Map<string, Buffer> {
  const file = readFileSync(join(folder, `${name}.icns`));
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const pictures = new Map<string, Buffer>();
  for (let place = 8; place < file.length; place += file.readUInt32BE(place + 4)) {
    pictures.set(
      file.toString('latin1', place, place + 4),
      file.subarray(place + 8, place + file.readUInt32BE(place + 4)),
    );
  }
  return pictures;
}

test.each(names)('%s.ico holds every size that Windows asks for', async (name) => {
  const pictures = readIco(name);
  expect(pictures.map(({ side }) => side)).toEqual([16, 24, 32, 48, 64, 128, 256]);
  for (const { side, picture } of pictures) {
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: side, height: side, hasAlpha: true });
  }
});

test.each(names)('%s.icns holds every size that macOS asks for', async (name) => {
  const pictures = readIcns(name);
  const expected = {
    icp4: 16,
    icp5: 32,
    ic11: 32,
    ic12: 64,
    ic07: 128,
    ic13: 256,
    ic08: 256,
    ic14: 512,
    ic09: 512,
    ic10: 1024,
  };
  expect([...pictures.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [kind, side] of Object.entries(expected)) {
    expect(await sharp(pictures.get(kind)).metadata()).toMatchObject({ width: side, height: side });
  }
});

test('on macOS the application leaves a margin, elsewhere it fills its square', async () => {
  const alphaAt = async (picture: Buffer, x: number, y: number): Promise<number | undefined> => {
    const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return data[(y * info.width + x) * 4 + 3];
  };
  const mac = readIcns('application').get('ic08') ?? Buffer.alloc(0);
  const windows = readIco('application').at(-1)?.picture ?? Buffer.alloc(0);
  expect(await alphaAt(mac, 12, 128)).toBe(0);
  expect(await alphaAt(windows, 12, 128)).toBe(255);
  expect(await alphaAt(mac, 128, 128)).toBe(255);
});

test('Linux gets a file per size, and nothing is left over', () => {
  expect(readdirSync(join(folder, 'linux')).sort()).toEqual(
    [16, 32, 48, 64, 128, 256, 512, 1024].map((size) => `${size}x${size}.png`).sort(),
  );
  expect(readdirSync(folder).filter((name) => name.endsWith('.png'))).toEqual([]);
});
