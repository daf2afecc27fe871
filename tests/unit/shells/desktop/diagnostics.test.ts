import { expect, test } from 'vitest';
import { withoutFileNames } from '../../../../main/shells/desktop/diagnostics.ts';

test.each([
  ['/home/ann/My holiday/grandma at the sea.jpg could not be read', '[path] could not be read'],
  ['C:\\Users\\Ann\\Pictures\\IMG 1.HEIC: Not enough memory', '[path]: Not enough memory'],
  ['\\\\server\\share\\ann\\a.png', '[path]'],
  ['"~/Pictures/a b.tif" and \'/x/y.webp\'', '"[path]" and \'[path]\''],
  ['file:///home/ann/a%20b.avif', '[path]'],
  ['reading: grandma at the sea.jpg, IMG_0001.tiff', 'reading: [file], [file]'],
  ['Wedding.telewide and Ann.telewide-model', '[file]'],
  ['a folder /home/ann/My holiday was refused', 'a folder [path]'],
  ['{"path":"/home/ann/a.jpg","width":4000}', '{"path":"[path]","width":4000}'],
  ['/home/ann/photo.jpg copies/secret name.png', '[path]'],
])('of %j only %j is left', (line, left) => {
  expect(withoutFileNames(line)).toBe(left);
});

test.each([
  'The engine serves with Node v20.20.2',
  '2026-11-23T19:48:44.348Z error The page stopped (crashed), 1 times lately',
  '{"name":"webgpu","usable":true,"reason":"It gave the known answer in 2.0 ms.","milliseconds":2}',
  'and/or 3/4 of it',
])('%j says nothing of files and stays as it is', (line) => {
  expect(withoutFileNames(line)).toBe(line);
});

test('where in the program something happened is told, and not where the program lies', () => {
  const line = '    at read (file:///home/ann/telewide/dist/main/engine.js:120:9)';
  expect(withoutFileNames(line)).toBe('    at read ([path]/dist/main/engine.js:120:9)');
});

test('line after line', () => {
  expect(withoutFileNames('one /a/b.jpg\ntwo')).toBe('one [path]\ntwo');
});
