import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { filesInArguments, sortOpenedFiles } from '../../../../main/shells/desktop/opened-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('files are found among the arguments, as paths, relative paths and addresses; switches and what is not there are not', () => {
  const folder = temporaryFolder();
  for (const name of ['a.jpg', 'b c.jpg', '-d.jpg']) writeFileSync(join(folder, name), '');
  const given = [
    'a.jpg',
    pathToFileURL(join(folder, 'b c.jpg')).href,
    '-d.jpg',
    '--flag',
    '',
    'none.jpg',
    'file://%',
    join(folder, 'a.jpg'),
  ];
  const found = [join(folder, 'a.jpg'), join(folder, 'b c.jpg'), join(folder, 'a.jpg')];
  expect(filesInArguments(['telewide', ...given], { isPackaged: true, folder })).toEqual(found);
  expect(filesInArguments(['electron', folder, ...given], { isPackaged: false, folder })).toEqual(found);
  expect(filesInArguments([], { isPackaged: true, folder })).toEqual([]);
});

test('they are sorted by what is to be done with them, whatever the case of their endings', () => {
  const folder = temporaryFolder();
  const names = ['a.jpg', 'b.TELEWIDE', 'c.telewide-model', 'notes.txt'];
  for (const name of names) writeFileSync(join(folder, name), '');
  mkdirSync(join(folder, 'photos.telewide.d'));
  const at = (name: string): string => join(folder, name);
  expect(sortOpenedFiles([...names, 'photos.telewide.d', 'none.telewide'].map(at))).toEqual({
    photos: [at('a.jpg'), at('notes.txt'), at('photos.telewide.d')],
    projects: [at('b.TELEWIDE')],
    models: [at('c.telewide-model')],
  });
});
