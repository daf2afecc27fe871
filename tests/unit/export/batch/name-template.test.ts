import { describe, expect, it } from 'vitest';
import { checkTemplate, fillTemplate, type NameFacts } from '#core/export/batch/name-template';
import { chooseTargets } from '#core/export/batch/choose-targets';
import type { CameraFacts } from '#contract/photos';

const camera: CameraFacts = {
  make: 'Acme',
  model: 'Phone 9/X',
  lens: null,
  focalLength: null,
  focalLength35: null,
  digitalZoom: null,
  exposureSeconds: null,
  iso: null,
  capturedAt: '2024-05-06T07:08:09',
};
const facts: NameFacts = {
  summary: { name: 'IMG_0001.JPG', width: 4000, height: 3000, camera },
  index: 7,
  folder: 'trips/rome',
  model: 'fast',
};
const fill = (template: string, changes: Partial<NameFacts> = {}): string =>
  fillTemplate(template, { ...facts, ...changes }, 'jpg').join('/');

describe('a template', () => {
  it.each(['plain', '{nam}', '{name', '{name}}', '{}', ''])('"%s" is refused with what can be used', (template) => {
    expect(() => checkTemplate(template)).toThrow(/\{name\} \{index\}/);
  });

  it.each([
    ['{name}-telewide', 'IMG_0001-telewide.jpg'],
    ['{index:4}', '0007.jpg'],
    ['{date}/{time} {name}', '2024-05-06/07-08-09 IMG_0001.jpg'],
    ['{camera}_{width}x{height}', 'Phone 9_X_4000x3000.jpg'],
    ['{folder}-{model}-{name}', 'rome-fast-IMG_0001.jpg'],
    ['{NAME}', 'IMG_0001.jpg'],
  ])('"%s" gives %s', (template, expected) => {
    expect(() => checkTemplate(template)).not.toThrow();
    expect(fill(template)).toBe(expected);
  });

  it.each([
    ['../../{name}', '_/IMG_0001.jpg'],
    ['a:b*c?/{name}|<>"', 'a_b_c_/IMG_0001____.jpg'],
    ['/etc/{name}', 'etc/IMG_0001.jpg'],
    ['con/{name} . ', '_con/IMG_0001.jpg'],
  ])('"%s" stays inside its folder and safe on Windows: %s', (template, expected) => {
    expect(fill(template).replace(/^\.\.\//, '')).toBe(expected.replace(/^_\/(?=IMG)/, ''));
  });

  it('what a photo brings is one name, never a folder, and what is missing has a word', () => {
    const summary = { ...facts.summary, name: '..\\a/b.jpg', camera: { ...camera, capturedAt: null } };
    expect(fill('{date} {name}', { summary })).toMatch(/^undated [^/\\]+\.jpg$/);
  });

  it("a photo's own name is what gives way when it is too long", () => {
    const name = fill('{name}-telewide', { summary: { ...facts.summary, name: `${'å'.repeat(200)}.jpg` } });
    expect(name).toMatch(/^å+-telewide\.jpg$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
  });
});

describe('targets', () => {
  it('that some system takes for the same are told apart by a number', () => {
    const wishes = ['a.jpg', 'A.JPG', 'x/a.jpg', 'caf\u00e9.jpg', 'cafe\u0301.jpg', 'a-2.jpg'];
    expect(chooseTargets(wishes)).toEqual([
      'a.jpg',
      'A-2.JPG',
      'x/a.jpg',
      'caf\u00e9.jpg',
      'cafe\u0301-2.jpg',
      'a-2-2.jpg',
    ]);
    expect(chooseTargets(['a.jpg'], ['a.jpg', 'a-2.jpg'])).toEqual(['a-3.jpg']);
  });
});
