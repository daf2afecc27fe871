import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExportSettings } from '#contract/export-settings';
import { describeFile } from '#core/photos/files/describe-file';
import { writeImage } from '#core/photos/files/write-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const usual: ExportSettings = { format: 'jpeg', quality: 90, keepGps: false };

/** A scratch image whose detail is not the same everywhere, and a photo beside it. */
async function scratch(width: number, height: number, depth: 8 | 16 = 8): Promise<{ path: string; photo: string }> {
  const folder = temporaryFolder();
  const data = new (depth === 16 ? Uint16Array : Uint8Array)(3 * width * height);
  const most = 2 ** depth - 1;
  for (let index = 0; index < data.length; index++) {
    const [x, y] = [Math.floor(index / 3) % width, Math.floor(index / 3 / width)];
    const smooth = 0.5 + 0.4 * Math.sin(x / 90) * Math.cos(y / 70);
    const texture = (0.2 * y * (((x * 7919 + y * 104_729 + index * 31) % 101) - 50)) / 50 / height;
    data[index] = Math.round(most * Math.min(1, Math.max(0, smooth + texture)));
  }
  const path = join(folder, 'scratch.tif');
  const image = createScratchImage(path, { width, height, depth, profile: null });
  image.writeRows(data);
  image.finish();
  const small = pipelineOf({ width: 1, height: 1, depth: 8, profile: null, data: new Uint8Array(3) });
  return { path, photo: await savePicture(folder, 'photo.jpg', small.jpeg()) };
}

test.each<[string, ExportSettings, number, number, 8 | 16]>([
  ['a JPEG', usual, 2000, 1400, 8],
  ['a JPEG of little quality', { ...usual, quality: 50 }, 2000, 1400, 8],
  ['a PNG of 16 bits', { ...usual, format: 'png' }, 1500, 1100, 16],
  ['a TIFF of fewer bits', { ...usual, format: 'tiff', bitDepth: 8 }, 1500, 1100, 16],
  ['a smaller WebP', { ...usual, format: 'webp', size: { kind: 'long-side', pixels: 1200 } }, 2000, 1400, 8],
  ['an AVIF', { ...usual, format: 'avif', bitDepth: 10 }, 1000, 900, 16],
  ['a picture smaller than what is sampled', usual, 90, 60, 8],
])('%s is about as large as was told', async (_, settings, width, height, depth) => {
  const { path, photo } = await scratch(width, height, depth);
  const told = await describeFile(path, settings);
  const targetPath = `${path}.out`;
  await writeImage({ scratchPath: path, targetPath, settings, metadataFrom: photo, software: 'test', never: [] });
  const { size } = statSync(targetPath);
  expect(told.bytes).toBeGreaterThan(0.7 * size - 4000);
  expect(told.bytes).toBeLessThan(1.3 * size + 4000);
});

test('size, depth and profile are those of the file', async () => {
  const { path } = await scratch(400, 300, 16);
  const half: ExportSettings = {
    ...usual,
    format: 'png',
    size: { kind: 'percent', percent: 50 },
    profile: 'display-p3',
  };
  expect(await describeFile(path, half)).toMatchObject({ width: 200, height: 150, depth: 16, profile: 'Display P3' });
  expect(await describeFile(path, usual)).toMatchObject({ width: 400, height: 300, depth: 8, profile: 'sRGB' });
  expect(await describeFile(path, { ...usual, format: 'avif' })).toMatchObject({ depth: 10 });
});
