import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { speak } from '#contract/messages';
import { silentLog } from '#core/ground/disk/log-file';
import { openJsonFile, type JsonFile } from '#core/ground/disk/json-file';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const warnings: string[] = [];

function open(path: string): Promise<JsonFile<{ count: number }>> {
  return openJsonFile({
    path,
    initial: { count: 0 },
    parse: (json) => {
      if (typeof (json as { count?: unknown }).count !== 'number') throw new Error('no count');
      return json as { count: number };
    },
    log: { ...silentLog, tell: (said) => warnings.push(speak(said, 'en')) },
    now: () => new Date('2026-01-02T03:04:05.678Z'),
  });
}

test.each(['', '{', '[]', '{"count":"one"}', '\0'])(
  'a file that holds %j is set aside, whole, and a new one begun',
  async (text) => {
    const folder = temporaryFolder();
    warnings.length = 0;
    writeFileSync(join(folder, 'project.json'), text);
    const { value } = await open(join(folder, 'project.json'));
    expect(value).toEqual({ count: 0 });
    expect(readdirSync(folder)).toEqual(['project-broken-2026-01-02T03-04-05-678Z.json']);
    expect(readFileSync(join(folder, 'project-broken-2026-01-02T03-04-05-678Z.json'), 'utf8')).toBe(text);
    expect(warnings).toHaveLength(1);
  },
);

test('a place that cannot be written is said, and nothing is left behind', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'project.json', 'in the way'), { recursive: true });
  const file = openJsonFile({ path: join(folder, 'project.json'), initial: 0, parse: Number, log: silentLog });
  await expect(file).rejects.toMatchObject({ code: 'not-allowed' });

  const other = await open(join(folder, 'other.json'));
  mkdirSync(join(folder, 'other.json', 'in the way'), { recursive: true });
  await expect(other.save({ count: 1 })).rejects.toMatchObject({ code: 'not-writable' });
  expect(readdirSync(folder).sort()).toEqual(['other.json', 'project.json']);
});

test.skipIf(process.getuid?.() === 0)('a read-only folder refuses the save', async () => {
  const folder = temporaryFolder();
  const file = await open(join(folder, 'project.json'));
  chmodSync(folder, 0o500);
  await expect(file.save({ count: 1 })).rejects.toMatchObject({ code: 'not-writable' });
  chmodSync(folder, 0o700);
});

test('an absent file is its initial value and is not created by looking', async () => {
  const folder = temporaryFolder();
  expect((await open(join(folder, 'project.json'))).value).toEqual({ count: 0 });
  expect(readdirSync(folder)).toEqual([]);
});

test('what was saved is read back; saves made at once end with the last', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'deep', 'project.json');
  const file = await open(path);
  await Promise.all(Array.from({ length: 20 }, (_, count) => file.save({ count: count + 1 })));
  expect((await open(path)).value).toEqual({ count: 20 });
  expect(readdirSync(join(folder, 'deep'))).toEqual(['project.json']);
});

test('a failed save does not stop the next one', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'project.json');
  const file = await open(path);
  const cyclic: { count: number; self?: unknown } = { count: 1 };
  cyclic.self = cyclic;
  await expect(file.save(cyclic)).rejects.toThrow();
  await file.save({ count: 2 });
  expect((await open(path)).value).toEqual({ count: 2 });
});
