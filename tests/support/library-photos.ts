import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/**
 * Fills a folder with so many small JPEGs as a phone would take them: a wide and a tele by turns, two seconds apart, pairs a minute
 * apart, each with EXIF and every second pair with a small picture in it. No two files are the same.
 */
export async function libraryPhotos(folder: string, count: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const kinds = await Promise.all(Array.from({ length: 24 }, (_, index) => picture(index)));
  for (let index = 0; index < count; index += 1) {
    const { large, small } = kinds[index % kinds.length] ?? { large: Buffer.alloc(0), small: Buffer.alloc(0) };
    const pair = Math.floor(index / 2);
    const exif = exifOf({
      seconds: pair * 60 + (index % 2) * 2,
      focalLength35: index % 2 === 0 ? 26 : 65,
      thumbnail: pair % 2 === 0 ? small : null,
    });
    writeFileSync(join(folder, `IMG_${String(index + 1).padStart(5, '0')}.jpg`), withExif(large, exif));
  }
}

async function picture(index: number): Promise<{ large: Buffer; small: Buffer }> {
  const hue = index * 15;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="hsl(${hue},60%,70%)"/><stop offset="1" stop-color="hsl(${hue + 60},50%,25%)"/></linearGradient></defs><rect width="640" height="480" fill="url(#g)"/><circle cx="${80 + index * 20}" cy="${120 + (index % 5) * 30}" r="46" fill="hsl(${hue + 180},80%,80%)"/><path d="M0 480 L${120 + index * 9} 250 L320 400 L${430 + index * 4} 210 L640 480Z" fill="hsl(${hue + 30},30%,20%)"/></svg>`;
  const drawn = sharp(Buffer.from(svg));
  return {
    large: await drawn.clone().jpeg({ quality: 80 }).toBuffer(),
    small: await drawn.clone().resize(160, 120).jpeg({ quality: 60 }).toBuffer(),
  };
}

/** A JPEG with an EXIF block right after its first marker. */
function withExif(jpeg: Buffer, exif: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2 + 6);
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe1]),
    length,
    Buffer.from('Exif\0\0', 'latin1'),
    exif,
    jpeg.subarray(2),
  ]);
}

/** A TIFF block, little-endian: make, model, time, focal length, and in a second directory a small picture. */
function exifOf(facts: { seconds: number; focalLength35: number; thumbnail: Buffer | null }): Buffer {
  const time = new Date(Date.UTC(2024, 0, 1) + facts.seconds * 1000).toISOString();
  const stamp = `${time.slice(0, 10).replaceAll('-', ':')} ${time.slice(11, 19)}\0`;
  const texts = ['Maker\0', 'Phone 11\0', stamp];
  const mainAt = 8;
  const exifAt = mainAt + 2 + 3 * 12 + 4;
  const smallAt = exifAt + 2 + 2 * 12 + 4;
  let dataAt = smallAt + (facts.thumbnail === null ? 0 : 2 + 3 * 12 + 4);
  const placeOf = texts.map((text) => {
    const at = dataAt;
    dataAt += text.length + (text.length % 2);
    return at;
  });
  const block = Buffer.alloc(dataAt);
  block.write('II*\0', 0, 'latin1');
  block.writeUInt32LE(mainAt, 4);
  const directory = (
    at: number,
    entries: [tag: number, type: number, count: number, value: number][],
    next: number,
  ): void => {
    block.writeUInt16LE(entries.length, at);
    entries.forEach(([tag, type, count, value], index) => {
      const place = at + 2 + index * 12;
      block.writeUInt16LE(tag, place);
      block.writeUInt16LE(type, place + 2);
      block.writeUInt32LE(count, place + 4);
      block.writeUInt32LE(value, place + 8);
    });
    block.writeUInt32LE(next, at + 2 + entries.length * 12);
  };
  texts.forEach((text, index) => block.write(text, placeOf[index] ?? 0, 'latin1'));
  const [make = 0, model = 0, taken = 0] = placeOf;
  directory(
    mainAt,
    [
      [0x010f, 2, 6, make],
      [0x0110, 2, 9, model],
      [0x8769, 4, 1, exifAt],
    ],
    facts.thumbnail === null ? 0 : smallAt,
  );
  directory(
    exifAt,
    [
      [0x9003, 2, 20, taken],
      [0xa405, 3, 1, facts.focalLength35],
    ],
    0,
  );
  if (facts.thumbnail === null) return block;
  directory(
    smallAt,
    [
      [0x0103, 3, 1, 6],
      [0x0201, 4, 1, dataAt],
      [0x0202, 4, 1, facts.thumbnail.length],
    ],
    0,
  );
  return Buffer.concat([block, facts.thumbnail]);
}
