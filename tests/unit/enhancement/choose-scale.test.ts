import { expect, it } from 'vitest';
import { chooseScale } from '#contract/enhancement';

const crop = { width: 4000, height: 3000 };
const pixelLimit = 200e6;

it.each([
  ['nothing is asked for', undefined, 5, 2],
  ['3 are asked for', 3, 2, 3],
  ['4 are asked for, whatever the limit', 4, null, 4],
  ['no tele is used', 'auto', null, 2],
  ['the finest tele has hardly more than two pixels to one', 'auto', 2.4, 2],
  ['it has nearly three', 'auto', 2.8, 3],
  ['it has nearly four', 'auto', 3.6, 4],
  ['it has more', 'auto', 10, 4],
  ['it has fewer', 'auto', 1.4, 2],
] as const)('when %s', (_, choice, finest, expected) => {
  expect(chooseScale(choice, { finest, crop, pixelLimit })).toBe(expected);
});

it.each([
  [191e6, 3],
  [107e6, 2],
  [1e6, 2],
])('auto stays below a limit of %d pixels where it can', (limit, expected) => {
  expect(chooseScale('auto', { finest: 5, crop, pixelLimit: limit })).toBe(expected);
});
