import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultFinish } from '#contract/export-settings';
import { displayP3Profile } from '#core/photos/colour/colour-profile';
import { finishPicture } from '#core/photos/scratch/finish-picture';
import { createScratchImage, readRaster } from '#core/photos/scratch/scratch-image';
import { gradientImage } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('misuse and failure', () => {
  it('rows of another width or depth are refused', () => {
    const scratch = createScratchImage(join(temporaryFolder(), 'a.tif'), {
      width: 10,
      height: 4,
      depth: 8,
      profile: null,
    });
    expect(() => scratch.writeRows(new Uint8Array(29))).toThrow(RangeError);
    expect(() => scratch.writeRows(new Uint16Array(30))).toThrow(RangeError);
    scratch.discard();
  });

  it.each([3, 5])('%i rows of 4 do not finish', (rows) => {
    const scratch = createScratchImage(join(temporaryFolder(), 'a.tif'), {
      width: 10,
      height: 4,
      depth: 8,
      profile: null,
    });
    scratch.writeRows(new Uint8Array(30 * rows));
    expect(() => scratch.finish()).toThrow(`received ${rows}`);
  });

  it('a discarded image leaves nothing, before and after it is finished', () => {
    const path = join(temporaryFolder(), 'a.tif');
    const make = () => createScratchImage(path, { width: 10, height: 4, depth: 8, profile: null });
    make().discard();
    expect(existsSync(path)).toBe(false);
    const scratch = make();
    scratch.writeRows(new Uint8Array(120));
    scratch.finish();
    expect(existsSync(path)).toBe(true);
    scratch.discard();
    expect(existsSync(path)).toBe(false);
  });

  it('a folder that is not there is not writable', () => {
    const path = join(temporaryFolder(), 'nowhere', 'a.tif');
    const attempt = () => createScratchImage(path, { width: 10, height: 4, depth: 8, profile: null });
    expect(attempt).toThrow(expect.objectContaining({ code: 'not-writable' }));
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk is told as such', () => {
    const path = join(temporaryFolder(), 'a.tif');
    symlinkSync('/dev/full', path);
    const attempt = () => createScratchImage(path, { width: 10, height: 4, depth: 8, profile: null });
    expect(attempt).toThrow(expect.objectContaining({ code: 'out-of-disk' }));
    expect(existsSync(path)).toBe(false);
  });
});

describe('a finished image', () => {
  it.each([
    [8, 61, 47, 1],
    [16, 61, 47, 10],
    [8, 3000, 90, 7],
    [16, 40_000, 40, 40],
  ] as const)(
    'of %i bits, %i x %i, holds the rows written %i at a time, and its profile',
    async (depth, width, height, step) => {
      const image = gradientImage(width, height, depth);
      const path = join(temporaryFolder(), 'a.tif');
      const profile = depth === 8 ? await displayP3Profile() : null;
      const scratch = createScratchImage(path, { width, height, depth, profile });
      for (let row = 0; row < height; row += step)
        scratch.writeRows(image.data.subarray(row * width * 3, (row + step) * width * 3));
      scratch.finish();

      expect(await readRaster(path)).toEqual({ width, height, depth, profile });
      const pipeline = sharp(path, { ignoreIcc: true });
      if (depth === 16) pipeline.toColourspace('rgb16');
      const raw = await pipeline.raw({ depth: depth === 16 ? 'ushort' : 'uchar' }).toBuffer();
      expect(Buffer.compare(raw, Buffer.from(image.data.buffer))).toBe(0);
    },
  );

  it('of 16 bits is copied to 8 by rounding', async () => {
    const folder = temporaryFolder();
    const values = [0, 128, 129, 385, 386, 32768, 65406, 65407, 65535];
    const raster = { width: values.length, height: 3000, depth: 16 as const, profile: await displayP3Profile() };
    const scratch = createScratchImage(join(folder, 'deep.tif'), raster);
    const row = Uint16Array.from(values.flatMap((value) => [value, value, value]));
    for (let count = 0; count < raster.height; count++) scratch.writeRows(row);
    scratch.finish();
    const finished = await finishPicture({ scratchPath: join(folder, 'deep.tif'), settings: defaultFinish, depth: 8 });
    expect(await readRaster(finished.path)).toEqual({ ...raster, depth: 8 });
    const raw = await sharp(finished.path, { ignoreIcc: true }).raw().toBuffer();
    const lastRow = raw.subarray(-values.length * 3).filter((_, index) => index % 3 === 0);
    expect([...lastRow]).toEqual(values.map((value) => Math.round((value / 65535) * 255)));
    expect(readFileSync(join(folder, 'deep.tif')).length).toBeGreaterThan(raw.length * 2);
    await finished.remove();
    expect(readdirSync(folder)).toEqual(['deep.tif']);
  });
});
