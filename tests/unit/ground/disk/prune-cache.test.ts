import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolderAt, type DataFolder } from '#core/ground/disk/data-folder';
import { markUsed, pruneCache } from '#core/ground/disk/prune-cache';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const hourMs = 3_600_000;

function write(path: string, bytes: number | string, agedMs: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof bytes === 'string' ? bytes : Buffer.alloc(bytes));
  const time = new Date(Date.now() - agedMs);
  utimesSync(path, time, time);
}

/** An enhancement of 1,000 bytes, with its record unless it was cut off. */
function writeResult(data: DataFolder, key: string, agedMs: number, isRecorded = true): void {
  write(join(data.results, `${key}.tif`), 700, agedMs);
  write(join(data.provenance, `${key}.png`), 100, agedMs);
  write(join(data.pyramids, key, '0', '0_0.webp'), 200, agedMs);
  const time = new Date(Date.now() - agedMs);
  utimesSync(join(data.pyramids, key), time, time);
  if (isRecorded) write(join(data.results, `of-${key}.json`), JSON.stringify({ key }, null, 2), agedMs);
}

test('what was used longest ago goes, whole, until the rest is within the limit', async () => {
  const data = dataFolderAt(temporaryFolder());
  for (const [key, hours] of Object.entries({ aa: 5, bb: 4, cc: 3, dd: 2 })) writeResult(data, key, hours * hourMs);
  await markUsed(join(data.results, 'aa.tif'));
  expect(await pruneCache(data, { maxBytes: 2500 })).toBe(2000);
  expect(readdirSync(data.pyramids).sort()).toEqual(['aa', 'dd']);
  expect(readdirSync(data.provenance).sort()).toEqual(['aa.png', 'dd.png']);
  expect(readdirSync(data.results).filter((name) => name.endsWith('.tif'))).toEqual(['aa.tif', 'dd.tif']);
  expect(await pruneCache(data, { maxBytes: 2500 })).toBe(2000);
});

test('what killed processes left goes, however much room there is; what is on its way stays', async () => {
  const data = dataFolderAt(temporaryFolder());
  writeResult(data, 'aa', 5 * hourMs);
  writeResult(data, 'bb', 4 * hourMs, false);
  writeResult(data, 'cc', 0, false);
  write(join(data.pyramids, '.telewide-dd-123.tmp'), 50, 4 * hourMs);
  write(join(data.provenance, '.telewide-456-ee.png.tmp'), 50, 0);
  expect(await pruneCache(data, { maxBytes: 1e9 })).toBe(2050);
  expect(readdirSync(data.pyramids).sort()).toEqual(['aa', 'cc']);
  expect(existsSync(join(data.results, 'bb.tif'))).toBe(false);
  expect(readdirSync(data.provenance).sort()).toEqual(['.telewide-456-ee.png.tmp', 'aa.png', 'cc.png']);
});

test('what adaptations show stays, and a cache that is not there is empty', async () => {
  const data = dataFolderAt(temporaryFolder());
  expect(await pruneCache(data, { maxBytes: 0 })).toBe(0);
  writeResult(data, 'aa', 5 * hourMs);
  writeResult(data, 'bb', 5 * hourMs);
  write(join(data.adaptations, 'one', 'place.json'), JSON.stringify({ before: { key: 'aa' } }), 0);
  await pruneCache(data, { maxBytes: 0 });
  expect(readdirSync(data.pyramids)).toEqual(['aa']);
});
