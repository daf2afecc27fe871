import { open, readFile } from 'node:fs/promises';
import type { PhotoFile } from './photo-format.ts';

const endMarker = Buffer.from([0xff, 0xd9]);
/** What programs append to a JPEG is rarely longer; of one with more behind it the end counts as missing, which costs only time. */
const searched = 2 ** 16;

/** Whether the end of a JPEG is there, in its last 64 KiB. */
export async function hasEndMarker({ path, fileBytes }: PhotoFile): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const tail = Buffer.alloc(Math.min(searched, fileBytes));
    await file.read(tail, 0, tail.length, fileBytes - tail.length);
    return tail.includes(endMarker);
  } finally {
    await file.close();
  }
}

/** The bytes of a JPEG with an end. */
export async function withEndMarker(path: string): Promise<Buffer> {
  return Buffer.concat([await readFile(path), endMarker]);
}
