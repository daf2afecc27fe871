import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPhotoFile } from '#core/photos/files/photo-format';
import { readImage } from '#core/photos/files/read-image';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test.skipIf(process.platform === 'win32')('a pipe that nobody writes into is refused, not waited for', async () => {
  const path = join(temporaryFolder(), 'pipe.jpg');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  await expect(openPhotoFile(path)).rejects.toMatchObject({ code: 'unreadable-image' });
});

test.skipIf(process.platform === 'win32')('a device is refused', async () => {
  await expect(openPhotoFile('/dev/zero')).rejects.toMatchObject({ code: 'unreadable-image' });
});

test('an MPO, two JPEGs in a row, is read as its first', async () => {
  const [first, second] = ['home.jpg', 'family.jpg'].map((name) =>
    readFileSync(new URL(`../../fixtures/photos/${name}`, import.meta.url)),
  );
  const [path, alone] = ['pair.mpo', 'alone.jpg'].map((name) => join(temporaryFolder(), name)) as [string, string];
  writeFileSync(alone, first ?? '');
  writeFileSync(path, Buffer.concat([first ?? Buffer.alloc(0), second ?? Buffer.alloc(0)]));
  const [read, expected] = await Promise.all([path, alone].map((one) => readImage(one, { pixelLimit: 1e8 })));
  expect(await openPhotoFile(path)).toMatchObject({ format: 'jpeg' });
  expect(read).toEqual(expected);
});
