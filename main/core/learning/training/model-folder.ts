import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { writeWhole } from '#core/ground/disk/write-whole';
import { manifestFile, weightsFile, type ModelManifest } from '#core/models/model-manifest';
import { writeJson } from '#core/ground/disk/json-file';
import { graphVersion, type ConfigurationName, type VariationName } from '#native-models/dcsr/network';
import { writeSafetensors, type Weights } from '#native-models/weights-file/safetensors';

export interface TrainedModel {
  configuration: ConfigurationName;
  variation: VariationName | null;
  weights: Weights;
  steps: number;
}

/** Makes the folder a model that can be chosen: `weights.safetensors`, and the manifest that speaks of it. */
export async function writeModelFolder(folder: string, model: TrainedModel): Promise<void> {
  const { configuration, variation, weights, steps } = model;
  const bytes = weightsBytes(model);
  await replaceFile(join(folder, weightsFile), bytes);
  const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
  const what = variation === null ? configuration : `${configuration} (${variation})`;
  const manifest: ModelManifest = {
    name: `${what}, ${steps.toLocaleString('en-GB')} steps`,
    configuration,
    variation,
    description: {
      raw: `The network ${what} after ${steps.toLocaleString('en-GB')} steps of training on simulated pairs.`,
    },
    parameters,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    graphVersion,
  };
  await writeJson(join(folder, manifestFile), { id: basename(resolve(folder)), ...manifest, steps });
}

/** The weights that did best in validation, kept beside the last ones. */
export async function writeBestWeights(folder: string, model: TrainedModel): Promise<void> {
  await replaceFile(join(folder, 'best.safetensors'), weightsBytes(model));
}

function weightsBytes({ configuration, weights, steps }: TrainedModel): Uint8Array {
  return writeSafetensors(weights, { configuration, steps: String(steps) });
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(path, bytes);
}
