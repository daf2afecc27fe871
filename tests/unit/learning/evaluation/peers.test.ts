import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plane } from '#native-models/planes';
import { smoothed } from '#core/learning/evaluation/pasting/smooth-plane';
import { openModelSession } from '#core/runtime/model-session';
import { createRandom } from '#native-models/random';
import { readKerasNetwork } from '../../../support/keras-network.ts';
import { multiScaleSsim } from '../../../support/multi-scale-ssim.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('multiScaleSsim', () => {
  const random = createRandom(2);
  const size = { width: 200, height: 180 };
  const truth: Plane = {
    ...size,
    data: Float32Array.from({ length: size.width * size.height }, () => 255 * random.next()),
  };

  it('refuses what is too small for five scales', () => {
    const values = new Float32Array(175 * 200);
    expect(() =>
      multiScaleSsim({ width: 175, height: 200, data: values }, { width: 175, height: 200, data: values }),
    ).toThrow(/176 pixels a side, received 175x200/);
  });

  it('is 1 for the same picture and falls with every blur', () => {
    const values = [0, 0.5, 1, 2].map((sigma) => multiScaleSsim(truth, smoothed(truth, sigma)));
    expect(values[0]).toBeCloseTo(1, 6);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values[3]).toBeLessThan(0.7);
  });
});

describe('readKerasNetwork', () => {
  const layer = (kind: string, name: string, from: string[], config: object = {}): object => {
    return {
      class_name: kind,
      name,
      config,
      inbound_nodes: from.length === 0 ? [] : [from.map((one) => [one, 0, 0, {}])],
    };
  };
  const save = (layers: object[]): string => {
    const folder = temporaryFolder();
    const weights = [
      { name: 'swap/kernel', shape: [1, 1, 3, 3] },
      { name: 'swap/bias', shape: [3] },
    ];
    const manifest = [{ paths: ['one.bin'], weights }];
    const model = { modelTopology: { model_config: { config: { layers } } }, weightsManifest: manifest };
    writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
    // [inputs, outputs]: red goes to green, green to blue, blue to red, times two; half is added to red.
    writeFileSync(
      join(folder, 'one.bin'),
      new Uint8Array(Float32Array.of(0, 2, 0, 0, 0, 2, 2, 0, 0, 0.5, 0, 0).buffer),
    );
    return folder;
  };

  it('refuses a layer that it does not know', () => {
    expect(() => readKerasNetwork(save([layer('InputLayer', 'in', []), layer('Dense', 'no', ['in'])]), 2)).toThrow(
      /residual dense network, received a Dense/,
    );
  });

  it('computes what the layers say', async () => {
    const folder = save([
      layer('InputLayer', 'in', []),
      layer('Conv2D', 'swap', ['in'], { kernel_size: [1, 1] }),
      layer('Add', 'sum', ['swap', 'in']),
      layer('Activation', 'relu', ['sum']),
      layer('UpSampling2D', 'up', ['relu']),
    ]);
    const session = await openModelSession(readKerasNetwork(folder, 1), 'cpu');
    const { enlarged } = await session.run({ picture: { data: Float32Array.of(1, 10, -100), shape: [1, 3, 1, 1] } });
    await session.close();
    // red: 1 + 2 * -100 + 0.5 is below 0; green: 10 + 2 * 1; blue: -100 + 2 * 10 is below 0.
    expect([...(enlarged?.data ?? [])]).toEqual([0, 0, 0, 0, 12, 12, 12, 12, 0, 0, 0, 0]);
  });
});
