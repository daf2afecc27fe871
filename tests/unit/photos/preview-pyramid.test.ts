import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { levelSize } from '#contract/media-urls';
import { displayP3Profile, profileName } from '#core/photos/colour/colour-profile';
import { buildPyramid } from '#core/photos/previews/preview-pyramid';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { gradientImage, pipelineOf, savePicture } from '../../support/sample-pictures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = '0123456789abcdef';
const pixelLimit = 1e7;

describe('what cannot be cut into tiles leaves nothing behind', () => {
  it('a damaged photo, one over the limit, an aborted build', async () => {
    const folder = temporaryFolder();
    const whole = await savePicture(folder, 'whole.jpg', pipelineOf(gradientImage(700, 600)).jpeg());
    const part = join(folder, 'part.jpg');
    writeFileSync(part, readFileSync(whole).subarray(0, 3000));
    const out = join(folder, 'out');
    const build = (changes: object) => buildPyramid({ sourcePath: whole, key, folder: out, pixelLimit, ...changes });
    await expect(build({ sourcePath: part })).rejects.toMatchObject({ code: 'unreadable-image' });
    await expect(build({ pixelLimit: 419_999 })).rejects.toMatchObject({ code: 'image-too-large' });
    await expect(build({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('the tiles', () => {
  it.each([
    [100, 60, 1],
    [512, 512, 1],
    [513, 100, 2],
    [1025, 1400, 3],
    [2500, 600, 4],
  ])('of %i x %i pixels lie on %i levels and cover each of them exactly', async (width, height, levels) => {
    const folder = temporaryFolder();
    const image = gradientImage(width, height);
    const sourcePath = await savePicture(folder, 'a.png', pipelineOf(image).png({ compressionLevel: 1 }));
    const pyramid = await buildPyramid({ sourcePath, key, folder, pixelLimit });
    expect(pyramid).toEqual({ key, width, height, tileSize: 512, levels });
    const files = readdirSync(join(folder, key), { recursive: true }).map(String);
    let expectedFiles = levels + 1;
    for (let level = 0; level < levels; level++) {
      const size = levelSize(pyramid, level);
      const [columns, rows] = [Math.ceil(size.width / 512), Math.ceil(size.height / 512)];
      expectedFiles += columns * rows;
      for (let column = 0; column < columns; column++) {
        for (let row = 0; row < rows; row++) {
          const tile = sharp(join(folder, key, String(level), `${column}_${row}.webp`));
          const { data, info } = await tile.raw().toBuffer({ resolveWithObject: true });
          expect([info.width, info.height]).toEqual([
            Math.min(512, size.width - column * 512),
            Math.min(512, size.height - row * 512),
          ]);
          const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 3;
          const x = (column * 512 + Math.floor(info.width / 2) + 0.5) / size.width;
          const y = (row * 512 + Math.floor(info.height / 2) + 0.5) / size.height;
          expect(Math.abs((data[middle] ?? 0) - x * 255)).toBeLessThan(12);
          expect(Math.abs((data[middle + 1] ?? 0) - y * 255)).toBeLessThan(12);
        }
      }
    }
    expect(files).toHaveLength(expectedFiles);
    expect(readdirSync(folder).sort()).toEqual([key, 'a.png']);
  });

  it('are upright, and are built once', async () => {
    const folder = temporaryFolder();
    const picture = pipelineOf(gradientImage(600, 300)).withMetadata({ orientation: 6 }).jpeg();
    const sourcePath = await savePicture(folder, 'a.jpg', picture);
    const first = await buildPyramid({ sourcePath, key, folder, pixelLimit });
    expect([first.width, first.height]).toEqual([300, 600]);
    const tile = join(folder, key, '0', '0_0.webp');
    const { mtimeMs } = statSync(tile);
    expect(await buildPyramid({ sourcePath: join(folder, 'gone.jpg'), key, folder, pixelLimit })).toEqual(first);
    expect(statSync(tile).mtimeMs).toBe(mtimeMs);
  });

  it.each([8, 16] as const)('of a scratch image of %i bits in Display P3 show its colours', async (depth) => {
    const folder = temporaryFolder();
    const image = { ...gradientImage(600, 400, depth), profile: await displayP3Profile() };
    const sourcePath = join(folder, 'scratch.tif');
    const scratch = createScratchImage(sourcePath, image);
    scratch.writeRows(image.data);
    scratch.finish();
    await buildPyramid({ sourcePath, key, folder, pixelLimit: Infinity });
    const tile = join(folder, key, '1', '0_0.webp');
    const { icc } = await sharp(tile).metadata();
    expect(profileName(icc ?? null)).toBe('Display P3');
    const data = await sharp(tile, { ignoreIcc: true }).raw().toBuffer();
    const place = (200 * 512 + 256) * 3;
    for (let channel = 0; channel < 2; channel++) {
      const expected = (image.data[(200 * 600 + 256) * 3 + channel] ?? 0) / (depth === 8 ? 1 : 257);
      expect(Math.abs((data[place + channel] ?? 0) - expected)).toBeLessThan(8);
    }
    expect(existsSync(join(folder, key, 'pyramid.json'))).toBe(true);
  });
});

it.each([
  '',
  '{"key":"0123',
  '{}',
  '[]',
  'null',
  `{"key":"fedcba9876543210","width":100,"height":60,"tileSize":512,"levels":1}`,
])('a pyramid whose description is %j is made anew', async (description) => {
  const folder = temporaryFolder();
  const sourcePath = await savePicture(folder, 'a.png', pipelineOf(gradientImage(100, 60)).png());
  const whole = await buildPyramid({ sourcePath, key, folder, pixelLimit });
  writeFileSync(join(folder, key, 'pyramid.json'), description);
  expect(await buildPyramid({ sourcePath, key, folder, pixelLimit })).toEqual(whole);
  expect(JSON.parse(readFileSync(join(folder, key, 'pyramid.json'), 'utf8'))).toEqual(whole);
  expect(existsSync(join(folder, key, '0/0_0.webp'))).toBe(true);
});
