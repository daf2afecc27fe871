import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint, saveCheckpoint, type Checkpoint } from '#core/learning/training/checkpoint';
import { beginTraining } from '#core/learning/training/training-state';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

function checkpointAt(step: number, value = step): Checkpoint {
  const state = beginTraining(
    new Map([
      ['encoder.weight', { shape: [2, 3], data: Float32Array.from({ length: 6 }, (_, index) => value + index / 7) }],
      ['encoder.bias', { shape: [2], data: Float32Array.of(value, -value) }],
    ]),
  );
  state.firstMoments.get('encoder.bias')?.data.set([1e-30, 2]);
  state.secondMoments.get('encoder.bias')?.data.set([3, 4]);
  state.average.get('encoder.bias')?.data.set([5, 6]);
  Object.assign(state, { step, updates: step - 1, seconds: 12.34567 });
  return {
    state,
    options: { seed: 7, from: null, photos: 'abc' },
    best: { step: 2, gain: 1.5 },
    validatedAt: 3.25,
    window: { steps: 4, skipped: 1, seconds: 0.5, waitedSeconds: 0.125, sums: { loss: 0.1 } },
  };
}

const tensorFiles = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
const damaged = {
  name: 'AppError',
  code: 'invalid-request',
  message: expect.stringContaining('cannot be read') as string,
};

describe('a checkpoint', () => {
  it('is null where there is none', async () => {
    expect(await readCheckpoint(folder)).toBeNull();
    expect(await readCheckpoint(join(folder, 'nowhere'))).toBeNull();
  });

  it.each<[string, () => void]>([
    ['a record that is no JSON', () => writeFileSync(join(folder, 'checkpoint.json'), '{"version": 1,')],
    ['a record of another version', () => writeFileSync(join(folder, 'checkpoint.json'), '{"version": 2}')],
    ['tensors that are gone', () => rmSync(join(folder, tensorFiles()[0] ?? ''))],
    [
      'tensors of which a bit has changed',
      () => {
        const path = join(folder, tensorFiles()[0] ?? '');
        const bytes = readFileSync(path);
        bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    [
      'a record that points out of the folder',
      () => {
        const path = join(folder, 'checkpoint.json');
        const record = JSON.parse(readFileSync(path, 'utf8')) as { tensors: { file: string } };
        record.tensors.file = '../other.safetensors';
        writeFileSync(path, JSON.stringify(record));
      },
    ],
  ])('is refused with %s', async (_, spoil) => {
    await saveCheckpoint(folder, checkpointAt(3));
    spoil();
    await expect(readCheckpoint(folder)).rejects.toMatchObject(damaged);
  });

  it('refuses numbers that are not finite, and keeps the one before', async () => {
    await saveCheckpoint(folder, checkpointAt(3));
    const astray = checkpointAt(4);
    astray.state.secondMoments.get('encoder.weight')?.data.set([Infinity], 2);
    await expect(saveCheckpoint(folder, astray)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/step 4: 'secondMoments\/encoder\.weight'/) as string,
    });
    expect((await readCheckpoint(folder))?.state.step).toBe(3);
  });

  it('comes back as it was, bit by bit', async () => {
    const saved = checkpointAt(3);
    await saveCheckpoint(folder, saved);
    expect(await readCheckpoint(folder)).toEqual(saved);
  });

  it('takes the place of the one before, and of what a kill left behind', async () => {
    await saveCheckpoint(folder, checkpointAt(3));
    writeFileSync(join(folder, '.telewide-0123456789ab-checkpoint-4-00000000.safetensors.tmp'), 'half');
    writeFileSync(join(folder, 'best.safetensors'), 'not ours to remove');
    await saveCheckpoint(folder, checkpointAt(10));
    expect((await readCheckpoint(folder))?.state).toEqual(checkpointAt(10).state);
    expect(readdirSync(folder).sort()).toEqual([
      'best.safetensors',
      expect.stringMatching(/^checkpoint-10-/),
      'checkpoint.json',
    ]);
  });

  it('is the older one when a kill came between the new tensors and their record', async () => {
    const other = temporaryFolder();
    await saveCheckpoint(other, checkpointAt(9));
    await saveCheckpoint(folder, checkpointAt(3));
    const [name = ''] = readdirSync(other).filter((file) => file.endsWith('.safetensors'));
    writeFileSync(join(folder, name), readFileSync(join(other, name)));
    expect(await readCheckpoint(folder)).toEqual(checkpointAt(3));
  });

  it('of the same step with other numbers replaces the first', async () => {
    await saveCheckpoint(folder, checkpointAt(3, 1));
    await saveCheckpoint(folder, checkpointAt(3, 2));
    expect((await readCheckpoint(folder))?.state).toEqual(checkpointAt(3, 2).state);
    expect(tensorFiles()).toHaveLength(1);
  });
});
