import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildForwardModel } from '#native-models/dcsr/forward-model';
import { networkConfigurations } from '#native-models/dcsr/network';
import type { Expression } from '#native-models/graph/expression';
import { input } from '#native-models/graph/expression';
import { add, subtract } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import { filled, randomValues, type Feeds } from './support/run-graph.ts';
import { randomWeights, smallNetworks } from './support/small-networks.ts';

interface Job {
  name: string;
  model: Uint8Array;
  /** Null only opens the model. */
  feeds: Feeds | null;
}

interface Outcome {
  error: string | null;
  differences: Record<string, number>;
}

/** Chromium's software Vulkan stands in for a graphics card. */
const chromium = '/usr/lib/chromium';
const environment = existsSync(join(chromium, 'vk_swiftshader_icd.json'))
  ? {
      ...process.env,
      VK_ICD_FILENAMES: join(chromium, 'vk_swiftshader_icd.json'),
      LD_LIBRARY_PATH: chromium,
      XDG_RUNTIME_DIR: tmpdir(),
    }
  : process.env;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telewide-webgpu-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the jobs in a process of its own, which a driver may take down. */
async function runOnWebgpu(jobs: readonly Job[]): Promise<Record<string, Outcome>> {
  const models = await Promise.all(
    jobs.map(async ({ name, model, feeds }) => {
      const path = join(folder, `${name}.onnx`);
      await writeFile(path, model);
      const listed = Object.entries(feeds ?? {}).map(([key, { data, shape }]) => [key, { data: [...data], shape }]);
      return { name, path, feeds: feeds === null ? null : (Object.fromEntries(listed) as unknown) };
    }),
  );
  const jobPath = join(folder, 'job.json');
  await writeFile(jobPath, JSON.stringify({ models }));
  const script = join(import.meta.dirname, 'support/run-on-webgpu.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, jobPath], {
    env: environment,
    timeout: 110_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, Outcome>;
}

function probe(): Job {
  const doubled: Expression = subtract(add(input('x', [4]), 3), 3);
  return { name: 'probe', model: emitModel({ name: 'probe', outputs: { y: doubled } }, new Map()), feeds: null };
}

function smallJob(kind: 'fast' | 'paper'): Job {
  const configuration = smallNetworks[kind];
  const size = 16;
  const grown = 2 * (size + 2 * configuration.searchMargin);
  const weights = randomWeights(configuration, 1);
  return {
    name: `small-${kind}`,
    model: buildForwardModel({ configuration, weights, height: size, width: size, reference: true }),
    feeds: {
      wide: randomValues(2, [1, 3, size, size], 0, 1),
      reference: randomValues(3, [1, 3, grown, grown], 0, 1),
      validity: filled(1, [1, 1, grown, grown]),
    },
  };
}

function wholeJob(kind: 'fast' | 'paper'): Job {
  const configuration = networkConfigurations[kind];
  const weights = randomWeights(configuration, 4);
  const model = buildForwardModel({ configuration, weights, height: 32, width: 32, reference: true });
  return { name: `whole-${kind}`, model, feeds: null };
}

describe('on WebGPU, with no way back to the CPU', () => {
  it('every node is native, and the numbers are the CPU’s', async (context) => {
    const { probe: adapter } = await runOnWebgpu([probe()]);
    if (adapter?.error !== null) {
      context.skip(`no WebGPU adapter here: ${adapter?.error.split('\n')[0] ?? 'the process ended'}`);
      return;
    }
    const outcomes = await runOnWebgpu([smallJob('fast'), smallJob('paper'), wholeJob('fast'), wholeJob('paper')]);
    expect(Object.keys(outcomes)).toHaveLength(4);
    for (const [name, { error, differences }] of Object.entries(outcomes)) {
      expect(error, name).toBeNull();
      for (const [output, difference] of Object.entries(differences)) {
        expect(difference, `${name}: ${output}`).toBeLessThan(1e-4);
      }
    }
    expect(Object.keys(outcomes['small-paper']?.differences ?? {})).toHaveLength(4);
  }, 240_000);
});
