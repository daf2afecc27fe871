import type { Judgement } from '#contract/model-card';
import { modelWords } from './model-words.ts';

/** The figures of a judgement, in the order in which they are explained. */
export const judgedFigures = ['detail', 'consistency', 'withoutReference', 'wrongReference'] as const;

export type Change = 'better' | 'same' | 'worse';

/** Less than this many dB is chance, as it is for the engine's verdict. */
const chance = 0.05;

export function changeOf(gain: number): Change {
  if (gain >= chance) return 'better';
  return gain >= -chance ? 'same' : 'worse';
}

/** Why the verdict is what it is, in the words of the page's language. */
export function verdictWords(judgement: Judgement): string {
  const words = modelWords.verdict;
  if (judgement.isBetter) return words.betterBy(judgement.detail);
  if (judgement.places === 0) return words.noPlace;
  const harms = judgedFigures.filter((figure) => figure !== 'detail' && changeOf(judgement[figure]) === 'worse');
  return harms.length === 0 ? words.noGain : words.harmed(harms.map((figure) => words.figures[figure].harm));
}
