import type { Dirent } from 'node:fs';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

/** Everything that lies under one key, of no use without the rest: the picture first, as what has none counts as not made. */
interface Kept {
  readonly paths: string[];
  bytes: number;
  usedAt: number;
  isLeftOver: boolean;
}

/**
 * Removes what killed processes left behind, and then the pictures that were used longest ago, until what is left takes no more than `maxBytes`. What was
 * used or written within `sparedMs` stays: it may be looked at, or be on its way. What adaptations show stays, too; all else can be made again. Gives the
 * bytes that are left.
 */
export async function pruneCache(
  {
    results,
    provenance,
    pyramids,
    adaptations,
  }: Pick<DataFolder, 'results' | 'provenance' | 'pyramids' | 'adaptations'>,
  { maxBytes, sparedMs = 600_000 }: { maxBytes: number; sparedMs?: number },
): Promise<number> {
  const recorded = await keysIn(results);
  const shown = await keysIn(adaptations);
  const kept = new Map<string, Kept>();
  for (const folder of [results, provenance, pyramids]) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (entry.name.endsWith('.json')) continue;
      const path = join(folder, entry.name);
      const key = entry.name.startsWith('.') ? path : entry.name.replace(/\.\w+$/, '');
      if (shown.has(key)) continue;
      const one = kept.get(key) ?? { paths: [], bytes: 0, usedAt: 0, isLeftOver: entry.name.startsWith('.') };
      one.isLeftOver ||= folder === results && !recorded.has(key);
      one.paths.push(path);
      one.bytes += await bytesOf(path, entry);
      one.usedAt = Math.max(one.usedAt, (await stat(path).catch(() => null))?.mtimeMs ?? 0);
      kept.set(key, one);
    }
  }
  const all = [...kept.values()];
  let bytes = all.reduce((sum, one) => sum + one.bytes, 0);
  const inOrder = [...all.filter(({ isLeftOver }) => isLeftOver), ...all.sort((a, b) => a.usedAt - b.usedAt)];
  for (const one of new Set(inOrder)) {
    if ((!one.isLeftOver && bytes <= maxBytes) || one.usedAt > Date.now() - sparedMs) continue;
    for (const path of one.paths) await rm(path, { recursive: true, force: true });
    bytes -= one.bytes;
  }
  return bytes;
}

/** Says that a picture of the cache is looked at: it goes after those that are not. */
export async function markUsed(path: string): Promise<void> {
  await utimes(path, new Date(), new Date()).catch(() => undefined);
}

/** The pictures that records in a folder speak of. */
async function keysIn(folder: string): Promise<Set<string>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const records = names.filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(records.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return new Set(texts.flatMap((text) => [...text.matchAll(/"key": ?"(\w+)"/g)].map(([, key = '']) => key)));
}

async function bytesOf(path: string, entry: Dirent): Promise<number> {
  if (!entry.isDirectory()) return (await stat(path).catch(() => null))?.size ?? 0;
  let bytes = 0;
  for (const inside of await readdir(path, { withFileTypes: true }).catch(() => []))
    bytes += await bytesOf(join(path, inside.name), inside);
  return bytes;
}
