import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const core = join(import.meta.dirname, '../../../main/core');
const { floors, inside } = JSON.parse(readFileSync(join(core, 'floors.json'), 'utf8')) as {
  floors: string[][];
  inside: Record<string, string[][]>;
};

const foldersOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Rows of the map in the README: floor, room, folders. */
const rows = readFileSync(join(core, 'README.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replace('\\*', '*')))
  .filter((cells) => /^\d$/.test(cells[1] ?? ''))
  .map(([, floor, room, , folders]) => ({
    floor: Number(floor),
    room: room?.replace(/[`/]/g, ''),
    folders: folders === '' ? [] : folders?.split(', '),
  }));

test('the rooms of the rule are the folders of the core', () => {
  expect(foldersOf(core).sort()).toEqual(floors.flat().sort());
});

test.each(Object.entries(inside))('the floors inside %s are its folders', (room, levels) => {
  const folders = levels.flat().filter((name) => name !== '*.ts');
  expect(foldersOf(join(core, room)).sort()).toEqual(folders.sort());
});

test('the map in the README shows the same rooms on the same floors', () => {
  expect(rows.map(({ floor, room }) => [floor, room])).toEqual(
    floors.flatMap((level, depth) => level.map((room) => [floors.length - 1 - depth, room])),
  );
});

test.each(rows)('the map in the README names the folders of $room', ({ room = '', folders = [] }) => {
  const levels = inside[room]?.flat();
  if (levels === undefined) expect(folders.sort()).toEqual(foldersOf(join(core, room)).sort());
  else expect(folders).toEqual(levels);
});
