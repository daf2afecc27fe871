import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lockOutput } from '#core/export/batch/lock-output';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const lockIn = (folder: string): string => join(folder, '.telewide/lock.json');
const deadProcess = spawnSync(process.execPath, ['--version']).pid;

/** A folder whose lock somebody left. */
async function lockedBy(holder: unknown, ageSeconds: number): Promise<string> {
  const folder = temporaryFolder();
  await (
    await lockOutput(folder)
  )();
  writeFileSync(lockIn(folder), typeof holder === 'string' ? holder : JSON.stringify(holder));
  const time = Date.now() / 1000 - ageSeconds;
  utimesSync(lockIn(folder), time, time);
  return folder;
}

describe('an output folder', () => {
  it('is refused to a second program and free again afterwards', async () => {
    const folder = temporaryFolder();
    const letGo = await lockOutput(folder);
    await expect(lockOutput(folder)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
    await letGo();
    expect(existsSync(lockIn(folder))).toBe(false);
    await (
      await lockOutput(folder)
    )();
  });

  it.each([
    ['a living program here', { process: process.ppid, host: hostname(), id: 'x' }, 30],
    ['another machine that was heard of lately', { process: 1, host: 'elsewhere', id: 'x' }, 30],
    ['somebody who is just writing the lock', '', 1],
  ])('is refused while it belongs to %s', async (_, holder, age) => {
    await expect(lockOutput(await lockedBy(holder, age))).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it.each([
    ['a program here that died', { process: deadProcess, host: hostname(), id: 'x' }, 1],
    ['an earlier program with our own number', { process: process.pid, host: hostname(), id: 'x' }, 1],
    ['a dead program whose number another one has now', { process: process.ppid, host: hostname(), id: 'x' }, 600],
    ['another machine that was silent for long', { process: 1, host: 'elsewhere', id: 'x' }, 600],
    ['a lock torn by a power cut', '{"proc', 600],
  ])('is taken over from %s', async (_, holder, age) => {
    const letGo = await lockOutput(await lockedBy(holder, age));
    await letGo();
  });

  it('is given to one of many that ask at once', async () => {
    const folder = await lockedBy({ process: deadProcess, host: hostname(), id: 'x' }, 1);
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockOutput(folder)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
