import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTrainOptions } from '../../../../main/shells/cli/commands/train.ts';

/** As commander gives them when nothing but these is said. */
const said = {
  config: 'fast',
  photos: ['a'],
  steps: '10',
  synthetic: '0',
  seed: '0',
  batch: '8',
  losses: 'all',
  part: 'all',
  device: 'auto',
  validationPairs: '64',
  saveEvery: '120',
  validateEvery: '300',
};

describe('options of train', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ config: 'huge' }, /--config as one of fast, paper.*"huge"/],
    [{ variation: 'odd' }, /--variation as one of/],
    [{ losses: 'l2' }, /--losses as one of all, l1/],
    [{ part: 'decoder' }, /--part as one of all, fusion/],
    [{ photos: undefined }, /--photos .* or --synthetic/],
    [{ steps: undefined }, /--minutes <n> or --steps/],
    [{ steps: '0' }, /--steps as a whole number from 1/],
    [{ minutes: '-1' }, /--minutes as a number above 0/],
    [{ minutes: 'soon' }, /--minutes as a number above 0/],
    [{ rate: '0' }, /--rate as a number above 0/],
    [{ batch: '1.5' }, /--batch/],
    [{ out: 'My Model' }, /--out.*lower-case/],
  ])('are refused for %j', (changes, words) => {
    expect(() => parseTrainOptions({ ...said, ...changes })).toThrow(words);
  });

  it('take what was said and choose the rest', () => {
    const asked = parseTrainOptions(said);
    expect(asked).toMatchObject({
      configuration: 'fast',
      variation: null,
      losses: 'all',
      part: 'all',
      photoFolders: [resolve('a')],
      budget: { steps: 10 },
      folder: resolve('trained-fast'),
      peakRate: 6e-4,
      contactSheet: null,
    });
    expect(asked.budget.seconds).toBeUndefined();
  });

  it('train more gently from weights, and for a time', () => {
    const asked = parseTrainOptions({ ...said, from: 'fast', minutes: '1.5', out: join('x', 'my-phone') });
    expect(asked).toMatchObject({
      peakRate: 3e-4,
      budget: { seconds: 90, steps: 10 },
      folder: resolve('x', 'my-phone'),
    });
    expect(parseTrainOptions({ ...said, part: 'fusion' })).toMatchObject({ part: 'fusion' });
    expect(parseTrainOptions({ ...said, from: 'fast', rate: '2e-4' })).toMatchObject({ peakRate: 2e-4 });
  });

  it('need no photos of a person, and no training where only the contact sheet is wanted', () => {
    const invented = parseTrainOptions({ ...said, photos: undefined, synthetic: '5' } as never);
    expect(invented).toMatchObject({ photoFolders: [], synthetic: 5 });
    const sheet = parseTrainOptions({ ...said, steps: undefined, contactSheet: 's.png' } as never);
    expect(sheet).toMatchObject({ budget: {}, contactSheet: resolve('s.png') });
  });
});
