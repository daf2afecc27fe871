import { say } from '#contract/messages';
import type { Judgement } from '#contract/model-card';

/** Against the base, in dB. */
export type Gains = Pick<Judgement, 'consistency' | 'detail' | 'withoutReference' | 'wrongReference'>;

/** Less of a gain is chance, and more of a loss is harm. */
const minGain = 0.05;
const maxLoss = 0.05;

/** Better means: nearer to the tele's detail, and in nothing else worse. A number that is none is no gain, and a loss. */
export function verdictOf(gains: Gains, places: number): Gains & Pick<Judgement, 'isBetter' | 'reason'> {
  const worse = harms.filter((harm) => !(gains[harm] >= -maxLoss));
  if (places === 0) return { ...gains, isBetter: false, reason: say('learning.no-place') };
  if (worse.length > 0)
    return { ...gains, isBetter: false, reason: worse.map((harm) => say(`learning.worse-${harm}`)) };
  if (!(gains.detail >= minGain))
    return {
      ...gains,
      isBetter: false,
      reason: say('learning.no-more-detail'),
    };
  return {
    ...gains,
    isBetter: true,
    reason: say('learning.better', { gain: gains.detail }),
  };
}

const harms = ['consistency', 'withoutReference', 'wrongReference'] as const;
