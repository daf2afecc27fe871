import { readFile } from 'node:fs/promises';
import { AppError } from '#contract/errors';
import type { ModelRegistry } from '#core/models/model-registry';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import type { NetworkConfiguration } from '#native-models/dcsr/network';
import { readSafetensors, type Weights } from '#native-models/weights-file/safetensors';

/** Weights to begin from, and how a person named them. */
export interface NamedWeights {
  readonly name: string;
  readonly weights: Weights;
}

/**
 * Reads what a training is to begin from: a safetensors file, told by its ending, or a model that can be chosen. Throws `not-found`
 * or `model-unavailable`.
 */
export async function readStartWeights(name: string, models: ModelRegistry): Promise<NamedWeights> {
  const isFile = name.endsWith('.safetensors');
  return { name, weights: isFile ? await readWeightsFile(name) : (await models.load(name)).weights };
}

/**
 * The values that a network begins training with: those of `weights`, and where it has parameters that they lack (`fresh`
 * names them), or with no weights at all, initial ones by the seed. Throws `invalid-request` for weights of another network.
 */
export function startWeights(
  configuration: NetworkConfiguration,
  weights: Weights | null,
  seed: number,
): { weights: Weights; fresh: string[] } {
  const initial = initialiseWeights(configuration, seed);
  if (weights === null) return { weights: initial, fresh: [] };
  for (const [name, { shape }] of weights) {
    const expected = initial.get(name)?.shape;
    if (expected?.join() === shape.join()) continue;
    throw new AppError('invalid-request', {
      raw:
        `The weights to begin from are not of the network '${configuration.name}': they hold '${name}' of ${shape.join(' x ')}, ` +
        `the network ${expected === undefined ? 'has no such parameter' : `needs ${expected.join(' x ')}`}. Choose others`,
    });
  }
  const fresh = [...initial.keys()].filter((name) => !weights.has(name));
  if (fresh.length === initial.size)
    throw new AppError('invalid-request', { raw: 'The weights to begin from hold no parameter at all. Choose others' });
  return { weights: new Map([...initial, ...weights]), fresh };
}

async function readWeightsFile(path: string): Promise<Weights> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new AppError('not-found', { raw: `The weights ${path} cannot be read. Check the path` }, { cause: error });
  });
  try {
    return readSafetensors(bytes);
  } catch (error) {
    throw new AppError(
      'model-unavailable',
      { raw: `${path} holds no usable weights. Choose another file` },
      { cause: error },
    );
  }
}
