import type { Rectangle } from '#contract/geometry';
import type { DeviceName, Precision } from '#contract/models';
import type { LoadedModel } from '#core/models/model-registry';
import type { ModelSession, openModelSession, TensorValue } from '#core/runtime/model-session';
import { buildForwardModel } from '#native-models/dcsr/forward-model';
import type { ReferenceTile } from './prepare-reference.ts';

/** What the network gives for one tile; planes of the tile's own size except `enhanced`. */
export interface TileResult {
  /** [3, 2 height, 2 width], around 0..1. */
  enhanced: Float32Array;
  /** Only with a reference. */
  match: TileMatch | null;
}

/** How the network used the reference, each [height, width] (displacement [2, height, width]). */
export interface TileMatch {
  confidence: Float32Array;
  displacement: Float32Array;
  gate: Float32Array;
}

/** The network for tiles of one size. Throws what a `ModelSession` throws. */
export interface TileNetwork {
  /** `wide` is [3, height, width], 0..1. */
  run(wide: Float32Array, reference: ReferenceTile | null): Promise<TileResult>;
  close(): Promise<void>;
}

/** Builds the network for a tile size when it is first needed, once with and once without reference. */
export function openTileNetwork(options: {
  model: LoadedModel;
  device: DeviceName;
  /** Full unless told. */
  precision?: Precision;
  size: Pick<Rectangle, 'width' | 'height'>;
  /** What is known of the wide camera, for a network that is told of it; else null. */
  camera: Float32Array | null;
  openSession: typeof openModelSession;
}): TileNetwork {
  const { model, device, precision = 'full', camera, openSession } = options;
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
        ...(camera === null ? {} : { camera: { data: camera, shape: [1, camera.length] } }),
        ...referenceFeeds(reference),
      };
      const results = await session.run(feeds);
      const enhanced = outputOf(results, 'enhanced');
      if (reference === null) return { enhanced, match: null };
      const match = {
        confidence: outputOf(results, 'confidence'),
        displacement: outputOf(results, 'displacement'),
        gate: outputOf(results, 'gate'),
      };
      return { enhanced, match };
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
  const { width, height, pixels, validity } = reference;
  return {
    reference: { data: pixels, shape: [1, 3, height, width] },
    validity: { data: validity, shape: [1, 1, height, width] },
  };
}

function outputOf(results: Record<string, TensorValue>, name: string): Float32Array {
  const output = results[name];
  if (output === undefined)
    throw new TypeError(`Expected the network to give '${name}', received ${Object.keys(results).join(', ')}`);
  return output.data;
}
