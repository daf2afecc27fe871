import { expect, it } from 'vitest';
import type { EnhanceChoices } from '#contract/enhancement';
import type { ExportFormat } from '#contract/export-settings';
import { checkResultSize } from '#core/enhancement/check-result-size';

type Choices = Pick<EnhanceChoices, 'crop' | 'straighten' | 'scale'>;

const photo = { width: 8000, height: 6000 };
const check = (choices: Choices, format: ExportFormat = 'png', size = photo): void =>
  checkResultSize(size, choices, { pixelLimit: 200e6, output: { format, quality: 90, keepGps: true } });

it.each<[why: string, choices: Choices, message: RegExp]>([
  ['four times all of it', { crop: null, scale: 4 }, /32000 x 24000 pixels, 768\.0 megapixels; the limit is 200\.0/],
  ['three times all of it', { crop: null, scale: 3 }, /432\.0 megapixels/],
])('a result of %s is refused before it is made', (_, choices, message) => {
  expect(() => check(choices)).toThrow(message);
});

it('what the format cannot hold is refused, at twice the size, too', () => {
  const panorama = { width: 40_000, height: 500 };
  expect(() => check({ crop: null }, 'jpeg', panorama)).toThrow(
    /JPEG file holds at most 65535 pixels a side.* 80000 x 1000/,
  );
  expect(() => check({ crop: null }, 'tiff', panorama)).not.toThrow();
});

it.each<Choices>([
  { crop: null },
  { crop: null, scale: 'auto' },
  { crop: { x: 0, y: 0, width: 3000, height: 2000 }, scale: 4 },
])('%o is made', (choices) => {
  expect(() => check(choices)).not.toThrow();
});
