import { expect, it } from 'vitest';
import { createPixelBudget } from '#core/export/batch/pixel-budget';
import { createTurns } from '#core/export/batch/turns';

it('turns are taken in their order, and one that gave up is passed over', async () => {
  const turns = createTurns(1);
  const first = await turns.take();
  const controller = new AbortController();
  const order: string[] = [];
  const gaveUp = turns.take(controller.signal);
  const third = turns.take().then((give) => (order.push('third'), give));
  const fourth = turns.take().then((give) => (order.push('fourth'), give));
  controller.abort(new Error('no longer'));
  await expect(gaveUp).rejects.toThrow('no longer');
  expect(order).toEqual([]);
  first();
  first();
  const giveThird = await third;
  expect(order).toEqual(['third']);
  giveThird();
  (await fourth)();
  expect(order).toEqual(['third', 'fourth']);
  await expect(turns.take(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
});

it('a budget never lets more in than it has, except something that is larger than all of it, alone', async () => {
  const budget = createPixelBudget(100);
  const sizes = [60, 30, 250, 40, 60, 100, 1];
  let [now, most] = [0, 0];
  const through: number[] = [];
  await Promise.all(
    sizes.map(async (bytes) => {
      const give = await budget.take(bytes);
      now += bytes;
      if (bytes <= 100) most = Math.max(most, now);
      else expect(now).toBe(bytes);
      await new Promise((done) => setTimeout(done, 1));
      now -= bytes;
      through.push(bytes);
      give();
      give();
    }),
  );
  expect(through.toSorted((a, b) => a - b)).toEqual(sizes.toSorted((a, b) => a - b));
  expect(most).toBeLessThanOrEqual(100);
});
