import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { ModelId, ModelSummary } from '#contract/models';
import { parameterShapes } from '#native-models/dcsr/initialise-weights';
import {
  graphVersion,
  networkConfigurations,
  varyNetwork,
  type NetworkConfiguration,
} from '#native-models/dcsr/network';
import { readSafetensors, type Weights } from '#native-models/weights-file/safetensors';
import { manifestFile, modelIdPattern, modelManifest, weightsFile, type ModelManifest } from './model-manifest.ts';
import { createHash } from 'node:crypto';

export interface ModelRegistry {
  /** Every model that can be chosen, by id. A folder that holds no proper model is left out and spoils nothing. */
  list(): Promise<ModelSummary[]>;
  /** A model ready to be built, its weights checked. Throws AppError `model-unavailable` with what is wrong. */
  load(id: ModelId): Promise<LoadedModel>;
}

export interface LoadedModel {
  summary: ModelSummary;
  configuration: NetworkConfiguration;
  weights: Weights;
}

/**
 * The models in some folders, one sub-folder each; of two with the same id the one in the earlier folder counts. Those in `personalFolder`,
 * which comes last, are told apart.
 */
export function createModelRegistry(options: {
  folders: readonly string[];
  personalFolder?: string | null;
}): ModelRegistry {
  const { personalFolder = null } = options;
  const folders = personalFolder === null ? options.folders : [...options.folders, personalFolder];
  return {
    async list() {
      const found = new Map<ModelId, ModelSummary>();
      for (const folder of folders.toReversed()) {
        for (const id of await modelIdsIn(folder)) {
          const manifest = await readManifest(join(folder, id), id).catch(unavailableIsNull);
          if (manifest !== null) found.set(id, summaryOf(manifest, folder === personalFolder));
        }
      }
      return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async load(id) {
      for (const folder of folders) {
        if (!(await modelIdsIn(folder)).includes(id)) continue;
        return loadModel(join(folder, id), id, folder === personalFolder);
      }
      const known = await this.list();
      const choices = known.map((model) => model.id).join(', ');
      throw unavailable(
        choices === '' ? say('learning.no-model-installed', { id }) : say('learning.no-model', { id, choices }),
      );
    },
  };
}

/** Far above any network here; a larger file is not read into memory. */
const weightsLimit = 512 * 2 ** 20;
const manifestLimit = 64 * 2 ** 10;

async function modelIdsIn(folder: string): Promise<ModelId[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries.filter((entry) => entry.isDirectory() && modelIdPattern.test(entry.name)).map(({ name }) => name);
}

async function readManifest(folder: string, id: ModelId): Promise<ModelManifest & { id: ModelId }> {
  const text = new TextDecoder().decode(await readLimited(join(folder, manifestFile), manifestLimit, id));
  const manifest = modelManifest.safeParse(parseJson(text));
  if (!manifest.success) {
    const [issue] = manifest.error.issues;
    throw unavailable(
      say('learning.manifest-unusable', { id, place: issue?.path.join('.') ?? '', why: issue?.message ?? '' }),
    );
  }
  await requireFile(join(folder, weightsFile), weightsLimit, id);
  return { id, ...manifest.data };
}

async function loadModel(folder: string, id: ModelId, isPersonal: boolean): Promise<LoadedModel> {
  const manifest = await readManifest(folder, id);
  const summary = summaryOf(manifest, isPersonal);
  if (summary.isOutdated) {
    throw unavailable(
      say(isPersonal ? 'learning.own-model-outdated' : 'learning.model-outdated', { id, name: summary.name }),
    );
  }
  const bytes = await readLimited(join(folder, weightsFile), weightsLimit, id);
  verifyChecksum(bytes, manifest.sha256, id);
  const configuration = varyNetwork(networkConfigurations[manifest.configuration], manifest.variation);
  const weights = parseWeights(bytes, id);
  requireParameters(weights, configuration, id);
  return { summary, configuration, weights };
}

function summaryOf(manifest: ModelManifest & { id: ModelId }, isPersonal: boolean): ModelSummary {
  return { ...manifest, isPersonal, isOutdated: manifest.graphVersion !== graphVersion };
}

/** Throws AppError `model-unavailable` unless the weights have every parameter of the network. */
export function requireParameters(weights: Weights, configuration: NetworkConfiguration, id: ModelId): void {
  for (const [name, shape] of parameterShapes(configuration)) {
    const found = weights.get(name)?.shape;
    if (found?.join() === shape.join()) continue;
    throw unavailable(
      say('learning.weights-of-other-network', {
        id,
        network: configuration.name,
        name,
        shape: shape.join(' x '),
        found: found?.join(' x ') ?? 'none',
      }),
    );
  }
}

function parseWeights(bytes: Uint8Array, id: ModelId): Weights {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    throw unavailable(say('learning.weights-unreadable', { id }), error);
  }
}

async function readLimited(path: string, limit: number, id: ModelId): Promise<Uint8Array> {
  await requireFile(path, limit, id);
  try {
    return await readFile(path);
  } catch (error) {
    throw unavailable(say('learning.model-unreadable', { id, path }), error);
  }
}

async function requireFile(path: string, limit: number, id: ModelId): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) throw unavailable(say('learning.model-incomplete', { id, path }));
  if (facts.size > limit) {
    throw unavailable(say('learning.model-too-large-file', { id, limit, path, found: facts.size }));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unavailable(said: Said, cause?: unknown): AppError {
  return new AppError('model-unavailable', said, { cause });
}

function unavailableIsNull(error: unknown): null {
  if (error instanceof AppError && error.code === 'model-unavailable') return null;
  throw error;
}

/** Throws AppError `model-unavailable` unless the bytes have the SHA-256 that their manifest states. */
function verifyChecksum(bytes: Uint8Array, sha256: string, id: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new AppError('model-unavailable', say('learning.weights-damaged', { id, wanted: sha256, found }));
}
