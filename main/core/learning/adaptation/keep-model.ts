import { say } from '#contract/messages';
import type { ModelCard } from '#contract/model-card';
import type { ModelId } from '#contract/models';
import type { LoadedModel } from '#core/models/model-registry';
import type { PersonalModels } from '#core/models/personal-models';
import type { AdaptedModel } from './adapt-model.ts';
import type { UsedPair } from './prepare-adaptation.ts';

/** What is remembered of an adaptation: where its model comes from, and what was found out. */
export function cardOf(adapted: AdaptedModel, base: LoadedModel, isDespiteJudgement: boolean, now: Date): ModelCard {
  const { material, judgement, steps, seconds, device } = adapted;
  const { id, name, sha256 } = base.summary;
  return {
    base: { id, name, sha256 },
    made: now.toISOString(),
    photos: material.used.map(({ name: photo, wideId, teleId, isKeptOut }) => ({
      name: photo,
      wideId,
      teleId,
      isKeptOut,
    })),
    ...cameraOf(material.used),
    leftOut: material.leftOut.map((pair) => ({ ...pair })),
    steps,
    seconds: Math.round(seconds),
    device,
    phone: material.facts,
    judgement,
    isDespiteJudgement,
  };
}

/** The camera of most of the photos; nothing where they do not say. */
function cameraOf(used: readonly UsedPair[]): { camera?: string } {
  const counts = new Map<string, number>();
  for (const { camera } of used) if (camera !== null) counts.set(camera, (counts.get(camera) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most === undefined ? {} : { camera: most[0] };
}

/** Adopts an adaptation as a personal model. */
export function keepModel(
  models: PersonalModels,
  { name, base, weights, card }: { name: string; base: LoadedModel; weights: LoadedModel['weights']; card: ModelCard },
): Promise<ModelId> {
  const learned = card.photos.filter(({ isKeptOut }) => !isKeptOut).length;
  return models.add({
    name,
    description: [say('learning.description', { base: base.summary.name, pairs: learned }), card.judgement.reason],
    configuration: base.configuration.name,
    variation: null,
    camera: card.camera,
    weights,
    card,
  });
}
