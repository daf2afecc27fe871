import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openResultStore } from '#core/ground/disk/result-store';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a result that was damaged counts as not made, also where it is JSON still', async () => {
  const folder = temporaryFolder();
  const store = openResultStore<{ places: number[]; name?: string }>(folder);
  await store.write('a', { places: [1, 2.5], name: 'wide' });
  expect(await store.read('a')).toEqual({ places: [1, 2.5], name: 'wide' });
  const path = join(folder, 'a.json');
  const whole = readFileSync(path, 'utf8');
  for (const damaged of [
    whole.replace('2.5', '7.5'),
    whole.replace('places', 'plases'),
    whole.slice(0, 40),
    '',
    '\0',
  ]) {
    writeFileSync(path, damaged);
    expect(await store.read('a'), damaged).toBeNull();
  }
});

test('what an earlier version wrote, without a checksum, is read', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.json'), '{"places":[1]}');
  expect(await openResultStore(folder).read('a')).toEqual({ places: [1] });
});
