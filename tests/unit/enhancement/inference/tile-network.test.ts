import { describe, expect, it } from 'vitest';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import { openTileNetwork } from '#core/enhancement/inference/tile-network';
import { trialFeeds, trialTile } from '#core/enhancement/inference/trial-scene';
import type { LoadedModel } from '#core/models/model-registry';
import { handOver } from '#core/pairs/camera/wide-camera';
import type { TensorValue } from '#core/runtime/model-session';
import { buildForwardModel, cameraReach, forwardGraph } from '#native-models/dcsr/forward-model';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { graphVersion, networkConfigurations } from '#native-models/dcsr/network';
import { expressionsOf } from '#native-models/graph/expression';

const configuration = networkConfigurations.fast;
const weights = initialiseWeights(configuration, 1);
const model: LoadedModel = {
  summary: {
    id: 'fast',
    name: 'Fast',
    configuration: 'fast',
    variation: null,
    graphVersion,
    parameters: 1,
    description: [],
    sha256: '',
    isPersonal: false,
    isOutdated: false,
  },
  configuration,
  weights,
};

type Shapes = Record<string, readonly number[]>;

function shapesOf(feeds: Readonly<Record<string, TensorValue>>): Shapes {
  return Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, [...shape]]));
}

/** The inputs of the network with a reference. */
function inputsOf(size: { width: number; height: number }): Shapes {
  const expressions = expressionsOf(forwardGraph({ configuration, ...size, reference: true }));
  return Object.fromEntries(expressions.flatMap((one) => (one.kind === 'input' ? [[one.name, [...one.shape]]] : [])));
}

describe('openTileNetwork', () => {
  const size = { width: 64, height: 32 };
  const [width, height] = [2 * (size.width + cameraReach), 2 * (size.height + cameraReach)];
  const reference: ReferenceTile = {
    pixels: new Float32Array(3 * width * height),
    validity: new Float32Array(width * height),
    width,
    height,
    camera: { ...handOver, exponent: 2.2 },
    noise: 0.03,
  };
  const wide = Float32Array.from({ length: 3 * size.width * size.height }, (_, index) => (index % 7) / 7);

  /** Sessions that give these outputs, what they were made of and what they were fed. */
  function opened(outputs: readonly string[]) {
    const [models, fed]: [Uint8Array[], Readonly<Record<string, TensorValue>>[]] = [[], []];
    const network = openTileNetwork({
      model,
      device: 'cpu',
      size,
      openSession: async (bytes, device) => {
        models.push(bytes);
        return {
          device,
          run: async (feeds) => {
            fed.push(feeds);
            return Object.fromEntries(outputs.map((name) => [name, { data: new Float32Array(1), shape: [1] }]));
          },
          close: async () => undefined,
        };
      },
    });
    return { network, models, fed };
  }

  it('feeds the network all that it asks for, and what was measured of the camera', async () => {
    const { network, fed } = opened(['enhanced', 'gate', 'trust']);
    const { gate } = await network.run(wide, reference);
    expect(gate).not.toBeNull();
    expect(shapesOf(fed[0] ?? {})).toEqual(inputsOf(size));
    expect(fed[0]?.camera?.data).toBe(reference.camera.kernel);
    expect(fed[0]?.['camera-exponent']?.data).toEqual(Float32Array.of(2.2));
    expect(fed[0]?.noise?.data).toEqual(Float32Array.of(0.03));
  });

  it('builds the network once with and once without reference, when it is first needed', async () => {
    const { network, models, fed } = opened(['enhanced', 'gate']);
    expect(models).toEqual([]);
    expect((await network.run(wide, null)).gate).toBeNull();
    await network.run(wide, null);
    expect(Object.keys(fed[0] ?? {})).toEqual(['wide']);
    expect(models).toHaveLength(1);
    const alone = buildForwardModel({ configuration, weights, ...size, reference: false });
    expect(Buffer.compare(models[0] ?? alone.subarray(1), alone)).toBe(0);
    await network.run(wide, reference);
    expect(models).toHaveLength(2);
    await network.close();
  });

  it('says what it missed when an output is not there', async () => {
    await expect(opened(['enhanced']).network.run(wide, reference)).rejects.toThrow(/'gate', received enhanced/);
  });
});

describe('trialFeeds', () => {
  const feeds = trialFeeds();

  it('are what the network asks for, always the same', () => {
    expect(shapesOf(feeds)).toEqual(inputsOf(trialTile));
    const again = trialFeeds();
    for (const [name, { data }] of Object.entries(feeds))
      expect(data.every((value, at) => value === again[name]?.data[at])).toBe(true);
  });

  it('know the reference but for a corner', () => {
    const validity = feeds.validity?.data ?? new Float32Array();
    const known = validity.reduce((sum, value) => sum + value, 0) / validity.length;
    expect(known).toBeGreaterThan(0.9);
    expect(known).toBeLessThan(1);
    expect([validity[0], validity.at(-1)]).toEqual([0, 1]);
  });
});
