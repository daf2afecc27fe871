import { expect, test } from 'vitest';
import { count } from '../../../renderer/viewer/histogram.ts';

const pixel = (red: number, green: number, blue: number): number[] => [red, green, blue, 255];

test('an empty picture has no counts and nothing at its ends', () => {
  expect(count([])).toMatchObject({ dark: 0, bright: 0 });
});

test('each channel is counted by itself, as a share of the most frequent step that is no end', () => {
  const { counts } = count([...pixel(100, 8, 30), ...pixel(100, 8, 31), ...pixel(101, 200, 40)]);
  expect(counts.red[25]).toBe(1);
  expect(counts.green[2]).toBeCloseTo(2 / 3);
  expect(counts.green[50]).toBeCloseTo(1 / 3);
  expect(counts.blue[7]).toBeCloseTo(2 / 3);
});

test('a pixel is clipped where one of its channels is', () => {
  const { dark, bright } = count([...pixel(0, 9, 9), ...pixel(255, 0, 9), ...pixel(9, 9, 9), ...pixel(9, 9, 255)]);
  expect([dark, bright]).toEqual([0.5, 0.5]);
});
