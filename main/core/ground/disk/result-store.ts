import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from './json-file.ts';

/** Results that can be made again, each under the key of what it was made from. */
export interface ResultStore<Result> {
  /** Null when it was not made yet, or cannot be read any more. */
  read(key: string): Promise<Result | null>;
  write(key: string, result: Result): Promise<void>;
  remove(key: string): Promise<void>;
}

/** One JSON file per key in `folder`, with a checksum. What cannot be read or was changed counts as not made: it is only a cache. */
export function openResultStore<Result>(folder: string): ResultStore<Result> {
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  return {
    async read(key) {
      try {
        return unsealed(JSON.parse(await readFile(pathOf(key), 'utf8'))) as Result | null;
      } catch {
        return null;
      }
    },
    write: (key, result) => writeJson(pathOf(key), { sha256: checksumOf(result), result }),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** Earlier versions wrote the result by itself. */
function unsealed(read: unknown): unknown {
  if (typeof read !== 'object' || read === null || !('sha256' in read && 'result' in read)) return read;
  return read.sha256 === checksumOf(read.result) ? read.result : null;
}

function checksumOf(result: unknown): string {
  return createHash('sha256').update(JSON.stringify(result)).digest('hex');
}

/** The key of a result: 32 hexadecimal digits from everything that it depends on. */
export function resultKey(...inputs: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
}
