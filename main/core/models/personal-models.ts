import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { modelCard, modelFileEnding, modelName, type ModelCard } from '#contract/model-card';
import type { ModelId } from '#contract/models';
import { writeWhole } from '#core/ground/disk/write-whole';
import { writeJson } from '#core/ground/disk/json-file';
import { graphVersion, networkConfigurations, varyNetwork } from '#native-models/dcsr/network';
import {
  readSafetensors,
  readSafetensorsMetadata,
  writeSafetensors,
  type Weights,
} from '#native-models/weights-file/safetensors';
import { manifestFile, modelIdPattern, modelManifest, weightsFile, type ModelManifest } from './model-manifest.ts';
import { requireParameters } from './model-registry.ts';

/** Models that were made on this machine, or brought to it, each in a folder of its own. */
export interface PersonalModels {
  /** Keeps a model under a new id, made of its name. */
  add(model: NewModel): Promise<ModelId>;
  /** Throws `not-found` for a model that is none of these. */
  card(id: ModelId): Promise<ModelCard>;
  rename(id: ModelId, name: string): Promise<void>;
  /** Gone for good. */
  remove(id: ModelId): Promise<void>;
  /** Writes one file that holds everything: a safetensors file with manifest and card in its metadata, which names no photo; never onto one of the originals. */
  exportTo(id: ModelId, path: string, originals?: readonly string[]): Promise<void>;
  /** Takes such a file in, after checking all of it. Throws `model-unavailable` with what is wrong; nothing is kept then. */
  importFrom(path: string): Promise<ModelId>;
}

export interface NewModel {
  name: string;
  description: Said;
  configuration: ModelManifest['configuration'];
  variation: ModelManifest['variation'];
  camera?: ModelManifest['camera'];
  weights: Weights;
  card: ModelCard;
}

const cardFile = 'card.json';
const metadataName = 'telewide';
/** Far above any network here; a larger file is not read. */
const fileLimit = 512 * 2 ** 20;

const exported = z.object({ manifest: modelManifest, card: modelCard });

/** The models in `folder`, which need not exist yet. `isTaken` tells ids that other models have. */
export function createPersonalModels(options: {
  folder: string;
  isTaken: (id: ModelId) => Promise<boolean>;
}): PersonalModels {
  const { folder, isTaken } = options;

  /** The model's folder, once it is sure that the id is one and the folder is there. */
  async function folderOf(id: ModelId): Promise<string> {
    const path = join(folder, id);
    const isThere = modelIdPattern.test(id) && (await stat(join(path, manifestFile)).catch(() => null)) !== null;
    if (isThere) return path;
    throw new AppError('not-found', say('learning.no-personal-model', { id }));
  }

  async function freeId(name: string): Promise<ModelId> {
    const stem = idFrom(name);
    for (let number = 1; ; number += 1) {
      const id = number === 1 ? stem : `${stem}-${number}`;
      const isUsed = (await isTaken(id)) || (await stat(join(folder, id)).catch(() => null)) !== null;
      if (!isUsed) return id;
    }
  }

  /** Whole or absent: made beside its place and renamed into it. */
  async function keep(manifest: ModelManifest, card: ModelCard, bytes: Uint8Array): Promise<ModelId> {
    const id = await freeId(manifest.name);
    await mkdir(folder, { recursive: true });
    const unfinished = join(folder, `.unfinished-${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(unfinished);
      await writeFile(join(unfinished, weightsFile), bytes, { flush: true });
      await writeJson(join(unfinished, cardFile), card);
      await writeJson(join(unfinished, manifestFile), manifest);
      await rename(unfinished, join(folder, id));
      return id;
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
  }

  async function read(id: ModelId): Promise<{ manifest: ModelManifest; card: ModelCard; bytes: Uint8Array }> {
    const path = await folderOf(id);
    const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(path, name), 'utf8'));
    try {
      const manifest = modelManifest.parse(await json(manifestFile));
      const card = modelCard.parse(await json(cardFile));
      return { manifest, card, bytes: await readFile(join(path, weightsFile)) };
    } catch (error) {
      throw new AppError('model-unavailable', say('learning.model-damaged', { id }), { cause: error });
    }
  }

  return {
    add({ weights, card, ...about }) {
      const bytes = writeSafetensors(weights);
      const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
      const manifest: ModelManifest = { ...about, graphVersion, parameters, sha256: sha256Of(bytes) };
      return keep(manifest, card, bytes);
    },
    card: async (id) => (await read(id)).card,
    async rename(id, name) {
      const { manifest } = await read(id);
      await writeJson(join(await folderOf(id), manifestFile), { ...manifest, name: modelName.parse(name) });
    },
    async remove(id) {
      await rm(await folderOf(id), { recursive: true, force: true });
    },
    async exportTo(id, path, originals = []) {
      const { manifest, card, bytes } = await read(id);
      const metadata = { [metadataName]: JSON.stringify({ manifest, card: withoutPhotos(card) }) };
      const file = writeSafetensors(readSafetensors(bytes), metadata);
      await writeWhole(path, file, { never: originals });
    },
    async importFrom(path) {
      const { manifest, card, weights } = parseModelFile(await readLimited(path), path);
      return keep(manifest, card, weights);
    },
  };
}

/** The card as others may see it: how many pairs were learned from, but neither their names nor what they could be recognised by. */
function withoutPhotos(card: ModelCard): ModelCard {
  const photos = card.photos.map(({ isKeptOut }, index) => ({
    name: `#${index + 1}`,
    wideId: '',
    teleId: '',
    isKeptOut,
  }));
  return { ...card, photos, leftOut: [] };
}

/** What an exported model holds, every part of it checked. */
function parseModelFile(
  bytes: Uint8Array,
  path: string,
): { manifest: ModelManifest; card: ModelCard; weights: Uint8Array } {
  try {
    const weights = readSafetensors(bytes);
    const { manifest, card } = exported.parse(JSON.parse(readSafetensorsMetadata(bytes)[metadataName] ?? 'null'));
    if (manifest.graphVersion !== graphVersion) throw new RangeError(`Expected version ${graphVersion} of the network`);
    requireParameters(weights, varyNetwork(networkConfigurations[manifest.configuration], manifest.variation), path);
    const written = writeSafetensors(weights);
    if (sha256Of(written) !== manifest.sha256) throw new RangeError('Expected the checksum that the file states');
    return { manifest, card, weights: written };
  } catch (error) {
    throw new AppError('model-unavailable', say('learning.not-a-model-file', { ending: modelFileEnding, path }), {
      cause: error,
    });
  }
}

async function readLimited(path: string): Promise<Uint8Array> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true)
    throw new AppError('not-found', say('learning.no-model-file', { path, ending: modelFileEnding }));
  if (facts.size > fileLimit) throw new AppError('model-unavailable', say('learning.model-file-too-large', { path }));
  return readFile(path);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A name as an id: lower-case letters, digits and hyphens. */
function idFrom(name: string): ModelId {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48);
  return plain === '' ? 'model' : plain;
}
