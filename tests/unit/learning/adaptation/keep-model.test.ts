import { expect, test } from 'vitest';
import type { AdaptedModel } from '#core/learning/adaptation/adapt-model';
import { cardOf, keepModel } from '#core/learning/adaptation/keep-model';
import type { LoadedModel } from '#core/models/model-registry';
import type { NewModel } from '#core/models/personal-models';
import { adaptationCard } from '../../../support/adaptation-card.ts';

const base = { summary: { id: 'fast', name: 'Fast', sha256: 'f' }, configuration: { name: 'fast' } } as LoadedModel;

/** An adaptation to photos of these cameras. */
function adapted(cameras: readonly (string | null)[]): AdaptedModel {
  const { phone, judgement } = adaptationCard(true);
  const used = cameras.map((camera, index) => ({
    name: `${index}.jpg`,
    wideId: `w${index}`,
    teleId: `t${index}`,
    isKeptOut: index > 0,
    camera,
  }));
  const material = { used, leftOut: [], facts: phone };
  return { material, judgement, steps: 1, seconds: 1, device: 'cpu' } as unknown as AdaptedModel;
}

test.each<[string, (string | null)[], string | undefined]>([
  ['the camera that took most of the photos', ['A', 'B', 'B'], 'B'],
  ['the camera of those that say so', [null, null, 'A'], 'A'],
  ['no camera where no photo says so', [null, null], undefined],
])('a model belongs to %s', async (_, cameras, expected) => {
  const card = cardOf(adapted(cameras), base, false, new Date(0));
  expect(card.camera).toBe(expected);
  const kept: NewModel[] = [];
  const models = { add: async (model: NewModel) => `id ${kept.push(model)}` };
  await keepModel(models as never, { name: 'Mine', base, weights: new Map(), card });
  expect(kept[0]?.camera).toBe(expected);
});
