import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyProjectCommand } from '#contract/project-commands';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { readProjectCopy, saveProjectCopy } from '#core/workspace/project/project-copy';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const document: ProjectDocument = {
  ...emptyProject,
  photos: [
    { id: 'w', path: '/p/w.jpg' },
    { id: 't', path: '/p/t.jpg' },
  ],
  pairs: [{ id: 'w', wideId: 'w', teleIds: ['t'], reason: null }],
};

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['something else', '{"version":1,"name":"x"}'],
  ['a pair of photos that are not in it', JSON.stringify({ ...document, photos: [] })],
  ['a later version', JSON.stringify({ ...document, version: 99 })],
])('a file that holds %s is refused with what to do', async (_, text) => {
  const path = join(temporaryFolder(), 'a.telewide');
  writeFileSync(path, text);
  await expect(readProjectCopy(path)).rejects.toMatchObject({ code: 'unsupported-format' });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('a file that is not there is said to be missing', async () => {
  await expect(readProjectCopy(join(temporaryFolder(), 'a.telewide'))).rejects.toMatchObject({ code: 'not-found' });
});

test.skipIf(process.platform === 'win32')('a pipe that nobody writes into is not waited for', async () => {
  const path = join(temporaryFolder(), 'a.telewide');
  execFileSync('mkfifo', [path]);
  await expect(readProjectCopy(path)).rejects.toMatchObject({ code: 'not-allowed' });
});

test('a project cannot be written in the place of a folder', async () => {
  const path = join(temporaryFolder(), 'a.telewide');
  mkdirSync(path);
  await expect(saveProjectCopy(path, document)).rejects.toMatchObject({ code: 'not-writable' });
});

test('what was saved is read again, and opening it replaces what was open, edits and all', async () => {
  const path = join(temporaryFolder(), 'a.telewide');
  await saveProjectCopy(path, document);
  const read = await readProjectCopy(path);
  expect(read).toEqual(document);
  const open: ProjectDocument = { ...emptyProject, photos: [{ id: 'x', path: '/x.jpg' }] };
  expect(applyProjectCommand(open, { name: 'open-project', document: read })).toEqual(document);
});
