import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sharp } from '../image-library.ts';
import { writeWhole } from '#core/ground/disk/write-whole';

/** Writes a small RGBA picture (8 bit, not premultiplied, rows from the top), its folder with it when there is none. */
export async function writePng(
  path: string,
  { width, height, pixels }: { width: number; height: number; pixels: Uint8Array },
  temporaryFolder?: string,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const picture = sharp(pixels, { raw: { width, height, channels: 4 } }).png();
  const write = async (temporary: string): Promise<void> => {
    await picture.toFile(temporary);
  };
  await writeWhole(path, write, { temporaryFolder });
}
