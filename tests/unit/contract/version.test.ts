import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { version } from '#contract/version';

it('is what package.json says', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(version).toBe((JSON.parse(text) as { version: string }).version);
});
