import { pause } from '#core/ground/waiting/pause';
import type { DeviceName } from '#contract/models';
import { openModelSession, type ModelSession } from '#core/runtime/model-session';
import { buildTrainingForwardModel } from '#native-models/dcsr/forward-model';
import type { NetworkConfiguration } from '#native-models/dcsr/network';
import { input } from '#native-models/graph/expression';
import { enlargeBicubic } from '#native-models/layers/enlargement';
import { emitModel } from '#native-models/onnx/emit-model';
import type { TrainingBatch, ReferenceKind, WideCameraKind } from '#native-models/simulation/training-pairs';
import { tileSide } from '#native-models/simulation/tile-geometry';
import type { Weights } from '#native-models/weights-file/safetensors';
import { feedsOfBatch } from './batches-ahead.ts';
import type { BatchRequest } from './batch-worker.ts';
import type { Feeds } from './take-step.ts';

/** Fixed pairs from photos that training never sees. */
export interface Validation {
  /** How much better than bicubic the weights are: PSNR in dB, clamped to 0..1, all pixels of a case as one. */
  measure(weights: Weights, signal?: AbortSignal): Promise<ValidationGains>;
  close(): Promise<void>;
}

export interface ValidationOptions {
  configuration: NetworkConfiguration;
  device: DeviceName;
  /** Pairs per run of the network, and per case. */
  batch: number;
  pairsPerCase: number;
  ask: (request: BatchRequest) => Promise<TrainingBatch>;
  signal?: AbortSignal;
  report?: (fraction: number, label: string) => void;
}

/** Simulates the pairs (the same wides for every kind of reference), keeps them, and measures bicubic enlargement once. */
export async function prepareValidation(options: ValidationOptions): Promise<Validation> {
  const { configuration, device, batch, pairsPerCase, ask, signal, report } = options;
  const bicubic = await openModelSession(bicubicModel(batch), 'cpu');
  const cases: ValidationCase[] = [];
  const all = cameras.flatMap((camera) => references.map((reference) => ({ camera, reference })));
  try {
    for (const { camera, reference } of all) {
      signal?.throwIfAborted();
      report?.(cases.length / all.length, 'Preparing the validation');
      const requests = Array.from({ length: Math.max(1, Math.ceil(pairsPerCase / batch)) }, (_, index) =>
        ask({ photos: 'validation', count: batch, seed: [seed, index], camera, reference }),
      );
      const batches = (await Promise.all(requests)).map(feedsOfBatch);
      const bicubicError = await meanError(bicubic, batches, {}, signal);
      cases.push({ camera, reference, batches, bicubicError });
    }
  } finally {
    await bicubic.close();
  }
  const forward = await openModelSession(buildTrainingForwardModel({ configuration, batch, side: tileSide }), device);
  return {
    async measure(weights, measuring) {
      const gains: Record<string, number> = {};
      for (const { camera, reference, batches, bicubicError } of cases) {
        const error = await meanError(forward, batches, Object.fromEntries(weights), measuring);
        gains[`${camera}/${reference}`] = rounded(10 * Math.log10(bicubicError / error));
      }
      for (const reference of references) {
        const single = cameras.map((camera) => gains[`${camera}/${reference}`] ?? Number.NaN);
        gains[`mean/${reference}`] = rounded(single.reduce((sum, gain) => sum + gain, 0) / single.length);
      }
      return gains;
    },
    close: () => forward.close(),
  };
}

/** Far from any seed of a training. */
const seed = 20_000;

interface ValidationCase {
  readonly camera: (typeof cameras)[number];
  readonly reference: (typeof references)[number];
  readonly batches: readonly Feeds[];
  readonly bicubicError: number;
}

function bicubicModel(batch: number): Uint8Array {
  return emitModel(
    { name: 'bicubic', outputs: { enhanced: enlargeBicubic(input('wide', [batch, 3, tileSide, tileSide])) } },
    'inputs',
  );
}

/** The mean squared error of `enhanced`, clamped, against `truth`. */
async function meanError(
  session: ModelSession,
  batches: readonly Feeds[],
  weights: Feeds,
  signal: AbortSignal | undefined,
): Promise<number> {
  let [sum, count] = [0, 0];
  for (const feeds of batches) {
    signal?.throwIfAborted();
    const { enhanced } = await session.run({ ...feeds, ...weights });
    // A run blocks the thread; here Ctrl+C gets its turn.
    await pause();
    const truth = feeds.truth?.data ?? new Float32Array();
    const found = enhanced?.data ?? new Float32Array();
    for (let index = 0; index < truth.length; index += 1) {
      const difference = Math.min(1, Math.max(0, found[index] ?? Number.NaN)) - (truth[index] ?? 0);
      sum += difference * difference;
    }
    count += truth.length;
  }
  return sum / count;
}

function rounded(gain: number): number {
  return Number(gain.toFixed(3));
}

/** What a network is measured with: every wide camera, with a reference of each of these kinds. */
export const cameras = ['clean', 'blurred', 'phone'] as const satisfies readonly WideCameraKind[];
export const references = ['true', 'unrelated', 'none'] as const satisfies readonly ReferenceKind[];

/** Gains in dB by `camera/reference`, and `mean/reference` over the cameras. */
export type ValidationGains = Readonly<Record<string, number>>;

/** One number for how good weights are: the mean over every case. */
export function overallGain(gains: ValidationGains): number {
  const means = references.map((reference) => gains[`mean/${reference}`] ?? Number.NaN);
  return means.reduce((sum, gain) => sum + gain, 0) / means.length;
}
