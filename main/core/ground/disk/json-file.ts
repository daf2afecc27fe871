import { mkdir, rename, stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { explainWriteError } from './explain-disk-error.ts';
import type { Log } from './log-file.ts';
import { readWholeFile } from './open-file.ts';
import { writeWhole } from './write-whole.ts';

export interface JsonFile<Value> {
  /** What the file held when it was opened. */
  readonly value: Value;
  /** Replaces the file as a whole; calls are carried out in their order. `out-of-disk` or `not-writable` when it cannot. */
  save(value: Value): Promise<void>;
}

/**
 * Opens one JSON document. `parse` checks and types what was read, throwing when it is not what it should be; then, or
 * when the file is no JSON, it is set aside as `<name>-broken-<time>.json` and `initial` is begun with. An absent
 * file is `initial` too, and is only created by `save`.
 */
export async function openJsonFile<Value>(options: {
  path: string;
  parse: (json: unknown) => Value;
  initial: Value;
  log: Log;
  now?: () => Date;
}): Promise<JsonFile<Value>> {
  const { path } = options;
  let lastSave = Promise.resolve();
  return {
    value: await readOrSetAside(options),
    save(value) {
      const saved = lastSave.then(() => writeJson(path, value));
      lastSave = saved.catch(() => undefined);
      return saved;
    },
  };
}

async function readOrSetAside<Value>(options: Parameters<typeof openJsonFile<Value>>[0]): Promise<Value> {
  const { path, parse, initial, log, now = () => new Date() } = options;
  const text = await readIfThere(path);
  if (text === null) return initial;
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    const aside = brokenName(path, now());
    await rename(path, aside);
    log.tell(say('program.set-aside', { path, aside: basename(aside) }), error);
    return initial;
  }
}

/** What a file holds; null when there is none. Throws a SyntaxError when it is no JSON, `not-allowed` when the disk refuses. */
export async function readJsonIfThere(path: string): Promise<{ value: unknown } | null> {
  const text = await readIfThere(path);
  return text === null ? null : { value: JSON.parse(text) as unknown };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readWholeFile(path)).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError('not-allowed', say('program.disk-not-read', { path }), { cause: error });
  }
}

/** Sets aside folders, pipes and links to themselves that lie where the program keeps a file of its own: none could be read or written. A link to a file stays. */
export async function setAsideWhatIsNoFile(paths: readonly string[], log: Log): Promise<void> {
  for (const path of paths) {
    const isInTheWay = await stat(path).then(
      (facts) => !facts.isFile(),
      (error: unknown) => (error as NodeJS.ErrnoException).code === 'ELOOP',
    );
    if (!isInTheWay) continue;
    const aside = brokenName(path, new Date());
    await rename(path, aside);
    log.tell(say('program.set-aside', { path, aside: basename(aside) }));
  }
}

/** The name under which a file is set aside that could not be understood. */
export function brokenName(path: string, time: Date): string {
  const ending = extname(path);
  const stamp = time.toISOString().replace(/[:.]/g, '-');
  return `${path.slice(0, path.length - ending.length)}-broken-${stamp}${ending}`;
}

/** Writes one JSON document, whole, and its folder with it when there is none. `out-of-disk` or `not-writable` when it cannot. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw explainWriteError(error, path);
  });
  await writeWhole(path, text);
}
