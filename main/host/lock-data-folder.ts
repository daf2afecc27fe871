import { createHash } from 'node:crypto';
import { chmod, mkdir, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';

/** The longest socket address that every system takes. */
const longestAddress = 100;
const forOwnerOnly = 0o700;

/**
 * Keeps a data folder for this process: two engines in one folder would overwrite each other's project. Resolves with the
 * function that lets go; `not-allowed` when another process holds the folder. The lock is a listening socket, which the
 * system takes away with its process however that ends, so a crash never leaves a folder locked.
 */
export async function lockDataFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true, mode: forOwnerOnly });
  // One that an earlier version made, or a person. Some disks know no permissions.
  await chmod(folder, forOwnerOnly).catch(() => undefined);
  // Two ways to it, such as a link, are one folder.
  const address = addressOf(await realpath(folder));
  const server = (await listen(address)) ?? (await listenAgain(address, folder));
  server.unref();
  return () => void server.close();
}

function addressOf(folder: string): string {
  const name = `telewide-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const inFolder = join(folder, 'lock.socket');
  // Not where the environment says: of two programs each may be told another place.
  return inFolder.length <= longestAddress ? inFolder : `/tmp/${name}.socket`;
}

/** Null when there is something at the address. */
function listen(address: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((visitor) => visitor.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(null) : fail(error)));
    server.listen(address, () => done(server));
  });
}

async function listenAgain(address: string, folder: string): Promise<Server> {
  if (!(await isAnswered(address))) {
    await rm(address, { force: true });
    const server = await listen(address);
    if (server) return server;
  }
  throw new AppError('not-allowed', say('program.data-in-use', { folder }));
}

/** A socket of a process that died is still there, but nobody answers. */
function isAnswered(address: string): Promise<boolean> {
  return new Promise((done) => {
    const visitor = connect(address, () => {
      visitor.destroy();
      done(true);
    });
    visitor.once('error', () => done(false));
  });
}
