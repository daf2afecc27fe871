import { describe, expect, test } from 'vitest';
import { isSaid, said } from '#contract/stored-messages';
import { catalogues, say, speak, type Said } from '#contract/messages';

const tile = say('enhancing.tile', { done: 3, all: 40 });
const notUnderstood = say('program.not-understood');

function nested(times: number): Said {
  let text: Said = tile;
  for (let level = 0; level < times; level += 1) text = [text];
  return text;
}

test('what was said survives a file; of earlier versions the English words', () => {
  const kept = [say('program.about', { subject: 'a.jpg', text: tile }), { raw: 'vips: no such tag' }];
  expect(said.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  expect(said.parse('The photos fit.')).toEqual({ raw: 'The photos fit.' });
  expect(() => said.parse(7)).toThrow();
});

describe('a file that holds what cannot be said', () => {
  test.each([
    ['nothing', {}],
    ['words that are none', { raw: 7 }],
    ['a message of a later version', { key: 'of.later', values: { done: 3 } }],
    ['what every object has', { key: 'constructor' }],
    ['a key that is none', { key: ['enhancing.tile'], values: { done: 3, all: 40 } }],
    ['no values', { key: 'enhancing.tile' }],
    ['values that are none', { key: 'enhancing.tile', values: null }],
    ['a value too few', { key: 'enhancing.tile', values: { done: 3 } }],
    ['words for a number', { key: 'enhancing.tile', values: { done: 'three', all: 40 } }],
    ['a number for words', { key: 'photos.empty', values: { name: 5 } }],
    ['an object for words', { key: 'photos.empty', values: { name: { first: 'a.jpg' } } }],
    ['nothing among what can be said', [tile, null]],
    ['messages without end', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))],
  ])('says so of %s', (_, kept) => {
    expect(isSaid(kept)).toBe(false);
    const read = said.parse(kept);
    expect(read).toEqual(notUnderstood);
    expect(speak(read, 'en')).toContain('cannot be shown');
    expect(speak(read, 'de')).toContain('nicht zeigen');
  });
});

test('every message can be kept, and so can one within others', () => {
  for (const [key, text] of Object.entries(catalogues.en.texts)) {
    const places = [...text.matchAll(/\{(\w+)([:|]?)/g)];
    const values = Object.fromEntries(places.map(([, name = '', way]) => [name, way === '' ? tile : 2]));
    expect(isSaid({ key, values }), key).toBe(true);
  }
  expect(isSaid(nested(4))).toBe(true);
});
