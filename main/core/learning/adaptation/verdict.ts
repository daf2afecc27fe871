import type { Judgement } from '#contract/model-card';

/** Against the base, in dB. */
export type Gains = Pick<Judgement, 'consistency' | 'detail' | 'withoutReference' | 'wrongReference'>;

/** Less of a gain is chance, and more of a loss is harm. */
const leastGain = 0.05;
const mostLoss = 0.05;

/** Better means: nearer to the tele's detail, and in nothing else worse. A number that is none is no gain, and a loss. */
export function verdictOf(gains: Gains, places: number): Gains & Pick<Judgement, 'isBetter' | 'reason'> {
  const worse = harms.filter(({ of }) => !(gains[of] >= -mostLoss)).map(({ words }) => words);
  if (places === 0) return { ...gains, isBetter: false, reason: 'There was no place left to judge it by.' };
  if (worse.length > 0) return { ...gains, isBetter: false, reason: `It ${worse.join(', and it ')}.` };
  if (!(gains.detail >= leastGain))
    return {
      ...gains,
      isBetter: false,
      reason: 'It shows no more of what the tele shows than the model it began from.',
    };
  return {
    ...gains,
    isBetter: true,
    reason: `It comes ${gains.detail.toFixed(1)} dB nearer to what the tele shows, and is in nothing worse.`,
  };
}

const harms: readonly { of: keyof Gains; words: string }[] = [
  { of: 'consistency', words: 'agrees less with the wide photo than the model it began from' },
  { of: 'withoutReference', words: 'is worse where there is no tele' },
  { of: 'wrongReference', words: 'is led astray by a tele that shows something else' },
];
