import exifr from 'exifr';
import { describe, expect, it } from 'vitest';
import { carryExif } from '#core/photos/metadata/carry-exif';
import { carryXmp } from '#core/photos/metadata/carry-xmp';
import {
  exifTags,
  parseExif,
  serialiseExif,
  serialiseExifAt,
  type ByteSource,
  type ExifDirectories,
} from '#core/photos/metadata/exif-block';
import { phoneXmp } from '../../support/sample-pictures.ts';

const changes = { size: { width: 800, height: 600 }, software: 'Telewide 1.0', keepGps: true };

const note = Uint8Array.from({ length: 301 }, (_, index) => index % 251);

/** A block with every kind of directory, in either byte order. */
function directories(littleEndian: boolean): ExifDirectories {
  const number = (type: 3 | 4, value: number): Uint8Array => {
    const bytes = new Uint8Array(type === 3 ? 2 : 4);
    const view = new DataView(bytes.buffer);
    if (type === 3) view.setUint16(0, value, littleEndian);
    else view.setUint32(0, value, littleEndian);
    return bytes;
  };
  const rationals = (...values: number[]): Uint8Array =>
    Uint8Array.from(values.flatMap((value) => [...number(4, value), ...number(4, 2)]));
  return {
    littleEndian,
    image: [
      { tag: 0x010f, type: 2, count: 5, value: Buffer.from('Acme\0') },
      { tag: 0x0112, type: 3, count: 1, value: number(3, 6) },
      { tag: 0x0111, type: 4, count: 1, value: number(4, 99_999) },
    ],
    photo: [
      { tag: 0x829a, type: 5, count: 1, value: rationals(1) },
      { tag: exifTags.makerNote, type: 7, count: note.length, value: note },
      { tag: 0x9214, type: 3, count: 1, value: number(3, 7) },
    ],
    gps: [
      { tag: 1, type: 2, count: 2, value: Buffer.from('N\0') },
      { tag: 2, type: 5, count: 3, value: rationals(100, 60, 30) },
    ],
    interoperability: [{ tag: 1, type: 2, count: 4, value: Buffer.from('R98\0') }],
    makerNoteOffset: 700,
  };
}

describe('a block that is no block', () => {
  it.each([
    ['nothing', []],
    ['text', [...Buffer.from('hello, world')]],
    ['another magic number', [0x49, 0x49, 43, 0, 8, 0, 0, 0]],
  ])('%s gives null', (_, bytes) => {
    expect(parseExif(bytesIn(Uint8Array.from(bytes)))).toBeNull();
  });

  it('with directories that point outside or at themselves gives what is left', () => {
    const block = serialiseExif(directories(true));
    const view = new DataView(block.buffer);
    view.setUint32(4, 4, true);
    expect(parseExif(bytesIn(block))?.gps).toEqual([]);
    view.setUint32(4, 0xffff_fff0, true);
    expect(parseExif(bytesIn(block))).toMatchObject({ image: [], photo: [], gps: [] });
  });
});

describe.each([true, false])('a block, little-endian: %s', (littleEndian) => {
  it('comes back from its bytes, with the maker note where it was', () => {
    const original = directories(littleEndian);
    const block = serialiseExif(original);
    expect(Buffer.from(block.subarray(700, 700 + note.length)).equals(Buffer.from(note))).toBe(true);
    const parsed = parseExif(bytesIn(block));
    expect(parsed).toEqual(sorted(original));
  });

  it('is understood by another reader', async () => {
    const tags: unknown = await exifr.parse(serialiseExif(directories(littleEndian)), {
      tiff: true,
      gps: true,
      interop: true,
      translateValues: false,
    });
    expect(tags).toMatchObject({
      Make: 'Acme',
      Orientation: 6,
      ExposureTime: 0.5,
      GPSLatitude: [50, 30, 15],
      InteropIndex: 'R98',
    });
  });

  it('moves to another place of a little-endian file', async () => {
    const base = 1000;
    const file = new Uint8Array(6000);
    file.set([0x49, 0x49, 42, 0]);
    new DataView(file.buffer).setUint32(4, base, true);
    const foreign = new Uint8Array(12);
    new DataView(foreign.buffer).setUint16(0, 0x0100, true);
    new DataView(foreign.buffer).setUint16(2, 4, true);
    new DataView(foreign.buffer).setUint32(4, 1, true);
    new DataView(foreign.buffer).setUint32(8, 4321, true);
    file.set(serialiseExifAt(directories(littleEndian), base, [foreign]), base);
    const tags: unknown = await exifr.parse(file, { tiff: true, gps: true, translateValues: false });
    expect(tags).toMatchObject({
      ImageWidth: 4321,
      Make: 'Acme',
      Orientation: 6,
      ExposureTime: 0.5,
      GPSLatitude: [50, 30, 15],
    });
  });

  it('is carried over upright, resized, without what belongs to the old pixels', () => {
    const carried = carryExif(directories(littleEndian), changes);
    const tags = (entries: readonly { tag: number }[]): number[] => entries.map(({ tag }) => tag).sort((a, b) => a - b);
    expect(tags(carried.image)).toEqual([0x010f, 0x0112, 0x0131]);
    expect(tags(carried.photo)).toEqual([0x829a, exifTags.makerNote, 0xa002, 0xa003]);
    expect(tags(carried.gps)).toEqual([1, 2]);
  });

  it('loses its place and its maker note when the place shall go', () => {
    const carried = carryExif(directories(littleEndian), { ...changes, keepGps: false });
    expect(carried.gps).toEqual([]);
    expect(carried.photo.map(({ tag }) => tag)).not.toContain(exifTags.makerNote);
    expect(serialiseExif(carried).length).toBeLessThan(250);
  });
});

describe('an XMP packet', () => {
  it('that is none is not carried', () => {
    expect(carryXmp(null, changes)).toBeNull();
    expect(carryXmp('not XML at all', changes)).toBeNull();
  });

  it('loses its place under any prefix, as attribute, element and nested', () => {
    const nested = phoneXmp.replace(
      '<dc:description>',
      '<e:GPSDest rdf:parseType="Resource"><e:GPSTrack>1</e:GPSTrack></e:GPSDest><dc:description>',
    );
    const carried = carryXmp(nested, { ...changes, keepGps: false });
    expect(carried).not.toMatch(/GPS/);
    expect(carried).toContain('A harbour');
    expect(carried).toContain('xmlns:e="http://ns.adobe.com/exif/1.0/"');
  });

  it('that speaks of GPS in words of its own goes as a whole', () => {
    const packet = phoneXmp.replace('A harbour', 'GPS 51.5, -0.1');
    expect(carryXmp(packet, { ...changes, keepGps: false })).toBeNull();
    expect(carryXmp(packet, changes)).toContain('GPS 51.5');
  });

  it('names a program with any characters safely', () => {
    expect(carryXmp(phoneXmp, { ...changes, software: '<"$1&>' })).toContain(
      'xmp:CreatorTool="&#60;&#34;$1&#38;&#62;"',
    );
  });
});

function bytesIn(block: Uint8Array): ByteSource {
  return (offset, length) => (offset + length <= block.length ? block.slice(offset, offset + length) : null);
}

function sorted(original: ExifDirectories): ExifDirectories {
  const byTag = (entries: ExifDirectories['image']): ExifDirectories['image'] =>
    [...entries].sort((a, b) => a.tag - b.tag).map((entry) => ({ ...entry, value: Uint8Array.from(entry.value) }));
  return {
    ...original,
    image: byTag(original.image),
    photo: byTag(original.photo),
    gps: byTag(original.gps),
    interoperability: byTag(original.interoperability),
  };
}

it('takes no more memory than a block may have, however often its entries point at the same bytes', () => {
  const [entries, each] = [500, 2 ** 20];
  const block = Buffer.alloc(each + 10_000);
  block.write('II*\0', 'latin1');
  block.writeUInt32LE(8, 4);
  block.writeUInt16LE(entries, 8);
  for (let index = 0; index < entries; index += 1) {
    const at = 10 + index * 12;
    block.writeUInt16LE(0x9c00 + index, at);
    block.writeUInt16LE(7, at + 2);
    block.writeUInt32LE(each, at + 4);
    block.writeUInt32LE(8000, at + 8);
  }
  const found = parseExif((offset, length) =>
    offset + length <= block.length ? block.subarray(offset, offset + length) : null,
  );
  expect(found?.image).toHaveLength(4);
});
