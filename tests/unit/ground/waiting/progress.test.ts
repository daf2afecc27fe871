import { expect, test } from 'vitest';
import { createProgressMeter, slice } from '#core/ground/waiting/progress';

function meterWithClock(): {
  at: (ms: number, fraction: number) => ReturnType<ReturnType<typeof createProgressMeter>['update']>;
} {
  let now = 0;
  const meter = createProgressMeter(() => now);
  return {
    at(ms, fraction) {
      now = ms;
      return meter.update(fraction, 'Tiles');
    },
  };
}

test.each([Number.NaN, -1, -Infinity])('%d is no progress', (fraction) => {
  const { at } = meterWithClock();
  at(10, 0.4);
  expect(at(20, fraction).fraction).toBe(0.4);
});

test('more than everything is everything', () => {
  expect(meterWithClock().at(10, 7)).toEqual({ fraction: 1, label: 'Tiles', remainingMs: 0 });
});

test('progress never goes backwards, even within one millisecond', () => {
  const { at } = meterWithClock();
  const seen = [at(0, 0.5), at(0, 0.3), at(100, 0.2), at(5000, 0.6), at(6000, 0.55)].map(({ fraction }) => fraction);
  expect(seen).toEqual([0.5, 0.5, 0.5, 0.6, 0.6]);
});

test('nothing is estimated before there is something to measure', () => {
  const { at } = meterWithClock();
  expect(at(900, 0.5).remainingMs).toBeNull();
  expect(meterWithClock().at(5000, 0.01).remainingMs).toBeNull();
});

test('steady work is estimated exactly', () => {
  const { at } = meterWithClock();
  for (let second = 1; second <= 30; second++) {
    const { remainingMs } = at(second * 1000, second / 100);
    if (second >= 2) expect(remainingMs).toBeCloseTo((100 - second) * 1000, -1);
  }
});

test('after a change of speed the estimate follows without jumping', () => {
  const { at } = meterWithClock();
  for (let second = 1; second <= 20; second++) at(second * 1000, second / 100);
  let last = at(21_000, 0.2 + 0.005).remainingMs ?? 0;
  for (let step = 2; step <= 60; step++) {
    const { remainingMs } = at(20_000 + step * 1000, 0.2 + step * 0.005);
    expect(Math.abs((remainingMs ?? 0) - last)).toBeLessThan(0.15 * last);
    last = remainingMs ?? 0;
  }
  expect(last).toBeGreaterThan(95_000);
  expect(last).toBeLessThan(105_000); // Half of the work at half a percent a second.
});

test('slices compose', () => {
  const seen: [number, string][] = [];
  const whole = (fraction: number, label: string): void => void seen.push([fraction, label]);
  const inner = slice(0.5, 1, slice(0.2, 0.6, whole));
  inner(0, 'begin');
  inner(1, 'end');
  inner(9, 'too much');
  expect(seen.map(([fraction]) => fraction)).toEqual(
    [0.4, 0.6, 0.6].map((value) => expect.closeTo(value, 12) as number),
  );
  expect(seen.map(([, label]) => label)).toEqual(['begin', 'end', 'too much']);
});
