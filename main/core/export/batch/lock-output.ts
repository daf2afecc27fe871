import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { isRunning } from '#core/ground/disk/is-running';
import { stateFolderOf } from './batch-journal.ts';

/** How often the holder shows that it lives, and after which silence a holder counts as gone, in milliseconds. */
const beatMs = 10_000;
const silenceMs = 90_000;

/** Locks that this very process holds: process numbers are used again, in containers often the same one. */
const held = new Set<string>();

interface Holder {
  process: number;
  host: string;
  id: string;
}

/**
 * Keeps an output folder for this program. Resolves with the function that lets go; `not-allowed` when another one has it, on this or,
 * over a shared folder, on another machine. A lock whose holder died is taken over, even where another process has its number.
 */
export async function lockOutput(outputFolder: string): Promise<() => Promise<void>> {
  const folder = stateFolderOf(outputFolder);
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock.json');
  const own: Holder = { process: process.pid, host: hostname(), id: randomUUID() };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await create(path, own)) return keep(path, own);
    await refuseLiving(path, outputFolder);
    if (await takeOver(path, own, outputFolder)) return keep(path, own);
    await sleep(beatMs / 200);
  }
  throw inUse(outputFolder, null);
}

const maxAttempts = 40;

/** One at a time looks again, takes a dead holder's lock away and sets its own: else two might each take away the other's. */
async function takeOver(path: string, own: Holder, outputFolder: string): Promise<boolean> {
  const taking = `${path}.taking`;
  if (!(await create(taking, own))) {
    const facts = await stat(taking).catch(() => null);
    if (facts !== null && Date.now() - facts.mtimeMs > beatMs) await rm(taking, { force: true });
    return false;
  }
  try {
    await refuseLiving(path, outputFolder);
    await rm(path, { force: true });
    return await create(path, own);
  } finally {
    await rm(taking, { force: true });
  }
}

async function create(path: string, own: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(JSON.stringify(own));
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function refuseLiving(path: string, outputFolder: string): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return;
  const holder = await readHolder(path);
  const age = Date.now() - facts.mtimeMs;
  const isAlive =
    holder === null
      ? age < beatMs // Being written, or torn by a power cut.
      : age < silenceMs && (holder.host !== hostname() || isHeld(holder));
  if (isAlive) throw inUse(outputFolder, holder);
}

function keep(path: string, own: Holder): () => Promise<void> {
  held.add(own.id);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, beatMs).unref();
  return async () => {
    clearInterval(beat);
    held.delete(own.id);
    if ((await readHolder(path))?.id === own.id) await rm(path, { force: true });
  };
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    return typeof holder.process === 'number' && typeof holder.host === 'string' ? (holder as Holder) : null;
  } catch {
    return null;
  }
}

function isHeld(holder: Holder): boolean {
  return holder.process === process.pid ? held.has(holder.id) : isRunning(holder.process);
}

function inUse(outputFolder: string, holder: Holder | null): AppError {
  const folder = outputFolder;
  return new AppError(
    'not-allowed',
    holder === null
      ? say('writing.folder-in-use', { folder })
      : say('writing.folder-in-use-by', { folder, process: holder.process, host: holder.host }),
  );
}
