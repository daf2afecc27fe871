import { describe, expect, it } from 'vitest';
import { createSemaphore, type Claim, type Semaphore } from '#core/ground/waiting/semaphore';

/** Takes semaphore by name, and notes the order in which they come. */
function noting(semaphore: Semaphore): { order: string[]; take: (name: string, turn?: Claim) => Promise<() => void> } {
  const order: string[] = [];
  return { order, take: (name, turn) => semaphore.take(turn).then((leave) => (order.push(name), leave)) };
}

/** Whatever can go on without anybody leaving has done so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('semaphore', () => {
  it('that are given up are rejected at once, and passed over', async () => {
    const semaphore = createSemaphore(1);
    const { order, take } = noting(semaphore);
    const first = await take('first');
    const controller = new AbortController();
    const gaveUp = take('given up', { signal: controller.signal });
    const next = take('next');
    controller.abort(new Error('no longer'));
    await expect(gaveUp).rejects.toThrow('no longer');
    expect(order).toEqual(['first']);
    first();
    (await next)();
    expect(order).toEqual(['first', 'next']);
    await expect(semaphore.take({ signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    expect(semaphore.isBusy()).toBe(false);
  });

  it('are not taken back once they have come, and are given back once only', async () => {
    const semaphore = createSemaphore(1);
    const { order, take } = noting(semaphore);
    const controller = new AbortController();
    const leave = await take('first', { signal: controller.signal });
    controller.abort();
    const second = take('second');
    const third = take('third');
    await settled();
    expect(order).toEqual(['first']);
    leave();
    leave();
    await second;
    await settled();
    expect(order).toEqual(['first', 'second']);
    (await second)();
    (await third)();
  });

  it('come in their order, as many at once as there is room for, the urgent ones before the others', async () => {
    const { order, take } = noting(createSemaphore(2));
    const inside = [await take('one'), await take('two')];
    const waiting = [
      take('usual'),
      take('urgent', { isUrgent: true }),
      take('later'),
      take('later urgent', { isUrgent: true }),
    ];
    await settled();
    expect(order).toEqual(['one', 'two']);
    for (const leave of inside) leave();
    await Promise.all(waiting.map(async (one) => (await one)()));
    expect(order).toEqual(['one', 'two', 'urgent', 'later urgent', 'usual', 'later']);
  });

  it('tell whether anything has room or waits', async () => {
    const semaphore = createSemaphore(1);
    expect(semaphore.isBusy()).toBe(false);
    const first = await semaphore.take();
    const second = semaphore.take();
    expect(semaphore.isBusy()).toBe(true);
    first();
    expect(semaphore.isBusy()).toBe(true);
    (await second)();
    expect(semaphore.isBusy()).toBe(false);
  });

  it('with weights never weigh more than there is room for, except one that is heavier than all of it, alone', async () => {
    const semaphore = createSemaphore(100);
    const weights = [60, 30, 250, 40, 60, 100, 1, 0];
    let [now, heaviest] = [0, 0];
    const through: number[] = [];
    await Promise.all(
      weights.map(async (weight) => {
        const leave = await semaphore.take({ weight });
        now += weight;
        if (weight <= 100) heaviest = Math.max(heaviest, now);
        else expect(now).toBe(weight);
        await settled();
        now -= weight;
        through.push(weight);
        leave();
      }),
    );
    expect(through.toSorted((a, b) => a - b)).toEqual(weights.toSorted((a, b) => a - b));
    expect(heaviest).toBe(100);
  });

  it('with weights: a heavy one is not overtaken, and lets the others in when it gives up', async () => {
    const { order, take } = noting(createSemaphore(100));
    const controller = new AbortController();
    await take('half', { weight: 50 });
    const heavy = take('heavy', { weight: 80, signal: controller.signal });
    const light = take('light', { weight: 10 });
    await settled();
    expect(order).toEqual(['half']);
    controller.abort(new Error('no longer'));
    await expect(heavy).rejects.toThrow('no longer');
    await light;
    expect(order).toEqual(['half', 'light']);
  });
});
