import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { showGain } from '#core/enhancement/show-gain';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A grey photo of 100 x 80, and a result whose right half is white. */
async function made() {
  const folder = temporaryFolder();
  const widePath = join(folder, 'wide.png');
  await sharp({ create: { width: 100, height: 80, channels: 3, background: '#808080' } }).toFile(widePath);
  const scratchPath = join(folder, 'result.tif');
  const scratch = createScratchImage(scratchPath, { width: 200, height: 160, depth: 8, profile: null });
  scratch.writeRows(
    Uint8Array.from({ length: 3 * 200 * 160 }, (_, at) => (Math.floor(at / 3) % 200 < 100 ? 128 : 255)),
  );
  scratch.finish();
  const targetPath = join(folder, 'gain.webp');
  const options = {
    widePath,
    scratchPath,
    report: { crop: { x: 0, y: 0, width: 100, height: 80 } },
    targetPath,
    originals: [widePath],
    pixelLimit: 1e8,
  };
  return { folder, options, targetPath };
}

test('an original is not written to, and nothing is left', async () => {
  const { folder, options } = await made();
  const place = { x: 0, y: 0, width: 10, height: 10 };
  await expect(
    showGain({ ...options, targetPath: options.widePath, places: [place], kind: 'beside' }),
  ).rejects.toMatchObject({ code: 'not-writable' });
  expect(readdirSync(folder).sort()).toEqual(['result.tif', 'wide.png']);
});

test('places lie below each other, before on the left', async () => {
  const { options, targetPath } = await made();
  const places = [
    { x: 140, y: 10, width: 40, height: 30 },
    { x: 150, y: 100, width: 20, height: 20 },
  ];
  await showGain({ ...options, places, kind: 'beside' });
  const { data, info } = await sharp(targetPath).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([88, 58]);
  const at = (x: number, y: number): number => data[info.channels * (y * info.width + x)] ?? 0;
  expect(Math.abs(at(20, 15) - 128)).toBeLessThan(4);
  expect(at(68, 15)).toBeGreaterThan(250);
  expect(Math.abs(at(10, 48) - 128)).toBeLessThan(4);
  expect(at(38, 48)).toBeGreaterThan(250);
});

test('an animation shows one and then the other', async () => {
  const { folder, options, targetPath } = await made();
  await showGain({ ...options, places: [{ x: 140, y: 10, width: 40, height: 30 }], kind: 'moving' });
  const { pages, width, pageHeight } = await sharp(targetPath, { animated: true }).metadata();
  expect([pages, width, pageHeight]).toEqual([2, 40, 30]);
  expect(existsSync(folder)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['gain.webp', 'result.tif', 'wide.png']);
});
