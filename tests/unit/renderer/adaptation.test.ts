import { describe, expect, test } from 'vitest';
import type { CurvePoint } from '#contract/adaptation';
import type { PairView } from '#contract/api';
import type { Judgement } from '#contract/model-card';
import type { Pair } from '#contract/project-document';
import { verdictOf } from '#core/learning/adaptation/judge-model';
import { drawnCurve, latestShare } from '../../../renderer/features/adaptation/learning-curve.ts';
import { spotOf } from '../../../renderer/features/adaptation/model-comparison.svelte.ts';
import { firstTicked, learnablePair, phonesOf } from '../../../renderer/features/adaptation/pair-choice.ts';
import { phoneFindings, changeOf, verdictWords } from '../../../renderer/features/adaptation/phone-words.ts';
import { adaptationCard } from '../../support/adaptation-card.ts';
import { inEnglish } from '../../support/saying.ts';

const pair: Pair = { id: 'p', wideId: 'w', teleIds: ['t'], reason: null };

function viewWith(options: {
  verdict?: 'good' | 'doubtful' | 'failed';
  camera?: { make: string | null; model: string | null };
}): PairView {
  const { verdict, camera = { make: 'Google', model: 'Pixel 8' } } = options;
  const registration = verdict === undefined ? null : { verdict, reason: { raw: 'Only 6 points agree.' } };
  return { wide: { summary: { camera } }, teles: [{ registration }] } as unknown as PairView;
}

describe('a pair to learn from', () => {
  test('needs a telephoto', () => {
    const alone = learnablePair({ ...pair, teleIds: [] }, 'a.jpg', viewWith({}));
    expect(alone).toMatchObject({ canLearn: false, note: 'No telephoto, so there is nothing to learn from.' });
  });

  test.each(['doubtful', 'failed'] as const)('with a %s overlap is left out, and why is said', (verdict) => {
    const left = learnablePair(pair, 'a.jpg', viewWith({ verdict }));
    expect(left).toMatchObject({ canLearn: false, note: 'Would be left out: Only 6 points agree.' });
  });

  test('that is still being opened waits', () => {
    expect(learnablePair(pair, 'a.jpg', null)).toMatchObject({ canLearn: false, phone: null });
  });

  test('may be learned from once it fits, and before that was looked for', () => {
    expect(learnablePair(pair, 'a.jpg', viewWith({ verdict: 'good' }))).toMatchObject({ canLearn: true, note: null });
    expect(learnablePair(pair, 'a.jpg', viewWith({})).canLearn).toBe(true);
  });

  test.each([
    [{ make: 'Google', model: 'Pixel 8' }, 'Google Pixel 8'],
    [{ make: 'HUAWEI', model: 'Huawei P30' }, 'Huawei P30'],
    [{ make: null, model: 'Pixel 8' }, 'Pixel 8'],
    [{ make: 'Google', model: null }, null],
  ])('of %j is of the phone %s', (camera, phone) => {
    expect(learnablePair(pair, 'a.jpg', viewWith({ camera })).phone).toBe(phone);
  });
});

describe('the pairs that are ticked to begin with', () => {
  const line = (id: string, phone: string | null, canLearn = true) => ({
    id,
    name: id,
    view: null,
    canLearn,
    note: null,
    phone,
  });

  test('are none where none can be learned from', () => {
    expect(firstTicked([line('a', 'X', false)], 'a')).toEqual([]);
  });

  test('are of the phone of the pair that is looked at', () => {
    const pairs = [line('a', 'X'), line('b', 'Y'), line('c', 'Y'), line('d', 'Y', false)];
    expect(firstTicked(pairs, 'c')).toEqual(['b', 'c']);
    expect(firstTicked(pairs, 'd')).toEqual(['a']);
    expect(firstTicked(pairs, null)).toEqual(['a']);
    expect(phonesOf(pairs)).toEqual(['X', 'Y']);
  });
});

describe('the learning curve', () => {
  const point = (step: number, figures: Record<string, number>): CurvePoint => ({ step, seconds: 30 * step, figures });

  test('of nothing is nothing', () => {
    expect(drawnCurve([])).toEqual({ minutes: [], errors: { simulated: [], real: [] } });
    expect(latestShare([])).toBeNull();
  });

  test('passes over what is no number and what never came', () => {
    const { errors } = drawnCurve([point(1, { 'loss.pixels': Number.NaN }), point(2, { 'loss.pixels': 4 })]);
    expect(errors).toEqual({ simulated: [null, 1], real: [null, null] });
    expect(latestShare(errors.real)).toBeNull();
  });

  test('is in minutes and in shares of the mean of its first three points', () => {
    const curve = [3, 5, 4, 2, 1].map((value, index) =>
      point(index, { 'loss.pixels': value, 'loss.shrunken': 10 * value }),
    );
    const { minutes, errors } = drawnCurve(curve);
    expect(minutes).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(errors.simulated).toEqual([0.75, 1.25, 1, 0.5, 0.25]);
    expect(errors.real).toEqual(errors.simulated);
    expect(latestShare(errors.simulated)).toBeCloseTo((1 + 0.5 + 0.25) / 3, 12);
  });
});

describe('the verdict in words', () => {
  const gains = [-3, -0.06, -0.04, 0, 0.04, 0.06, 1];

  test('blames exactly what the engine blames', () => {
    for (const consistency of gains)
      for (const detail of gains)
        for (const withoutReference of gains)
          for (const places of [0, 5]) {
            const figures = { consistency, detail, withoutReference, wrongReference: 0 };
            const judgement: Judgement = { ...verdictOf(figures, places), places, pairsKeptOut: 0 };
            const words = verdictWords(judgement);
            expect(words.includes('nearer')).toBe(judgement.isBetter);
            expect(words.includes('no place left')).toBe(inEnglish(judgement.reason).includes('no place left'));
            expect(words.includes('agrees less')).toBe(inEnglish(judgement.reason).includes('agrees less'));
            expect(words.includes('is worse where')).toBe(inEnglish(judgement.reason).includes('is worse where'));
            expect(words.includes('no more of')).toBe(inEnglish(judgement.reason).includes('no more of'));
          }
  });

  test('a figure that is none is worse', () => {
    expect(changeOf(Number.NaN)).toBe('worse');
    expect([-0.06, -0.05, 0.049, 0.05].map(changeOf)).toEqual(['worse', 'same', 'same', 'better']);
  });
});

describe('what was found out about a camera', () => {
  const { phone } = adaptationCard(true);

  test('says what is not known', () => {
    const values = phoneFindings({ ...phone, unexplained: 0, noise: [], zones: [], tones: [] }).map(
      ({ value }) => value,
    );
    expect(values).toEqual([
      '2.00 pixels of the result along, 1.00 across',
      '10 % – sharpened by the phone',
      'Too little was seen to tell parts of the picture apart.',
      'Not measured.',
    ]);
  });

  test('says what the phone sharpened and smoothed, where that was found', () => {
    const findings = phoneFindings({ ...phone, sharpening: { amount: 0.8, sigma: 1.6 }, unexplained: 0.033 });
    expect(findings).toContainEqual({
      title: 'Sharpening',
      value: '80 % of what differs within 1.6 pixels of the wide photo',
    });
    expect(findings).toContainEqual({ title: 'Textures', value: '3 % shown otherwise: smoothed, or made up' });
  });

  test('says the noise in shadows and lights, whatever order it comes in', () => {
    const noise = [
      { level: 0.9, deviation: 1 / 255 },
      { level: 0.1, deviation: 4 / 255 },
    ];
    expect(phoneFindings({ ...phone, noise }).map(({ value }) => value)).toContain(
      '4.0 of 255 in the shadows, 1.0 in the lights',
    );
  });
});

describe('the spot on which models are compared', () => {
  const wide = { pyramid: { width: 1000, height: 800 } } as PairView['wide'];

  test('is anywhere in a photo without an overlap', () => {
    expect(spotOf({ wide, teles: [] }, 0)).toEqual({ x: 500, y: 400 });
  });

  test('lies in the overlap, each time another one, and comes round again', () => {
    const overlap = [
      { x: 200, y: 100 },
      { x: 600, y: 100 },
      { x: 600, y: 500 },
      { x: 200, y: 500 },
    ];
    const teles = [{ registration: { overlap } }] as unknown as PairView['teles'];
    const spots = Array.from({ length: 6 }, (_, index) => spotOf({ wide, teles }, index));
    expect(spots[0]).toEqual({ x: 400, y: 300 });
    expect(new Set(spots.map(({ x, y }) => `${x} ${y}`)).size).toBe(5);
    expect(spots[5]).toEqual(spots[0]);
    for (const { x, y } of spots) expect(x > 200 && x < 600 && y > 100 && y < 500).toBe(true);
  });
});
