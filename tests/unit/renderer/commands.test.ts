import { describe, expect, test } from 'vitest';
import { commandIds, commandList } from '../../../renderer/commands/command-list.ts';
import { isPressOf, keyCaps, type KeyPress } from '../../../renderer/commands/key-names.ts';
import { findIn } from '../../../renderer/features/command-palette/find-commands.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('a press', () => {
  test.each<[string, KeyPress, boolean]>([
    ['z', press('z'), true],
    ['z', press('Z', { shiftKey: true }), false],
    ['z', press('z', { ctrlKey: true }), false],
    ['z', press('z', { altKey: true }), false],
    ['Shift+z', press('Z', { shiftKey: true }), true],
    ['Shift+z', press('z'), false],
    ['Mod+k', press('k', { ctrlKey: true }), true],
    ['Mod+k', press('k', { metaKey: true }), true],
    ['Mod+k', press('k'), false],
    ['?', press('?', { shiftKey: true }), true],
    ['?', press('?'), true],
    ['+', press('+', { shiftKey: true }), true],
    ['+', press('+'), true],
    [' ', press(' '), true],
    ['ArrowLeft', press('ArrowLeft'), true],
    ['ArrowLeft', press('ArrowLeft', { shiftKey: true }), false],
  ])('%s is one of %j: %s', (name, event, expected) => {
    expect(isPressOf(event, name)).toBe(expected);
  });

  test('is printed as on the keyboard', () => {
    expect(keyCaps('Mod+k', false, { Control: 'Strg' })).toEqual(['Strg', 'K']);
    expect(keyCaps('Mod+k', true, {})).toEqual(['⌘', 'K']);
    expect(keyCaps('Shift+z', false, { Shift: 'Umschalt' })).toEqual(['Umschalt', 'Z']);
    expect(keyCaps('ArrowLeft', false, { ArrowLeft: '←' })).toEqual(['←']);
  });
});

describe('the palette', () => {
  const lines = [
    { title: 'Cancel the enhancement', group: 'This pair' },
    { title: 'Enhance', group: 'This pair' },
    { title: 'Überlappung zeigen', group: 'Dieses Paar' },
  ];

  test.each([
    ['no such thing', []],
    ['enhance', ['Enhance', 'Cancel the enhancement']],
    ['pair cancel', ['Cancel the enhancement']],
    ['uber', ['Überlappung zeigen']],
  ])('finds by %j', (typed, titles) => {
    expect(findIn(lines, typed).map(({ title }) => title)).toEqual(titles);
  });

  test('lists everything as it is when nothing is typed', () => {
    expect(findIn(lines, '  ')).toEqual(lines);
  });
});

test('no key is given to two commands', () => {
  const keys = commandIds.flatMap((id) => commandList[id].keys.map((key) => key.toLowerCase()));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
