import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { speak } from '#contract/messages';
import { defaultSettings } from '#contract/settings';
import { createCore } from '#core/create-core';
import { silentLog } from '#core/ground/disk/log-file';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = process.cwd();

function open(dataFolder: string): ReturnType<typeof createCore> {
  return createCore({ dataFolder, resourcesFolder: root, programFolder: join(root, 'dist/main'), log: silentLog });
}

test('what was damaged is told to whoever uses the program, once, and what an export never began is cleared away', async () => {
  const folder = temporaryFolder();
  const damaged = {
    'settings.json': '{"theme": "plaid"}',
    'batch-presets.json': '[',
    'project.json': '{"photos": ',
    'project-history.ndjson': 'nonsense\n',
    'batches/one/batch.json': '{}',
    'batches/never/manifest.json': '{"version": 1, "items": []}',
    'adaptations/two/adaptation.json': 'null',
  };
  for (const [name, text] of Object.entries(damaged)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const core = await open(folder);
  const told = (await core.call['damages.list']({})).map((said) => speak(said, 'en'));
  for (const name of Object.keys(damaged)) {
    const isTold = told.some(
      (text) => text.startsWith(join(folder, name)) || text.includes(`${join(folder, name)} says`),
    );
    expect([name, isTold]).toEqual([name, !name.includes('never')]);
  }
  expect(told).toHaveLength(6);
  expect(await core.call['settings.read']({})).toEqual(defaultSettings);
  await core.close();
  expect(readdirSync(join(folder, 'batches'))).toEqual(['one']);

  const again = await open(folder);
  expect((await again.call['damages.list']({})).map((said) => speak(said, 'en'))).toEqual(
    told.filter((text) => text.startsWith('What ')),
  );
  await again.close();
});

test('a folder, or a link to itself, in the place of a file is set aside, and the program starts', async () => {
  const folder = temporaryFolder();
  const inTheWay = ['settings.json', 'project.json', 'project-history.ndjson', 'jobs.ndjson', 'exported.ndjson'];
  for (const name of inTheWay) mkdirSync(join(folder, name));
  symlinkSync('library-view.json', join(folder, 'library-view.json'));
  const core = await open(folder);
  const told = (await core.call['damages.list']({})).map((said) => speak(said, 'en'));
  for (const name of [...inTheWay, 'library-view.json'])
    expect(told.filter((text) => text.startsWith(`${join(folder, name)} was damaged`))).toHaveLength(1);
  expect((await core.call['settings.change']({ change: { language: 'de' } })).language).toBe('de');
  await core.close();
});
