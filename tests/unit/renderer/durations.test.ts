import { describe, expect, test } from 'vitest';
import { remainingWords } from '../../../renderer/words/durations.ts';
import { createFormats } from '#contract/formats';

describe('what is left', () => {
  test.each([
    [null, 'working out how long it takes'],
    [-5, 'a few seconds left'],
    [0, 'a few seconds left'],
    [4_999, 'a few seconds left'],
    [5_000, 'about 10 seconds left'],
    [12_000, 'about 20 seconds left'],
    [50_000, 'about 50 seconds left'],
    [50_001, 'about a minute left'],
    [89_999, 'about a minute left'],
    [90_000, 'about 2 minutes left'],
    [150_000, 'about 3 minutes left'],
    [59 * 60_000, 'about 59 minutes left'],
    [60 * 60_000, 'about an hour left'],
    [80 * 60_000, 'about 1.5 hours left'],
    [119 * 60_000, 'about 2 hours left'],
  ])('%s ms: %s', (milliseconds, words) => {
    expect(remainingWords(milliseconds)).toBe(words);
  });
});

describe('what it took', () => {
  test.each([
    [0, '0.1 s'],
    [4_321, '4.3 s'],
    [9_999, '10 s'],
    [10_400, '10 s'],
    [59_499, '59 s'],
    [59_600, '1 min'],
    [92_000, '1 min 32 s'],
    [3_599_900, '1 h 0 min'],
    [2 * 3_600_000 + 5 * 60_000, '2 h 5 min'],
  ])('%i ms: %s', (milliseconds, words) => {
    expect(createFormats('en-GB').duration(milliseconds)).toBe(words);
  });
});
