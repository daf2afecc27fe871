import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelCard, type ModelCard } from '#contract/model-card';
import { writeWhole } from '#core/ground/disk/write-whole';
import { writeJson } from '#core/ground/disk/json-file';
import { readSafetensors, writeSafetensors, type Weights } from '#native-models/weights-file/safetensors';

/** A judged model that nobody has adopted yet. */
export interface Candidate {
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
