import type { PhoneFacts, Judgement } from '#contract/model-card';
import { learningWords } from './learning-words.ts';
import { modelWords } from './model-words.ts';

/** One thing that was found out about a camera, in words. */
export interface Finding {
  readonly title: string;
  readonly value: string;
}

/** Everything but how sure it is. */
export function phoneFindings({ blur, halo, sharpening, unexplained, noise, zones, tones }: PhoneFacts): Finding[] {
  const words = learningWords.phone;
  const byLevel = noise.toSorted((one, other) => one.level - other.level);
  const [darkest, brightest] = [byLevel[0], byLevel.at(-1)];
  const blurs = zones.map((zone) => zone.blur);
  return [
    { title: words.blur, value: words.blurValue(blur.most, blur.least) },
    { title: words.halo, value: words.haloValue(halo) },
    ...(sharpening === null
      ? []
      : [{ title: words.sharpening, value: words.sharpeningValue(sharpening.amount, sharpening.sigma) }]),
    ...(unexplained > 0 ? [{ title: words.textures, value: words.texturesValue(unexplained) }] : []),
    ...(darkest === undefined || brightest === undefined
      ? []
      : [{ title: words.noise, value: words.noiseValue(darkest.deviation, brightest.deviation) }]),
    {
      title: words.zones,
      value: blurs.length < 2 ? words.noZones : words.zonesValue(Math.min(...blurs), Math.max(...blurs)),
    },
    {
      title: words.tones,
      value:
        tones.length === 0
          ? words.noTones
          : words.tonesValue(meanOf(tones.map(({ gain }) => gain)), meanOf(tones.map(({ gamma }) => gamma))),
    },
  ];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The figures of a judgement, in the order in which they are explained. */
export const judgedFigures = ['detail', 'consistency', 'withoutReference', 'wrongReference'] as const;

type Change = 'better' | 'same' | 'worse';

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
