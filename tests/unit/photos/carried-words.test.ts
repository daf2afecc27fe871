import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import exifr from 'exifr';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultExportSettings, type ExportSettings } from '#contract/export-settings';
import type { Rectangle } from '#contract/geometry';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { writeImage } from '#core/photos/files/write-image';
import { carryRegions } from '#core/photos/metadata/carry-regions';
import { readJpegXmp } from '#core/photos/metadata/jpeg-xmp';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { inEnglish } from '../../support/saying.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/photos', name);

/** The XMP of what is written of a photo of 320 x 240, and what was told of it. */
async function written(metadataFrom: string, changes: Partial<ExportSettings> = {}, crop: Rectangle | null = null) {
  const folder = temporaryFolder();
  const scratchPath = join(folder, 'scratch.tif');
  const size = { width: 2 * (crop?.width ?? 320), height: 2 * (crop?.height ?? 240) };
  const scratch = createScratchImage(scratchPath, { ...size, depth: 8, profile: null });
  scratch.writeRows(new Uint8Array(size.width * size.height * 3).fill(99));
  scratch.finish();
  const settings = { ...defaultExportSettings, ...changes };
  const targetPath = join(folder, `result.${settings.format}`);
  const losses: string[] = [];
  const options = { scratchPath, targetPath, settings, metadataFrom, crop, software: 'Telewide', never: [] };
  await writeImage({ ...options, onLoss: (loss) => losses.push(inEnglish(loss)) });
  const xmp = (await readPhotoHeader(targetPath)).xmp ?? '';
  return { xmp, losses, targetPath };
}

describe('the words of a photo with a gain map', () => {
  it.each(['jpeg', 'png', 'tiff', 'webp', 'avif'] as const)('are there after %s', async (format) => {
    const { xmp } = await written(fixture('keywords.jpg'), { format });
    for (const word of ['Our beach', 'holiday', 'A. Example', '(c) A. Example']) expect(xmp).toContain(word);
    expect(xmp).toMatch(/Rating[^>]*?["'>]5/);
  });

  it('are its author and rights when no more is wanted', async () => {
    const { xmp } = await written(fixture('keywords.jpg'), { metadata: 'copyright' });
    expect(xmp).toContain('(c) A. Example');
    expect(xmp).not.toContain('beach');
  });
});

describe('without the place', () => {
  it.each(['jpeg', 'png'] as const)('no word of it is left in %s, and all others are', async (format) => {
    const { xmp, targetPath } = await written(fixture('home.jpg'), { format, keepGps: false });
    const file = readFileSync(targetPath).toString('latin1');
    for (const place of ['Exampleton', 'Example Road', 'Nowhere', 'Examplia']) expect(file).not.toContain(place);
    expect(xmp).toContain('Our home');
    expect(xmp).toContain('keep me');
    expect(await exifr.gps(targetPath).catch(() => undefined)).toBeUndefined();
  });

  it('the words stay when the place stays', async () => {
    expect((await written(fixture('home.jpg'), { format: 'jpeg' })).xmp).toContain('Exampleton');
  });
});

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

function regionPacket(x: number, y: number, applied = [320, 240], kind = 'mwg-rs:Type="Face"'): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}"><rdf:Description rdf:about=""
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"><mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:AppliedToDimensions stDim:w="${applied[0] ?? 0}" stDim:h="${applied[1] ?? 0}" stDim:unit="pixel"/><mwg-rs:RegionList><rdf:Bag>
    <rdf:li><rdf:Description mwg-rs:Name="Ann" ${kind}><mwg-rs:Area stArea:x="${x}" stArea:y="${y}" stArea:w="0.1" stArea:h="0.2"
    stArea:unit="normalized"/></rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>`;
}

describe('faces', () => {
  const areas = (xmp: string): number[] =>
    [...xmp.matchAll(/stArea:[xywh](?:="|>)([\d.]+)/g)].map(([, value]) => Number(value));

  it('are kept as they are in a whole picture', async () => {
    const { xmp } = await written(fixture('family.jpg'));
    expect(areas(xmp)).toEqual([0.1, 0.1, 0.2, 0.3, 0.1, 0.1, 0.8, 0.3]);
    for (const name of ['Ann Example', 'Ben Example', '0.15, 0.25, 0.1, 0.1']) expect(xmp).toContain(name);
    expect(xmp).toMatch(/stDim:w[^>]*?["'>]640/);
  });

  it('follow a crop, and those outside of it are gone', async () => {
    const { xmp } = await written(fixture('family.jpg'), {}, { x: 160, y: 0, width: 160, height: 120 });
    expect(areas(xmp)).toEqual([0.2, 0.2, 0.6, 0.6]);
    expect(xmp).toContain('Ben Example');
    expect(xmp).not.toContain('MPReg:Rectangle>0.15');
  });

  // Where a face at 0.2, 0.3 of the stored picture is seen when it is upright.
  it.each([
    [1, [0.2, 0.3, 0.1, 0.2]],
    [2, [0.8, 0.3, 0.1, 0.2]],
    [3, [0.8, 0.7, 0.1, 0.2]],
    [4, [0.2, 0.7, 0.1, 0.2]],
    [5, [0.3, 0.2, 0.2, 0.1]],
    [6, [0.7, 0.2, 0.2, 0.1]],
    [7, [0.7, 0.8, 0.2, 0.1]],
    [8, [0.3, 0.8, 0.2, 0.1]],
  ])('follow the turn of orientation %d', (orientation, expected) => {
    const photo = orientation >= 5 ? { width: 240, height: 320 } : { width: 320, height: 240 };
    const view = { photo, orientation, crop: { x: 0, y: 0, ...photo }, size: photo };
    expect(areas(carryRegions(regionPacket(0.2, 0.3), view))).toEqual(expected);
  });

  it('follow a straightened crop', () => {
    const photo = { width: 320, height: 240 };
    const view = {
      photo,
      orientation: 1,
      straighten: 10,
      crop: { x: 40, y: 30, width: 240, height: 180 },
      size: photo,
    };
    // Turned around the middle, by hand: (64, 72) lies 96 to the left of it and 48 above.
    const [cos, sin] = [Math.cos(Math.PI / 18), Math.sin(Math.PI / 18)];
    const [x = 0, y = 0] = areas(carryRegions(regionPacket(0.2, 0.3), view));
    expect(x).toBeCloseTo((160 - 96 * cos + 48 * sin - 40) / 240, 5);
    expect(y).toBeCloseTo((120 - 96 * sin - 48 * cos - 30) / 180, 5);
  });

  it.each([
    ['mwg-rs:Type="Face"', true],
    ['mwg-rs:Type="Pet"', true],
    ['mwg-rs:Type="Landmark"', false],
    ['', false],
  ])('without the place, one that is %j stays: %s', (kind, stays) => {
    const photo = { width: 320, height: 240 };
    const view = { photo, orientation: 1, crop: { x: 0, y: 0, ...photo }, size: photo };
    const packet = regionPacket(0.2, 0.3, [320, 240], kind);
    expect(carryRegions(packet, view, { keepGps: false }).includes('Ann')).toBe(stays);
    expect(carryRegions(packet, view)).toContain('Ann');
  });

  it('that were drawn on the upright picture stay upright', () => {
    const photo = { width: 240, height: 320 };
    const view = { photo, orientation: 6, crop: { x: 0, y: 0, ...photo }, size: photo };
    expect(areas(carryRegions(regionPacket(0.2, 0.3, [240, 320]), view))).toEqual([0.2, 0.3, 0.1, 0.2]);
  });
});

/** A JPEG whose second part of XMP lies in several segments. */
async function extendedJpeg(words: string, partOf = (packet: string): string => packet): Promise<string> {
  const path = join(temporaryFolder(), 'extended.jpg');
  const digest = '0123456789ABCDEF0123456789ABCDEF';
  const packetOf = (inner: string): string =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}"><rdf:Description rdf:about="" ${inner}</rdf:Description></rdf:RDF></x:xmpmeta>`;
  const main = packetOf(
    `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${digest}" dc:format="a title">`,
  );
  const part = Buffer.from(
    partOf(
      packetOf(`xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><photoshop:History>${words}</photoshop:History>`),
    ),
  );
  const segment = (payload: Buffer): Buffer => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(payload.length + 2, 2);
    return Buffer.concat([head, payload]);
  };
  const piece = (at: number, end: number): Buffer => {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(part.length, 0);
    numbers.writeUInt32BE(at, 4);
    return segment(
      Buffer.concat([Buffer.from(`http://ns.adobe.com/xmp/extension/\0${digest}`), numbers, part.subarray(at, end)]),
    );
  };
  const jpeg = await sharp({ create: { width: 320, height: 240, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();
  const middle = Math.ceil(part.length / 2);
  const segments = [
    segment(Buffer.from(`http://ns.adobe.com/xap/1.0/\0${main}`)),
    piece(middle, part.length),
    piece(0, middle),
  ];
  writeFileSync(path, Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]));
  return path;
}

describe('XMP in two parts', () => {
  it('is kept whole where the format holds it', async () => {
    const path = await extendedJpeg('w'.repeat(90_000));
    expect((await readJpegXmp(path)).whole).toContain('a title');
    const { xmp, losses } = await written(path, { format: 'png' });
    expect([xmp.includes('a title'), xmp.includes('w'.repeat(90_000)), losses]).toEqual([true, true, []]);
  });

  it('keeps its first part where it does not, and that is said', async () => {
    const { xmp, losses } = await written(await extendedJpeg('w'.repeat(90_000)));
    expect([xmp.includes('a title'), xmp.includes('wwww')]).toEqual([true, false]);
    expect(losses).toEqual([expect.stringContaining('A part of the XMP was left out')]);
  });

  it('counts as one part when pieces are missing', async () => {
    const path = await extendedJpeg('w'.repeat(1000));
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes.toString('latin1').replace('xmp/extension/', 'xmp/extensiox/'), 'latin1'));
    expect((await readJpegXmp(path)).whole).toBeNull();
  });
});

it.each([
  ['<rdf:RDF', 6000],
  ['<rdf:RDF>', 6000],
  ['', 0],
])('a second part of %j alone is none', async (tag, times) => {
  const path = await extendedJpeg('', () => tag.repeat(times));
  const { packet, whole } = await readJpegXmp(path);
  expect(packet).toContain('a title');
  expect(whole).toBeNull();
});

it('gives the result the time of the photo when it is asked to', async () => {
  const photo = await extendedJpeg('w');
  utimesSync(photo, new Date('2020-01-02'), new Date('2020-01-02'));
  const kept = await written(photo, { keepsFileTime: true });
  expect(statSync(kept.targetPath).mtime).toEqual(new Date('2020-01-02'));
  const { targetPath } = await written(photo);
  expect(statSync(targetPath).mtime.getFullYear()).not.toBe(2020);
});
