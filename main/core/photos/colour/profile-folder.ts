import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '#core/ground/disk/is-running';

/** Gives `work` an empty folder for profiles, which libvips only takes as files, and removes it afterwards. */
export async function withProfileFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  await (sweeping ??= removeAbandoned());
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const prefix = 'telewide-profile-';

/** Once for each process. */
let sweeping: Promise<void> | null = null;

/** A process that was killed could not remove its own. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = /^(\d+)-/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    // What another user left is theirs to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
