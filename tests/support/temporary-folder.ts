import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A folder of its own for the test that runs, removed after it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-test-')));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/**
 * Removes a folder into which this process, or one that was just ended, may still write a file: begins again until it is gone. (The
 * retries of `rm` do not look for new files, and those of `rmSync` keep this process from ending its writing.)
 */
async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rm(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
}
