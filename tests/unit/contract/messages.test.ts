import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFormats } from '#contract/formats';
import { catalogues, say, speak, type Catalogue, type MessageKey } from '#contract/messages';
import { sayClue } from '#contract/pair-finding';

describe('what is said', () => {
  test('is said in each language, its numbers as the language writes them', () => {
    const fits = say('registration.good', { points: 1234, pixels: 0.42, share: 0.93 });
    expect(speak(fits, 'en')).toBe(
      'The photos fit: 1,234 points agree, the alignment is within 0.4 pixels, and 93 % of the shared area looks the same in both.',
    );
    expect(speak(fits, 'de')).toBe(
      'Die Fotos passen: 1.234 Punkte stimmen überein, sie liegen auf 0,4 Pixel genau, und die gemeinsame Fläche sieht zu 93 % in beiden gleich aus.',
    );
  });

  test('may hold what is said itself, and be several sentences', () => {
    const few = say('registration.few-points', { points: 1, needed: 24 });
    const about = say('program.about', { subject: 'a.jpg', text: [say('enhancing.not-placed'), few] });
    expect(speak(about, 'en')).toBe(
      'a.jpg: The tele photo could not be registered. Only 1 matching point was found; 24 are needed to be sure.',
    );
    expect(speak(about, 'de')).toBe(
      'a.jpg: Das Telebild ließ sich nicht einpassen. Nur ein übereinstimmender Punkt wurde gefunden; um sicher zu sein, sind 24 nötig.',
    );
  });

  test('that no catalogue has is its key, and nothing is nothing', () => {
    expect(speak({ key: 'of.later' as MessageKey }, 'de')).toBe('of.later');
    expect(speak([], 'en')).toBe('');
  });

  test.each([
    [{ kind: 'time', seconds: 0 }, 'Taken at the same moment.'],
    [{ kind: 'time', seconds: 1.2 }, 'Taken one second apart.'],
    [{ kind: 'time', seconds: 14 }, 'Taken 14 seconds apart.'],
    [{ kind: 'camera', model: null }, 'Neither names its camera.'],
    [{ kind: 'focal-lengths', wide: 24, tele: 110 }, 'Focal lengths of 24 mm and 110 mm.'],
    [{ kind: 'order' }, 'Nothing says which is the wide one; the first was taken for it.'],
  ] as const)('of the clue %j is %j', (clue, words) => expect(speak(sayClue(clue), 'en')).toBe(words));
});

describe('a language with several plural forms', () => {
  const polish: Catalogue = {
    write: createFormats('pl'),
    texts: {
      'registration.few-points':
        'Znaleziono tylko {points|one=# pasujący punkt|few=# pasujące punkty|many=# pasujących punktów|other=# pasującego punktu}; potrzeba {needed:whole}.',
      'program.about': '{subject}: {text}',
    },
  };

  test.each([
    [1, '1 pasujący punkt'],
    [3, '3 pasujące punkty'],
    [5, '5 pasujących punktów'],
    [12, '12 pasujących punktów'],
    [22, '22 pasujące punkty'],
  ])('says %d', (points, words) => {
    const few = say('registration.few-points', { points, needed: 24 });
    const spoken = speak(say('program.about', { subject: 'a.jpg', text: few }), polish);
    expect(spoken).toBe(`a.jpg: Znaleziono tylko ${words}; potrzeba 24.`);
  });
});

describe('the catalogues', () => {
  const english: Readonly<Record<string, string>> = catalogues.en.texts;
  const german: Readonly<Record<string, string>> = catalogues.de.texts;
  /** An example of what a text takes. */
  const takenBy = (text: string): Record<string, string | number> =>
    Object.fromEntries(
      [...text.matchAll(/\{(\w+)([:|]?)[^}]*\}/g)].map(([, name = '', way]) => [name, way === '' ? 'word' : 2]),
    );

  test('say each message in words of their own', () => {
    const same = Object.keys(german).filter((key) => german[key] === english[key]);
    expect(same).toEqual(['program.about']);
  });

  test('put the same into a message, each value as words or as a number', () => {
    for (const key of Object.keys(english)) {
      const takes = takenBy(english[key] ?? '');
      expect(takes, key).toMatchObject(takenBy(german[key] ?? ''));
      for (const language of ['en', 'de'] as const)
        expect(speak({ key: key as MessageKey, values: takes }, language), key).not.toMatch(/[{}]|undefined|NaN/);
    }
  });

  test('in German address nobody', () => {
    const words = Object.values(german);
    expect(
      words.filter((text) => /\b(du|dich|dir|dein\w*|Ihnen|Ihr\w*|euch)\b|(?<!\. )(?<!^)\bSie\b/.test(text)),
    ).toEqual([]);
    expect(words.filter((text) => /\b(the|and|of|with|this)\b/.test(text))).toEqual([]);
  });

  test('hold nothing that is never said', () => {
    const root = join(import.meta.dirname, '../../..');
    const sources = ['main', 'renderer', 'native-models/weights'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|svelte|json)$/.test(name) && !name.startsWith(join('contract', 'messages')))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    );
    const text = sources.join('\n');
    const isSaid = (key: string): boolean =>
      new RegExp(`['"]${key}['"]`).test(text) ||
      madeFrom.some((start) => key.startsWith(start) && text.includes(`\`${start}\${`));
    expect(Object.keys(english).filter((key) => !isSaid(key))).toEqual([]);
  });
});

/** Keys that are put together from these and the name of a kind. */
const madeFrom = ['clue.', 'enhancing.placed-', 'learning.cannot-while-', 'learning.worse-', 'writing.gain-map-'];
