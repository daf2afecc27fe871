import { expect, it } from 'vitest';
import { inventPhotos } from '#core/learning/training/training-photos';

it('stops when the signal fires, and invents nothing when nothing is asked for', async () => {
  const signal = AbortSignal.abort();
  await expect(inventPhotos(1, { seed: 1, signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(await inventPhotos(0, { seed: 1, signal })).toEqual([]);
});

it('invents photos that follow from the seed and their number, in memory that threads share', async () => {
  const [first, second] = await inventPhotos(2, { seed: 3 });
  expect(await inventPhotos(1, { seed: 3 })).toEqual([first]);
  expect(second?.data).not.toEqual(first?.data);
  expect(first?.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(first?.data).toHaveLength((first?.width ?? 0) * (first?.height ?? 0) * 3);
});
