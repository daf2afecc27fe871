import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { openFile } from '#core/ground/disk/open-file';
import { explainImageError } from './explain-image-error.ts';

/** The formats that can be read. */
export type PhotoFormat = 'jpeg' | 'png' | 'tiff' | 'webp' | 'avif' | 'heic';

/** A file that holds a picture, judged by its content and never by its name. */
export interface PhotoFile {
  path: string;
  format: PhotoFormat;
  fileBytes: number;
}

/**
 * Looks at the first bytes of a file. Throws an `AppError`: `not-found`, `not-allowed`, `unreadable-image` for a folder
 * or an empty file, `image-too-large` for more bytes than any photo has, `unsupported-format` for everything that is not one of the formats.
 */
export async function openPhotoFile(path: string): Promise<PhotoFile> {
  try {
    const file = await openFile(path);
    try {
      const facts = await file.stat();
      if (facts.size === 0) throw new AppError('unreadable-image', say('photos.empty', { name: basename(path) }));
      const head = Buffer.alloc(512);
      const { bytesRead } = await file.read(head, 0, head.length, 0);
      const format = recogniseFormat(head.subarray(0, bytesRead), basename(path));
      if (facts.size > maxBytes[format])
        throw new AppError(
          'image-too-large',
          say('photos.too-many-bytes', { name: basename(path), max: maxBytes[format] / 1e6 }),
        );
      return { path, format, fileBytes: facts.size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainImageError(error, path);
  }
}

/** Far more than any photo of a format takes. What is larger is none, and looking for a picture in it would take hours, or all memory. */
const maxBytes: Record<PhotoFormat, number> = {
  jpeg: 1e9,
  webp: 1e9,
  avif: 1e9,
  heic: 5e8,
  png: 2e10,
  tiff: 2e10,
};

const readable: readonly (readonly [PhotoFormat, (head: Buffer) => boolean])[] = [
  ['jpeg', (head) => startsWith(head, 'ffd8ff')],
  ['png', (head) => startsWith(head, '89504e470d0a1a0a')],
  ['webp', (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP'],
  ['avif', (head) => brandsOf(head).some((brand) => brand === 'avif' || brand === 'avis')],
  ['heic', (head) => brandsOf(head).some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))],
  ['tiff', (head) => /^(49492a00|4d4d002a|49492b00|4d4d002b)/.test(head.toString('hex', 0, 4)) && !isCanonRaw(head)],
];

/** Formats that people may try, so that the refusal can name them. */
const refused: readonly (readonly [Said, (head: Buffer) => boolean])[] = [
  [say('photos.gif'), (head) => text(head, 0, 4) === 'GIF8'],
  [say('photos.bmp'), (head) => text(head, 0, 2) === 'BM'],
  [say('photos.jpeg-2000'), (head) => startsWith(head, '0000000c6a502020') || startsWith(head, 'ff4fff51')],
  [say('photos.jpeg-xl'), (head) => startsWith(head, 'ff0a') || startsWith(head, '0000000c4a584c20')],
  [say('photos.photoshop'), (head) => text(head, 0, 4) === '8BPS'],
  [say('photos.pdf'), (head) => text(head, 0, 4) === '%PDF'],
  [say('photos.svg'), (head) => /<svg[\s>]/.test(head.toString('latin1'))],
  [say('photos.raw'), (head) => isCanonRaw(head) || /^(FUJIFILMCCD-RAW|IIRO|IIRS|IIU\0)/.test(text(head, 0, 16))],
  [say('photos.video'), (head) => text(head, 4, 8) === 'ftyp'],
];

function recogniseFormat(head: Buffer, name: string): PhotoFormat {
  const format = readable.find(([, matches]) => matches(head))?.[0];
  if (format !== undefined) return format;
  const kind = refused.find(([, matches]) => matches(head))?.[0] ?? say('photos.unknown');
  throw new AppError('unsupported-format', say('photos.unsupported', { name, kind }));
}

function startsWith(head: Buffer, hexadecimal: string): boolean {
  return head.toString('hex', 0, hexadecimal.length / 2) === hexadecimal;
}

function text(head: Buffer, from: number, to: number): string {
  return head.toString('latin1', from, to);
}

/** The brands of an ISO base media file, most important first. */
function brandsOf(head: Buffer): string[] {
  if (head.length < 16 || text(head, 4, 8) !== 'ftyp') return [];
  const end = Math.min(head.length, head.readUInt32BE(0));
  const brands = [text(head, 8, 12)];
  for (let offset = 16; offset + 4 <= end; offset += 4) brands.push(text(head, offset, offset + 4));
  return brands;
}

/** Canon's CR2 looks like a TIFF and holds a small preview where a TIFF has its picture. */
function isCanonRaw(head: Buffer): boolean {
  return text(head, 8, 10) === 'CR' || text(head, 8, 12) === 'crx ';
}
