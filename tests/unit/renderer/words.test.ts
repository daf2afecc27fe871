import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { languageFor } from '#contract/messages';
import { createFormats } from '#contract/formats';
import { speak } from '../../../renderer/words/language.ts';
import { liveWords, write } from '../../../renderer/words/spoken.ts';
import { words as compareWords } from '../../../renderer/features/compare-viewer/words.ts';

const page = join(import.meta.dirname, '../../../renderer');

afterEach(() => speak('en'));

/** Every word of a catalogue by its path; of functions, what they are. */
function wordsOf(part: unknown, path = ''): [path: string, word: unknown][] {
  if (typeof part !== 'object' || part === null) return [[path, part]];
  return Object.entries(part).flatMap(([name, word]) => wordsOf(word, `${path}.${name}`));
}

describe('the language', () => {
  test.each([
    ['system', [], 'en'],
    ['system', ['fr-FR', 'es'], 'en'],
    ['system', ['fr', 'de-AT', 'en'], 'de'],
    ['system', ['en-GB', 'de'], 'en'],
    ['system', ['DE'], 'de'],
    ['en', ['de'], 'en'],
    ['de', ['en'], 'de'],
  ] as const)('of the setting %s where %j is preferred is %s', (setting, preferred, language) => {
    expect(languageFor(setting, preferred)).toBe(language);
  });

  test('changes words that a part of the page keeps', () => {
    const kept = compareWords.pictures;
    expect(kept.alone).toBe('Without the telephoto');
    speak('de');
    expect(kept.alone).toBe('Ohne das Telebild');
    expect(write.decimal(2.5, 2)).toBe('2,50');
    speak('en');
    expect(write.decimal(2.5, 2)).toBe('2.50');
  });

  test('without a catalogue is refused', () => {
    expect(() => liveWords({}, () => 'en' as never)).toThrow(/at least one catalogue/);
  });
});

describe('the German words', () => {
  const catalogues: object[] = [];

  beforeAll(async () => {
    const files = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('words.ts'));
    for (const file of files.sort()) {
      const exported = (await import(join(page, file))) as Record<string, unknown>;
      catalogues.push(...Object.values(exported).filter((words) => typeof words === 'object' && words !== null));
    }
  });

  function spokenIn(language: 'en' | 'de'): Map<string, unknown> {
    speak(language);
    return new Map(catalogues.flatMap((words, index) => wordsOf(words, `${index}`)));
  }

  test('are all there', () => {
    const [english, german] = [spokenIn('en'), spokenIn('de')];
    expect(catalogues.length).toBeGreaterThan(15);
    expect([...german.keys()]).toEqual([...english.keys()]);
    const missing = [...german].filter(([path, word]) => typeof word !== typeof english.get(path) || word === '');
    expect(missing).toEqual([]);
  });

  test('are in German and address nobody', () => {
    const textsOf = (words: ReadonlyMap<string, unknown>): string[] =>
      [...words.values()].filter((word) => typeof word === 'string');
    const [english, german] = [new Set(textsOf(spokenIn('en'))), textsOf(spokenIn('de'))];
    expect(german.filter((text) => /\b(du|dich|dir|dein\w*|Sie|Ihnen|Ihr\w*|ihr|euch)\b/.test(text))).toEqual([]);
    const long = german.filter((text) => text.split(' ').length > 3);
    expect(long.filter((text) => english.has(text))).toEqual([]);
    expect(long.filter((text) => /\b(the|and|of|photo|with|this)\b/i.test(text))).toEqual([]);
  });
});

describe('numbers and sizes', () => {
  const [en, de] = [createFormats('en-GB'), createFormats('de-DE')];

  test.each([
    [0, '0 %', '0 %'],
    [0.004, '< 1 %', '< 1 %'],
    [0.006, '1 %', '1 %'],
    [1, '100 %', '100 %'],
  ])('the share %d', (share, english, german) => {
    expect([en.share(share), de.share(share)]).toEqual([english, german]);
  });

  test('are written as the language writes them', () => {
    expect([en.whole(12345), de.whole(12345)]).toEqual(['12,345', '12.345']);
    expect([en.percent(6.25), de.percent(6.25)]).toEqual(['6.3 %', '6,3 %']);
    expect([en.size(8064, 6048), de.size(8064, 6048)]).toEqual(['8064 × 6048', '8064 × 6048']);
    expect([en.bytes(0), en.bytes(3_400_000), de.bytes(3_400_000)]).toEqual(['0 byte', '3.4 MB', '3,4 MB']);
    expect(en.bytes(48_000_000_000)).toBe('48 GB');
  });
});
