import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withProfileFolder } from '#core/photos/colour/colour-profile';

it('is gone after the work, failed or not, and so is what a dead process left; what a live one has stays', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const abandoned = join(tmpdir(), `telewide-profile-${dead}-abcdef`);
  const used = join(tmpdir(), `telewide-profile-${process.ppid}-abcdef`);
  for (const folder of [abandoned, used]) mkdirSync(folder, { recursive: true });

  let seen = '';
  const failing = withProfileFolder(async (folder) => {
    seen = folder;
    expect(existsSync(folder)).toBe(true);
    throw new Error('no profile');
  });
  await expect(failing).rejects.toThrow('no profile');
  expect(existsSync(seen)).toBe(false);
  expect([abandoned, used].map((folder) => existsSync(folder))).toEqual([false, true]);
  rmSync(used, { recursive: true });
});
