import { symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainReadError, explainWriteError } from '#core/ground/disk/explain-disk-error';
import { writeWhole } from '#core/ground/disk/write-whole';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const failureOf = (path: string, mode: string): Promise<unknown> =>
  open(path, mode).then(
    (file) => file.close(),
    (error: unknown) => error,
  );

test.skipIf(process.platform === 'win32')(
  'names that are too long and links that lead nowhere are said in words',
  async () => {
    const folder = temporaryFolder();
    const loop = join(folder, 'loop.jpg');
    symlinkSync(loop, loop);
    for (const path of [join(folder, `${'x'.repeat(300)}.jpg`), loop]) {
      const read = explainReadError(await failureOf(path, 'r'), path);
      expect(read).toMatchObject({ code: 'not-found' });
      expect(explainWriteError(await failureOf(path, 'w'), path)).toMatchObject({ code: 'not-writable' });
      for (const words of [read?.message, explainWriteError(await failureOf(path, 'w'), path).message])
        expect(words).not.toMatch(/E[A-Z]{4}|syscall|the disk refused/);
    }
    await expect(writeWhole(join(folder, 'x'.repeat(300)), 'text')).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('too long') as string,
    });
  },
);

test('a disk that fails is said in words', () => {
  const failure = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
  expect(explainReadError(failure, '/photos/a.jpg')?.message).toBe(
    'a.jpg cannot be read: its disk fails. Copy what is on it to another one',
  );
  expect(explainWriteError(failure, '/photos/a.jpg')).toMatchObject({ code: 'not-writable' });
});
