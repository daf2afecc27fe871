import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { lockDataFolder } from '#host/lock-data-folder';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a folder that is in use is refused, until it is let go', async () => {
  const folder = join(temporaryFolder(), 'data');
  const unlock = await lockDataFolder(folder);
  await expect(lockDataFolder(folder)).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining(folder) as string,
  });
  unlock();
  (await lockDataFolder(folder))();
});

test.skipIf(process.platform === 'win32')('a process that was killed does not keep its folder', async () => {
  const folder = temporaryFolder();
  const program = join(folder, 'hold.mjs');
  writeFileSync(
    program,
    `import { createServer } from 'node:net';\ncreateServer().listen(process.argv[2], () => process.send('held'));\n`,
  );
  const socket = join(folder, 'lock.socket');
  const holder = fork(program, [socket]);
  await once(holder, 'message');
  await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'not-allowed' });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(socket)).toBe(true);
  (await lockDataFolder(folder))();
});

test('a folder with a very long name is locked too', async () => {
  const folder = join(temporaryFolder(), 'x'.repeat(120));
  const unlock = await lockDataFolder(folder);
  await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'not-allowed' });
  unlock();
});

test('a folder with a very long name is one folder by every way to it, wherever temporary files go', async () => {
  const place = temporaryFolder();
  const folder = join(place, 'x'.repeat(120));
  mkdirSync(folder);
  symlinkSync(folder, join(place, 'link'));
  const unlock = await lockDataFolder(folder);
  await expect(lockDataFolder(join(place, 'link'))).rejects.toMatchObject({ code: 'not-allowed' });
  vi.stubEnv('TMPDIR', temporaryFolder());
  await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'not-allowed' });
  vi.unstubAllEnvs();
  unlock();
});

test.skipIf(process.platform === 'win32')('a folder is for its owner alone, one from before too', async () => {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder, { mode: 0o755 });
  (await lockDataFolder(folder))();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
