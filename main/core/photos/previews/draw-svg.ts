import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '#core/ground/disk/write-whole';
import { sharp } from '../image-library.ts';

/** 8 bit, not premultiplied, rows from the top. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * Draws an SVG as a PNG of the SVG's own size, over the picture `below` when there is one (then both must be of one size).
 * Makes the folder when there is none. Throws `not-writable` or `out-of-disk`.
 */
export async function drawSvg(path: string, svg: string, below?: RgbaPicture): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const drawing = Buffer.from(svg);
  const picture =
    below === undefined
      ? sharp(drawing)
      : sharp(below.pixels, { raw: { width: below.width, height: below.height, channels: 4 } }).composite([
          { input: drawing },
        ]);
  await writeWhole(path, async (temporary) => {
    await picture.png().toFile(temporary);
  });
}
