import { expect, test } from 'vitest';
import { describeBudget, measureRooms, type Budget } from '../../support/measure-rooms.ts';

const sources = [
  { path: 'main/core/photos/files/read-image.ts', lines: 100 },
  { path: 'main/core/create-core.ts', lines: 40 },
  { path: 'main/contract/api.ts', lines: 60 },
  { path: 'vite.config.ts', lines: 10 },
];
const budget: Budget = { lines: 210, files: 4, rooms: { 'main/core': 40, 'main/core/photos': 100, main: 60 } };
const measured = measureRooms(sources, Object.keys(budget.rooms));

test('a file counts in the innermost room that holds it', () => {
  expect(Object.fromEntries(measured)).toEqual({
    'main/core': { files: 1, lines: 40 },
    'main/core/photos': { files: 1, lines: 100 },
    main: { files: 1, lines: 60 },
    elsewhere: { files: 1, lines: 10 },
  });
});

test('what is at its limit passes', () => {
  const { table, faults } = describeBudget(measured, budget);
  expect(faults).toEqual([]);
  expect(table.at(-1)).toBe('all                             4 files    210 lines of 210');
});

test.each([
  ['a room', { ...budget, rooms: { ...budget.rooms, main: 59 } }, 'Lines of main: at most 59'],
  ['all lines', { ...budget, lines: 209 }, 'Lines: at most 209'],
  ['all files', { ...budget, files: 3 }, 'Files: at most 3'],
])('%s above its limit is a fault', (_, smaller, said) => {
  expect(describeBudget(measured, smaller).faults).toEqual([expect.stringContaining(said)]);
});
