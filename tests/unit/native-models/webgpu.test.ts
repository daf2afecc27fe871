import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { buildForwardModel } from '#native-models/dcsr/forward-model';
import { networkConfigurations } from '#native-models/dcsr/network';
import { type Expression, input } from '#native-models/graph/expression';
import { add, subtract } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import { lossPresets } from '#native-models/losses/total-loss';
import { buildTrainStepModel } from '#native-models/optimiser/train-step-model';
import { filled, randomValues, type Feeds } from './support/run-graph.ts';
import { randomWeights, smallNetworks, tileFeeds } from './support/small-networks.ts';

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
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, jobPath], {
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
  const weights = randomWeights(configuration, 1);
  return {
    name: `small-${kind}`,
    model: buildForwardModel({ configuration, weights, height: size, width: size, reference: true }),
    feeds: tileFeeds(2, size),
  };
}

function wholeJob(kind: 'fast' | 'paper'): Job {
  const configuration = networkConfigurations[kind];
  const weights = randomWeights(configuration, 4);
  const model = buildForwardModel({ configuration, weights, height: 32, width: 32, reference: true });
  return { name: `whole-${kind}`, model, feeds: null };
}

/** A step of training with every loss, on pairs of noise; `isRun` false only opens it. */
function trainStepJob(kind: 'fast' | 'paper', isRun: boolean): Job {
  const configuration = smallNetworks[kind];
  const side = 24;
  const grown = 2 * (side + 2 * configuration.searchMargin);
  const feeds: Feeds = {
    wide: randomValues(5, [1, 3, side, side], 0, 1),
    truth: randomValues(6, [1, 3, 2 * side, 2 * side], 0, 1),
    reference: randomValues(7, [1, 3, grown, grown], 0, 1),
    validity: filled(1, [1, 1, grown, grown]),
    seen: randomValues(13, [1, 3, side, side], 0, 1),
    noise: filled(0.3, [1, 1, 1, 1]),
    matches: randomValues(8, [1, (side / 2) ** 2], -1, 30),
    step: filled(3, []),
    'learning-rate': filled(1e-3, []),
  };
  feeds.matches?.data.forEach((match, cell, matches) => (matches[cell] = Math.floor(match)));
  for (const [name, { shape, data }] of randomWeights(configuration, 9))
    Object.assign(feeds, {
      [name]: { shape, data },
      [`first-moment.${name}`]: randomValues(10, shape, -0.01, 0.01),
      [`second-moment.${name}`]: randomValues(11, shape, 0, 0.01),
    });
  const model = buildTrainStepModel({
    configuration,
    batch: 1,
    side,
    losses: { ...lossPresets.all, ...lossPresets.matching },
  });
  return { name: `train-step-${kind}`, model, feeds: isRun ? feeds : null };
}

async function skipWithoutAdapter(context: TestContext): Promise<void> {
  const { probe: adapter } = await runOnWebgpu([probe()]);
  if (adapter?.error !== null)
    context.skip(`no WebGPU adapter here: ${adapter?.error.split('\n')[0] ?? 'the process ended'}`);
}

function expectTheCpusNumbers(outcomes: Record<string, Outcome>, count: number): void {
  expect(Object.keys(outcomes)).toHaveLength(count);
  for (const [name, { error, differences }] of Object.entries(outcomes)) {
    expect(error, name).toBeNull();
    for (const [output, difference] of Object.entries(differences)) {
      expect(difference, `${name}: ${output}`).toBeLessThan(1e-4);
    }
  }
}

describe('on WebGPU, with no way back to the CPU', () => {
  it('every node is native, and the numbers are the CPU’s', async (context) => {
    await skipWithoutAdapter(context);
    const outcomes = await runOnWebgpu([smallJob('fast'), smallJob('paper'), wholeJob('fast'), wholeJob('paper')]);
    expectTheCpusNumbers(outcomes, 4);
    expect(Object.keys(outcomes['small-paper']?.differences ?? {})).toHaveLength(3);
  }, 240_000);

  it('so it is for a step of training', async (context) => {
    await skipWithoutAdapter(context);
    const outcomes = await runOnWebgpu([trainStepJob('fast', true), trainStepJob('paper', false)]);
    expectTheCpusNumbers(outcomes, 2);
    const { size } = randomWeights(smallNetworks.fast, 9);
    expect(Object.keys(outcomes['train-step-fast']?.differences ?? {}).length).toBeGreaterThan(3 * size);
  }, 240_000);
});
