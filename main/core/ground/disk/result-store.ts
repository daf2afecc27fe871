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

/** One JSON file per key in `folder`. What cannot be read counts as not made: it is only a cache. */
export function openResultStore<Result>(folder: string): ResultStore<Result> {
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  return {
    async read(key) {
      try {
        return JSON.parse(await readFile(pathOf(key), 'utf8')) as Result;
      } catch {
        return null;
      }
    },
    write: (key, result) => writeJson(pathOf(key), result),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

/** The key of a result: 32 hexadecimal digits from everything that it depends on. */
export function resultKey(...inputs: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
}
