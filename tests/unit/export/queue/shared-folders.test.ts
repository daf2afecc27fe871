import { existsSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { copyInto, copyOutOf, openFolder } from '#core/export/queue/shared-folders';
import { writeWhole } from '#core/ground/disk/write-whole';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let share: string;
let elsewhere: string;
let result: string;
const always = new AbortController().signal;

beforeEach(() => {
  const root = temporaryFolder();
  [share, elsewhere, result] = [join(root, 'share'), join(root, 'private'), join(root, 'result.jpg')];
  for (const folder of [share, elsewhere]) mkdirSync(folder);
  writeFileSync(result, 'a result');
});

test('a result goes into a folder that is made for it', async () => {
  await copyInto([share], result, join(share, 'deep', 'new', 'b.jpg'), { never: [], signal: always });
  expect(readFileSync(join(share, 'deep', 'new', 'b.jpg'), 'utf8')).toBe('a result');
  expect(statSync(join(share, 'deep', 'new', 'b.jpg')).mtimeMs).toBeCloseTo(statSync(result).mtimeMs, -1);
  expect(await readdir(join(share, 'deep', 'new'))).toEqual(['b.jpg']);
});

test('an original is never written to, and a link at its place is replaced, not followed', async () => {
  const original = join(share, 'a.jpg');
  writeFileSync(original, 'a photo');
  const options = { never: [original], signal: always };
  await expect(copyInto([share], result, original, options)).rejects.toMatchObject({ code: 'not-writable' });
  writeFileSync(join(elsewhere, 'kept.txt'), 'kept');
  symlinkSync(join(elsewhere, 'kept.txt'), join(share, 'b.jpg'));
  await copyInto([share], result, join(share, 'b.jpg'), options);
  expect(readFileSync(join(elsewhere, 'kept.txt'), 'utf8')).toBe('kept');
  expect(readFileSync(original, 'utf8')).toBe('a photo');
});

test('a folder that became a link after it was looked at is refused, and nothing is made behind it', async () => {
  symlinkSync(elsewhere, join(share, 'out'));
  for (const target of [join(share, 'out', 'b.jpg'), join(share, 'out', 'new', 'b.jpg')]) {
    const written = copyInto([share], result, target, { never: [], signal: always });
    await expect(written).rejects.toMatchObject({ code: 'not-allowed' });
  }
  expect(await readdir(elsewhere)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a folder that becomes a link while it is written to leads nowhere else',
  async () => {
    const folder = await openFolder(join(share, 'out'), [share]);
    renameSync(join(share, 'out'), join(share, 'moved'));
    symlinkSync(elsewhere, join(share, 'out'));
    await writeWhole(folder.at('b.jpg'), 'a result');
    await folder.close();
    expect(await readdir(elsewhere)).toEqual([]);
    expect(await readdir(join(share, 'moved'))).toEqual(['b.jpg']);
  },
);

test('a photo is copied from where it lies, not from where a link leads', async () => {
  writeFileSync(join(share, 'a.jpg'), 'a photo');
  await copyOutOf([share], join(share, 'a.jpg'), join(elsewhere, 'copy.jpg'));
  expect(readFileSync(join(elsewhere, 'copy.jpg'), 'utf8')).toBe('a photo');
  symlinkSync(result, join(share, 'link.jpg'));
  mkdirSync(join(share, 'folder.jpg'));
  const ways = { 'link.jpg': 'not-allowed', 'absent.jpg': 'not-found', 'folder.jpg': 'unreadable-image' };
  for (const [name, code] of Object.entries(ways)) {
    const copied = copyOutOf([share], join(share, name), join(elsewhere, name));
    await expect(copied, name).rejects.toMatchObject({ code });
    expect(existsSync(join(elsewhere, name))).toBe(false);
  }
});
