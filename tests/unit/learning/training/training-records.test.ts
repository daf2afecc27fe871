import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint, type CheckpointFacts } from '#core/learning/training/checkpoint';
import { emptyWindow } from '#core/learning/training/loss-window';
import { openTrainingLog, type TrainingLog } from '#core/learning/training/training-log';
import { lastGainIn, openTrainingRecords, type TrainingRecords } from '#core/learning/training/training-records';
import { beginTraining, type TrainingState } from '#core/learning/training/training-state';
import type { ValidationGains } from '#core/learning/training/validation';
import { readSafetensors } from '#native-models/weights-file/safetensors';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const facts: CheckpointFacts = { options: { seed: 1 }, best: null, validatedAt: 0, window: emptyWindow() };
const run = { device: 'cpu', deviceReason: 'why', trainingPhotos: 2, validationPhotos: 1 } as const;

let folder = '';
let log: TrainingLog;
let state: TrainingState;
let measured: number[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  log = await openTrainingLog(join(folder, 'log.ndjson'), null);
  state = beginTraining(new Map([['kernel', { shape: [1], data: Float32Array.of(0) }]]));
  measured = [];
  logEvery = { steps: 4, seconds: Infinity };
});

let logEvery = { steps: 4, seconds: Infinity };

/** The gain that is measured is the averaged kernel itself. */
function open(from: CheckpointFacts = facts): TrainingRecords {
  const options = { folder, configuration: 'fast', variation: null, state, log, facts: from } as const;
  return openTrainingRecords({
    ...options,
    logEvery,
    saveEverySeconds: 10,
    validateEverySeconds: 25,
    measure: async (): Promise<ValidationGains> => {
      measured.push(state.step);
      const gain = state.average.get('kernel')?.data[0] ?? Number.NaN;
      return { 'mean/true': gain, 'mean/unrelated': gain, 'mean/none': gain };
    },
  });
}

/** Steps of three seconds each; the averaged kernel takes the given values. */
async function take(records: TrainingRecords, ...kernels: number[]): Promise<void> {
  for (const kernel of kernels) {
    state.step += 1;
    state.updates += 1;
    state.seconds += 3;
    state.average.get('kernel')?.data.set([kernel]);
    const figures = { loss: state.step, 'gradient-norm': 1 };
    await records.afterStep({ figures, learningRate: 1e-3, seconds: 3, waitedSeconds: 1 });
  }
}

const checkpointStep = async (): Promise<number | undefined> => (await readCheckpoint(folder))?.state.step;
const kernelIn = (file: string): number | undefined =>
  readSafetensors(readFileSync(join(folder, file))).get('kernel')?.data[0];

describe('the records of a training', () => {
  it('save and measure when it is time to, and not before', async () => {
    const records = open();
    await take(records, 1, 1, 1);
    expect(await checkpointStep()).toBeUndefined();
    await take(records, 1);
    expect(await checkpointStep()).toBe(4);
    await take(records, 1, 1, 1);
    expect([await checkpointStep(), measured]).toEqual([4, []]);
    await take(records, 1, 1);
    expect([await checkpointStep(), measured]).toEqual([9, [9]]);
  });

  it('keep the best averaged weights beside the last', async () => {
    const records = open();
    await records.validate();
    await take(records, 5);
    await records.validate();
    await take(records, 4);
    await records.validate();
    await records.save();
    expect(records.best).toEqual({ step: 1, gain: 5 });
    expect([kernelIn('best.safetensors'), kernelIn('weights.safetensors')]).toEqual([5, 4]);
    expect(lastGainIn(log)?.['mean/none']).toBe(4);
  });

  it('write a line after some steps, or some seconds', async () => {
    const lines = (): number[] => log.entries.filter(({ event }) => event === 'train').map(({ step }) => step);
    await take(open(), 1, 1, 1, 1, 1);
    expect(lines()).toEqual([4]);
    logEvery = { steps: 4, seconds: 6 };
    await take(open(), 1, 1, 1, 1, 1);
    expect(lines()).toEqual([4, 7, 9]);
  });

  it('measure a step once, and end once', async () => {
    const records = open();
    await records.begin(run);
    await take(records, 1);
    await records.validate();
    await records.finish();
    await records.finish();
    await records.begin(run);
    expect(measured).toEqual([1]);
    expect(log.entries.map(({ event }) => event)).toEqual(['start', 'validation', 'end']);
    expect(existsSync(join(folder, 'curve.png'))).toBe(true);
  });

  it('go on within a line of the log, and with what was best', async () => {
    const before = open();
    await take(before, 9);
    await before.validate();
    await take(before, 2);
    await before.save();
    const found = await readCheckpoint(folder);
    if (found === null) throw new Error('Expected a checkpoint');
    state = found.state;
    const after = open(found);
    await take(after, 2, 2);
    await after.validate();
    const lines = log.entries.filter((entry) => entry.event === 'train');
    expect(lines).toEqual([
      expect.objectContaining({ step: 4, figures: { loss: 2.5, 'gradient-norm': 1 }, waiting: 0.3333 }),
    ]);
    expect(after.best).toEqual({ step: 1, gain: 9 });
  });
});
