import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DonePart } from '#contract/api';
import type { Homography } from '#contract/geometry';
import { createGrowingPicture } from '#core/enhancement/process/growing-picture';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const toWide: Homography = [0.5, 0, 8, 0, 0.5, 4, 0, 0, 1];

function writePart(folder: string, name: string): { path: string; toWide: Homography } {
  const path = join(folder, name);
  const file = createScratchImage(path, { width: 64, height: 32, depth: 8, profile: null });
  file.writeRows(new Uint8Array(64 * 32 * 3).fill(90));
  file.finish();
  return { path, toWide };
}

test('parts are pictures that can be fetched, their files are taken away, and all is forgotten on demand', async () => {
  const folder = temporaryFolder();
  const [one, other] = [writePart(folder, 'one.tif'), writePart(folder, 'other.tif')];
  const heard: (readonly DonePart[])[] = [];
  const picture = createGrowingPicture(join(folder, 'pyramids'), (parts) => heard.push(parts));
  picture.take(one);
  picture.take({ path: join(folder, 'absent.tif'), toWide });
  picture.take(other);
  await expect.poll(() => heard.length).toBe(2);
  await picture.end();
  expect(heard.map((parts) => parts.length)).toEqual([1, 2]);
  expect(heard[1]).toMatchObject([{ pyramid: { width: 64, height: 32 }, toWide }, { toWide }]);
  const folders = (heard[1] ?? []).map(({ pyramid }) => join(folder, 'pyramids', pyramid.key));
  expect([one.path, other.path, ...folders].map(existsSync)).toEqual([false, false, true, true]);
  await picture.forget();
  expect(folders.map(existsSync)).toEqual([false, false]);
});

test('what comes after the end is only taken away', async () => {
  const folder = temporaryFolder();
  const part = writePart(folder, 'late.tif');
  const picture = createGrowingPicture(join(folder, 'pyramids'), () => expect.fail('Expected nothing to be shown'));
  const ended = picture.end();
  picture.take(part);
  await ended;
  await expect.poll(() => existsSync(part.path)).toBe(false);
});
