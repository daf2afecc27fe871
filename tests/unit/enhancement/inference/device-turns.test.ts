import { expect, test } from 'vitest';
import { createDeviceTurns } from '#core/enhancement/inference/device-turns';

function work(): { run: () => Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { run: () => ended, end };
}

test('work that fails or is cancelled while it waits lets the next one begin', async () => {
  const turns = createDeviceTurns();
  const cancelling = new AbortController();
  const broken = turns.take({ isUrgent: false }, () => Promise.reject(new Error('broken')));
  const unwanted = turns.take({ isUrgent: false, signal: cancelling.signal }, () => Promise.resolve('never'));
  const wanted = turns.take({ isUrgent: false }, () => Promise.resolve('done'));
  cancelling.abort(new Error('not wanted'));
  await expect(broken).rejects.toThrow('broken');
  await expect(unwanted).rejects.toThrow('not wanted');
  await expect(wanted).resolves.toBe('done');
});

test('urgent work waits for what runs, and goes before what waits', async () => {
  const turns = createDeviceTurns();
  const order: string[] = [];
  const first = work();
  const note = (name: string) => async () => void order.push(name);
  const all = [
    turns.take({ isUrgent: false }, async () => {
      await first.run();
      order.push('first tile');
    }),
    turns.take({ isUrgent: false }, note('second tile')),
    turns.take({ isUrgent: true }, note('click')),
    turns.take({ isUrgent: true }, note('later click')),
  ];
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(order).toEqual([]);
  first.end();
  await Promise.all(all);
  expect(order).toEqual(['first tile', 'click', 'later click', 'second tile']);
});
