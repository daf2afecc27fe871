import { expect, test } from 'vitest';
import { safeFileName } from '#core/export/photo/safe-file-name';

test.each([
  ['../../etc/passwd', '_.._etc_passwd'],
  ['..', 'photo'],
  ['', 'photo'],
  ['. . .', 'photo'],
  ['a/b\\c:d*e?f"g<h>i|j.jpg', 'a_b_c_d_e_f_g_h_i_j.jpg'],
  ['a\u0000b\nc\u202egpj.exe', 'a_b_c_gpj.exe'],
  ['con.jpg', '_con.jpg'],
  ['LPT1', '_LPT1'],
  ['nul.tar.gz', '_nul.tar.gz'],
  ['COM¹.jpg', '_COM¹.jpg'],
  ['conin$', '_conin$'],
  ['aux .jpg', '_aux.jpg'],
  ['.hidden', 'hidden'],
  ['name. ', 'name'],
  ['\ud800.jpg', '_.jpg'],
])('%j becomes %j', (name, expected) => {
  expect(safeFileName(name)).toBe(expected);
});

test.each(['IMG_0001.HEIC', 'Größe 1 (Kopie).jpg', '写真.png', 'a.tar.gz', 'no ending', 'conifer.jpg'])(
  '%j stays',
  (name) => {
    expect(safeFileName(name)).toBe(name);
  },
);

test('a long name is cut at a whole character and keeps its ending', () => {
  const name = safeFileName(`${'写'.repeat(100)}.jpeg`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
  expect(name).toMatch(/^写{58}\.jpeg$/);
});

test('a safe name is safe: doing it again changes nothing', () => {
  for (const name of ['../x', 'con.jpg', '. .a. .', `${'é'.repeat(200)}.tif`, '\u202e', 'x'.repeat(400)]) {
    expect(safeFileName(safeFileName(name))).toBe(safeFileName(name));
  }
});
