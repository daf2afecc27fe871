import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withScratchFile } from '#core/ground/disk/scratch-file';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const identifier = '3a03afbb-2b0a-4f51-b7f2-e8d386d285b0';

/** A process that has ended, so its number is nobody's. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('withScratchFile', () => {
  it('gives a path in the folder, made if need be, and removes the file when the work is done', async () => {
    const folder = join(temporaryFolder(), 'cache', 'scratch');
    const path = await withScratchFile(folder, '.tif', (given) => {
      writeFileSync(given, 'pixels');
      return Promise.resolve(given);
    });
    expect(path.startsWith(folder)).toBe(true);
    expect(path.endsWith('.tif')).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes the file when the work fails, and fails with it', async () => {
    const folder = temporaryFolder();
    const work = withScratchFile(folder, '.tif', (given) => {
      writeFileSync(given, 'half');
      return Promise.reject(new Error('the disk is full'));
    });
    await expect(work).rejects.toThrow('the disk is full');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes what a killed process left, and nothing of one that runs nor anything else', async () => {
    const folder = temporaryFolder();
    const abandoned = join(folder, `${endedProcess()}.${identifier}.tif`);
    const kept = [join(folder, `${process.ppid}.${identifier}.tif`), join(folder, 'holiday.tif')];
    for (const path of [abandoned, ...kept]) writeFileSync(path, '');
    mkdirSync(join(folder, 'folder'));
    await withScratchFile(folder, '.tif', () => Promise.resolve());
    expect(existsSync(abandoned)).toBe(false);
    expect(kept.every((path) => existsSync(path))).toBe(true);
  });
});
