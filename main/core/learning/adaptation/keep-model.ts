import { say } from '#contract/messages';
import { type ModelCard, modelCard } from '#contract/model-card';
import type { ModelId } from '#contract/models';
import type { LoadedModel } from '#core/models/model-registry';
import type { PersonalModels } from '#core/models/personal-models';
import type { AdaptedModel } from './adapt-model.ts';
import type { UsedPair } from './prepare-adaptation.ts';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '#core/ground/disk/write-whole';
import { writeJson } from '#core/ground/disk/json-file';
import { readSafetensors, writeSafetensors, type Weights } from '#native-models/weights-file/safetensors';

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

/** A judged model that nobody has adopted yet. */
interface Candidate {
  readonly weights: Weights;
  readonly card: ModelCard;
}

const weightsName = 'candidate.safetensors';
const cardName = 'candidate.json';

/** Keeps a candidate in the folder of its adaptation; the card comes last, so that a candidate with a card is whole. */
export async function writeCandidate(folder: string, { weights, card }: Candidate): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, weightsName), writeSafetensors(weights));
  await writeJson(join(folder, cardName), card);
}

/** The card of the folder's candidate; null while there is none. */
export async function readCandidateCard(folder: string): Promise<ModelCard | null> {
  const text = await readFile(join(folder, cardName), 'utf8').catch(() => null);
  return text === null ? null : modelCard.parse(JSON.parse(text));
}

/** Throws when the folder has none. */
export async function readCandidate(folder: string): Promise<Candidate> {
  const card = modelCard.parse(JSON.parse(await readFile(join(folder, cardName), 'utf8')));
  return { weights: readSafetensors(await readFile(join(folder, weightsName))), card };
}
