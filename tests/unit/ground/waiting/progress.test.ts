import { describe, expect, test } from 'vitest';
import type { Said } from '#contract/messages';
import { createProgressMeter, createWorkClock, slice } from '#core/ground/waiting/progress';
import { inEnglish } from '../../../support/saying.ts';

function meterWithClock(): {
  at: (ms: number, fraction: number) => ReturnType<ReturnType<typeof createProgressMeter>['update']>;
} {
  let now = 0;
  const meter = createProgressMeter(() => now);
  return {
    at(ms, fraction) {
      now = ms;
      return meter.update(fraction, { raw: 'Tiles' });
    },
  };
}

test.each([Number.NaN, -1, -Infinity])('%d is no progress', (fraction) => {
  const { at } = meterWithClock();
  at(10, 0.4);
  expect(at(20, fraction).fraction).toBe(0.4);
});

test('more than everything is everything', () => {
  expect(meterWithClock().at(10, 7)).toEqual({ fraction: 1, label: { raw: 'Tiles' }, remainingMs: 0 });
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
  const whole = (fraction: number, label: Said): void => void seen.push([fraction, inEnglish(label)]);
  const inner = slice(0.5, 1, slice(0.2, 0.6, whole));
  inner(0, { raw: 'begin' });
  inner(1, { raw: 'end' });
  inner(9, { raw: 'too much' });
  expect(seen.map(([fraction]) => fraction)).toEqual(
    [0.4, 0.6, 0.6].map((value) => expect.closeTo(value, 12) as number),
  );
  expect(seen.map(([, label]) => label)).toEqual(['begin', 'end', 'too much']);
});

test('time that work is held for counts for nothing', () => {
  let now = 0;
  const clock = createWorkClock(() => now);
  const meter = createProgressMeter(clock.now);
  now = 2000;
  meter.update(0.1, []);
  clock.hold(true);
  now = 600_000;
  clock.hold(false);
  now += 2000;
  expect(meter.update(0.2, []).remainingMs).toBe(16_000);
});

describe('work that says what is known of it', () => {
  function meterOf(expected: number | null) {
    let now = 0;
    const meter = createProgressMeter(() => now);
    meter.expect(expected);
    return (ms: number, fraction: number): number | null => {
      now = ms;
      return meter.update(fraction, []).remainingMs;
    };
  }

  test('what was measured before is said from the first moment on, and gives way to what is seen', () => {
    const at = meterOf(150_000);
    expect(at(100, 0.001)).toBe(149_900);
    expect(at(4000, 0.08)).toBe(146_000);
    // Half as fast as it was known to be.
    expect(at(34_000, 0.18)).toBeGreaterThan(116_000);
    expect(at(154_000, 0.58)).toBeCloseTo(126_000, -4);
  });

  test('where nothing is known, the preparation says nothing of the rest', () => {
    const at = meterOf(null);
    expect(at(2000, 0.04)).toBe(null);
    expect(at(4000, 0.08)).toBe(null);
    expect(at(14_000, 0.18)).toBe(82_000);
  });
});
