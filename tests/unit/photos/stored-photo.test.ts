import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PixelImage } from '#core/photos/pixel-image';
import { storePhoto, type StoredPhoto } from '#core/photos/scratch/stored-photo';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const size = { width: 7, height: 5 };
const eight: PixelImage = {
  ...size,
  depth: 8,
  profile: null,
  data: Uint8Array.from({ length: 105 }, (_, at) => 2 * at),
};
const sixteen: PixelImage = {
  ...size,
  depth: 16,
  profile: Uint8Array.of(1, 2),
  data: Uint16Array.from({ length: 105 }, (_, at) => 600 * at),
};

function partOf({ width, data }: PixelImage, left: number, top: number, columns: number, rows: number): number[] {
  return Array.from({ length: 3 * columns * rows }, (_, index) => {
    const [row, rest] = [Math.floor(index / (3 * columns)), index % (3 * columns)];
    return data[3 * ((top + row) * width + left) + rest] ?? NaN;
  });
}

describe('a stored photo', () => {
  it('that cannot be written says why and leaves nothing', () => {
    const folder = temporaryFolder();
    expect(() => storePhoto(eight, join(folder, 'absent', 'tele'))).toThrow(
      expect.objectContaining({ code: 'not-writable' }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([eight, sixteen])('gives any part of its $depth bits', (image) => {
    const path = join(temporaryFolder(), 'tele');
    const stored = storePhoto(image, path);
    const { image: found, part } = stored.read({ x: 2, y: 1, width: 4, height: 3 });
    expect(part).toEqual({ x: 2, y: 1, width: 4, height: 3 });
    expect(found).toMatchObject({ width: 4, height: 3, depth: image.depth, profile: image.profile });
    expect([...found.data]).toEqual(partOf(image, 2, 1, 4, 3));
    stored.remove();
    expect(existsSync(path)).toBe(false);
  });

  it('keeps nothing of its pixels in memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const store = (): { stored: StoredPhoto; pixels: WeakRef<Uint8Array> } => {
      const data = new Uint8Array(105);
      return {
        stored: storePhoto({ ...eight, data }, join(temporaryFolder(), 'tele')),
        pixels: new WeakRef(data),
      };
    };
    const { stored, pixels } = store();
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(pixels.deref()).toBeUndefined();
    expect(stored.read({ x: 0, y: 0, width: 1, height: 1 }).image.data).toHaveLength(3);
    stored.remove();
  });

  it.each([
    [
      { x: -3, y: -1, width: 5, height: 3 },
      { x: 0, y: 0, width: 2, height: 2 },
    ],
    [
      { x: 5, y: 4, width: 9, height: 9 },
      { x: 5, y: 4, width: 2, height: 1 },
    ],
    [
      { x: 20, y: -20, width: 4, height: 4 },
      { x: 6, y: 0, width: 1, height: 1 },
    ],
  ])('cuts %o to what it has, at least a pixel', (wanted, expected) => {
    const stored = storePhoto(eight, join(temporaryFolder(), 'tele'));
    const { image, part } = stored.read(wanted);
    expect(part).toEqual(expected);
    expect([...image.data]).toEqual(partOf(eight, part.x, part.y, part.width, part.height));
    stored.remove();
  });
});
