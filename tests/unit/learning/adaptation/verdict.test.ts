import { describe, expect, it } from 'vitest';
import { verdictOf } from '#core/learning/adaptation/judge-model';
import { saying, inEnglish } from '../../../support/saying.ts';

const better = { consistency: 0.1, detail: 0.8, withoutReference: 0.2, wrongReference: 0 };

describe('the verdict', () => {
  it('adopts what comes nearer to the tele and is in nothing worse', () => {
    expect(verdictOf(better, 9)).toMatchObject({
      isBetter: true,
      reason: saying(/0\.8 dB nearer/),
    });
  });

  it('lets pass a loss that is chance', () => {
    expect(verdictOf({ ...better, consistency: -0.04, wrongReference: -0.05 }, 9).isBetter).toBe(true);
  });

  it.each([
    ['consistency', /agrees less with the wide photo/],
    ['withoutReference', /worse where there is no tele/],
    ['wrongReference', /led astray/],
  ] as const)('refuses a loss in %s and says so', (of, words) => {
    const verdict = verdictOf({ ...better, [of]: -0.06 }, 9);
    expect(verdict.isBetter).toBe(false);
    expect(inEnglish(verdict.reason)).toMatch(words);
  });

  it('refuses what shows no more', () => {
    expect(verdictOf({ ...better, detail: 0.04 }, 9)).toMatchObject({ isBetter: false });
  });

  it('refuses what nothing could be judged by', () => {
    expect(verdictOf(better, 0)).toMatchObject({
      isBetter: false,
      reason: saying(/no place/),
    });
  });

  it('refuses numbers that are none', () => {
    expect(verdictOf({ ...better, detail: Number.NaN }, 9).isBetter).toBe(false);
    expect(verdictOf({ ...better, consistency: Number.NaN }, 9).isBetter).toBe(false);
  });
});
