import type { PhoneFacts } from '#contract/model-card';
import { learningWords } from './learning-words.ts';

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
