import { expect, test } from 'vitest';
import { asShown, onOneLine } from '../../../../main/shells/cli/print.ts';

test.each([
  ['\u001b]0;owned\u0007\u001b[2J', '\\u001b]0;owned\\u0007\\u001b[2J'],
  ['\u009b31m\u007f\r', '\\u009b31m\\u007f\\u000d'],
  ['photo\u202egpj.exe', 'photo\\u202egpj.exe'],
  ['Größe 👩‍🚀 手机', 'Größe 👩‍🚀 手机'],
])('%j is shown and not sent', (text, shown) => {
  expect(asShown(text)).toBe(shown);
});

test('lines stay lines, but a name is on one', () => {
  expect(asShown('a\n\tb\n')).toBe('a\n\tb\n');
  expect(onOneLine('a.jpg\ndone b.jpg')).toBe('a.jpg\\u000adone b.jpg');
});

test('JSON stays JSON', () => {
  const value = { name: 'a\u0080\u009b\u001b"b' };
  expect(JSON.parse(asShown(JSON.stringify(value)))).toEqual(value);
});
