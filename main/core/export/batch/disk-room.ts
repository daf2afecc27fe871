import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { toWireError } from '#contract/errors';
import { say, type Said } from '#contract/messages';

/** Waits for room on a disk, and says so. */
export interface DiskRoom {
  /** Resolves when `folder` has so many bytes free. Rejects with the signal's reason. */
  waitFor(folder: string, bytes: number, signal: AbortSignal): Promise<void>;
  /** Does the work, and again whenever the disk was full, once there is more room than before and than `bytes`. */
  retry<Result>(folder: string, bytes: number, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** `announce` is told why nothing moves, and null when it moves again. */
export function createDiskRoom(announce: (message: Said | null) => void, pollMs = 1000): DiskRoom {
  let waiting = 0;

  async function waitFor(folder: string, bytes: number, signal: AbortSignal): Promise<void> {
    if ((await freeBytes(folder)) >= bytes) return;
    waiting += 1;
    try {
      for (let free = await freeBytes(folder); free < bytes; free = await freeBytes(folder)) {
        announce(say('writing.waiting-for-room', { folder, needed: bytes, free }));
        await sleep(pollMs, undefined, { signal });
      }
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      waiting -= 1;
      if (waiting === 0) announce(null);
    }
  }

  return {
    waitFor,
    async retry(folder, bytes, signal, work) {
      for (let needed = bytes; ; needed = Math.max(needed, (await freeBytes(folder)) + spareBytes)) {
        await waitFor(folder, needed, signal);
        try {
          return await work();
        } catch (error) {
          if (!isDiskFull(error)) throw error;
        }
      }
    },
  };
}

/** More than was free when it was not enough. */
const spareBytes = 256 * 1024;

/** Infinity where the system does not say. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

function isDiskFull(error: unknown): boolean {
  return toWireError(error).code === 'out-of-disk' || (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC';
}
