import { expect, it } from 'vitest';
import { batchesAhead } from '#core/learning/training/batches-ahead';
import type { Feeds } from '#core/learning/training/take-step';

const batch = (step: number): Feeds => ({ wide: { data: Float32Array.of(step), shape: [1] } });

it('passes on a failure to the step it belongs to, and to no other', async () => {
  const source = batchesAhead(2, async (step) => {
    if (step === 2) throw new Error('broken');
    return batch(step);
  });
  expect(await source.batchOf(1)).toEqual(batch(1));
  await expect(source.batchOf(2)).rejects.toThrow('broken');
  expect(await source.batchOf(3)).toEqual(batch(3));
});

it('asks for each batch once, and never for more than it was told to keep', async () => {
  const asked: number[] = [];
  const source = batchesAhead(3, async (step) => {
    asked.push(step);
    return batch(step);
  });
  await source.batchOf(5);
  expect(asked).toEqual([5, 6, 7, 8]);
  await source.batchOf(6);
  await source.batchOf(7);
  expect(asked).toEqual([5, 6, 7, 8, 9, 10]);
});

it('begins where it is told to, also after a jump', async () => {
  const source = batchesAhead(1, async (step) => batch(step));
  for (const step of [100, 101, 40, 41]) expect(await source.batchOf(step)).toEqual(batch(step));
});
