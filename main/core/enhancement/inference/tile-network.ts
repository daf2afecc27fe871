import type { Rectangle } from '#contract/geometry';
import type { DeviceName, Precision } from '#contract/models';
import type { LoadedModel } from '#core/models/model-registry';
import type { ModelSession, openModelSession, TensorValue } from '#core/runtime/model-session';
import { buildForwardModel, cameraKernelSide } from '#native-models/dcsr/forward-model';
import { openFlatNetwork, probeSize } from './flat-tile.ts';
import type { ReferenceTile } from './prepare-reference.ts';

/** What the network gives for one tile; on the 2x grid. */
export interface TileResult {
  /** [3, 2 height, 2 width], around 0..1. */
  enhanced: Float32Array;
  /** [2 height, 2 width]: which share of each pixel is the reference's; null without one. */
  gate: Float32Array | null;
}

/** The network for tiles of one size. Throws what a `ModelSession` throws. */
export interface TileNetwork {
  /** `wide` is [3, height, width], 0..1. */
  run(wide: Float32Array, reference: ReferenceTile | null): Promise<TileResult>;
  close(): Promise<void>;
}

/**
 * Builds the network for a tile size when it is first needed, once with and once without reference; flat tiles without reference get what stands in
 * for it there.
 */
export function openTileNetwork(options: {
  model: LoadedModel;
  device: DeviceName;
  /** Full unless told. */
  precision?: Precision;
  size: Pick<Rectangle, 'width' | 'height'>;
  openSession: typeof openModelSession;
}): TileNetwork {
  const network = openNetwork(options);
  const probing = openNetwork({ ...options, size: probeSize });
  const flat = openFlatNetwork({ ...options, answer: async (probe) => (await probing.run(probe, null)).enhanced });
  return {
    async run(wide, reference) {
      // Half floats are too coarse to ask what becomes of a single step.
      const mayBeFlat = reference === null && options.precision !== 'half';
      const enhanced = mayBeFlat ? await flat.run(wide) : null;
      return enhanced === null ? network.run(wide, reference) : { enhanced, gate: null };
    },
    async close() {
      await Promise.all([network.close(), probing.close(), flat.close()]);
    },
  };
}

/** The network itself. */
function openNetwork(options: Parameters<typeof openTileNetwork>[0]): TileNetwork {
  const { model, device, precision = 'full', openSession } = options;
  const { width, height } = options.size;
  const sessions = new Map<boolean, Promise<ModelSession>>();

  const sessionFor = (reference: boolean): Promise<ModelSession> => {
    const session =
      sessions.get(reference) ??
      openSession(
        buildForwardModel({
          configuration: model.configuration,
          weights: model.weights,
          height,
          width,
          reference,
          precision,
        }),
        device,
      );
    sessions.set(reference, session);
    return session;
  };

  return {
    async run(wide, reference) {
      const session = await sessionFor(reference !== null);
      const feeds = {
        wide: { data: wide, shape: [1, 3, height, width] },
        ...referenceFeeds(reference),
      };
      const results = await session.run(feeds);
      const enhanced = outputOf(results, 'enhanced');
      return { enhanced, gate: reference === null ? null : outputOf(results, 'gate') };
    },
    async close() {
      for (const session of await Promise.allSettled(sessions.values())) {
        if (session.status === 'fulfilled') await session.value.close();
      }
    },
  };
}

function referenceFeeds(reference: ReferenceTile | null): Record<string, TensorValue> {
  if (reference === null) return {};
  const { width, height, pixels, validity, camera, noise } = reference;
  return {
    reference: { data: pixels, shape: [1, 3, height, width] },
    validity: { data: validity, shape: [1, 1, height, width] },
    camera: { data: camera.kernel, shape: [cameraKernelSide, cameraKernelSide] },
    'camera-exponent': { data: Float32Array.of(camera.exponent), shape: [] },
    noise: { data: Float32Array.of(noise), shape: [1, 1, 1, 1] },
  };
}

function outputOf(results: Record<string, TensorValue>, name: string): Float32Array {
  const output = results[name];
  if (output === undefined)
    throw new TypeError(`Expected the network to give '${name}', received ${Object.keys(results).join(', ')}`);
  return output.data;
}
