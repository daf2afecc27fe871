import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPhotoFile } from '#core/photos/files/photo-format';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test.skipIf(process.platform === 'win32')('a pipe that nobody writes into is refused, not waited for', async () => {
  const path = join(temporaryFolder(), 'pipe.jpg');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  await expect(openPhotoFile(path)).rejects.toMatchObject({ code: 'unreadable-image' });
});

test.skipIf(process.platform === 'win32')('a device is refused', async () => {
  await expect(openPhotoFile('/dev/zero')).rejects.toMatchObject({ code: 'unreadable-image' });
});
