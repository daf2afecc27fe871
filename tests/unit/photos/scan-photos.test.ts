import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { listPhotoFiles, scanPhotos } from '#core/photos/files/scan-photos';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Node itself makes none. */
const pipeMaker = 'mkfifo';

function folderOf(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), 'x');
  }
  return folder;
}

async function scanned(folder: string, options: Parameters<typeof scanPhotos>[1] = {}) {
  const { files, passedOver, problems } = await scanPhotos([folder], options);
  const within = (path: string): string => path.slice(folder.length + 1);
  return {
    files: files.map(within),
    passedOver,
    problems: problems.map(({ path, error }) => [within(path), error.code]),
  };
}

it.each([
  '@eaDir/IMG_1.JPG/SYNOPHOTO_THUMB_XL.jpg',
  '#recycle/IMG_9.JPG',
  '$RECYCLE.BIN/$R1ABCDE.JPG',
  '.thumbnails/1.jpg',
  '.@__thumb/IMG_1.jpg',
  '@Recycle/IMG_1.jpg',
  '__MACOSX/IMG_1.JPG',
  'sub/.Trash-1000/files/IMG_1.jpg',
  'Catalog Previews.lrdata/1.jpg',
])('passes over, with a count, what lies in %s', async (name) => {
  const folder = folderOf('IMG_1.JPG', 'sub/IMG_2.mpo', name);
  expect(await scanned(folder)).toEqual({ files: ['IMG_1.JPG', 'sub/IMG_2.mpo'], passedOver: 1, problems: [] });
});

it('looks into such a folder when it is the one that is meant', async () => {
  const folder = folderOf('.photos/IMG_1.JPG');
  expect((await scanned(join(folder, '.photos'))).files).toEqual(['IMG_1.JPG']);
});

it('follows links, into each folder once, and names those that lead nowhere', async () => {
  const folder = folderOf('a/IMG_1.JPG');
  const other = folderOf('IMG_2.JPG', 'IMG_3.JPG');
  symlinkSync(folder, join(folder, 'a', 'round'));
  symlinkSync(other, join(folder, 'b'));
  symlinkSync(other, join(folder, 'c'));
  symlinkSync(join(other, 'IMG_3.JPG'), join(folder, 'd.jpg'));
  symlinkSync(join(folder, 'nowhere.jpg'), join(folder, 'e.jpg'));
  expect(await scanned(folder)).toEqual({
    files: ['a/IMG_1.JPG', 'b/IMG_2.JPG', 'b/IMG_3.JPG', 'd.jpg'],
    passedOver: 0,
    problems: [['e.jpg', 'not-found']],
  });
});

it('takes no pipe for a photo, and no folder that may not be read for an end', async (context) => {
  const folder = folderOf('IMG_1.JPG', 'closed/IMG_2.JPG');
  execFileSync(pipeMaker, [join(folder, 'pipe.jpg')]);
  expect(await scanned(folder)).toMatchObject({ files: ['closed/IMG_2.JPG', 'IMG_1.JPG'], passedOver: 1 });
  if (process.getuid?.() === 0) context.skip('the superuser may read every folder');
  chmodSync(join(folder, 'closed'), 0);
  expect((await scanned(folder)).problems).toEqual([['closed', 'not-allowed']]);
});

it('stays in the folder, or outside of a part, when it is told to', async () => {
  const folder = folderOf('IMG_1.JPG', 'out/IMG_2.JPG', 'sub/IMG_3.JPG');
  expect((await scanned(folder, { isRecursive: false })).files).toEqual(['IMG_1.JPG']);
  const isOutside = (path: string): boolean => path.endsWith('/out');
  expect((await scanned(folder, { isOutside })).files).toEqual(['IMG_1.JPG', 'sub/IMG_3.JPG']);
});

it('throws for a folder that is not there when files are asked for', async () => {
  await expect(listPhotoFiles([join(temporaryFolder(), 'absent')])).rejects.toMatchObject({ code: 'not-found' });
});
