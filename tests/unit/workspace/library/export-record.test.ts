import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noEdits, type PairEdits } from '#contract/project-edits';
import { openExportRecord } from '#core/workspace/library/export-record';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const pair = { wideId: 'a', teleIds: ['b'] };
const noisy: PairEdits = { ...noEdits, denoise: 0.5 };
const refused = (error: unknown): never => expect.fail(String(error));

test('a pair that was edited after its export was exported otherwise, until it is exported again', async () => {
  const path = join(temporaryFolder(), 'exported.ndjson');
  const record = await openExportRecord({ path, refused });
  expect(record.of(pair, noEdits)).toBe('never');
  expect([record.add(pair, noEdits), record.add(pair, noEdits)]).toEqual([true, false]);
  expect([record.of(pair, noEdits), record.of(pair, noisy)]).toEqual(['so', 'otherwise']);
  expect(record.of(pair, { ...noEdits, ratio: '4:3' })).toBe('so');
  expect(record.of(pair, { ...noEdits, telesOff: ['b'] })).toBe('otherwise');
  record.add(pair, noisy);
  await record.close();
  const again = await openExportRecord({ path, refused });
  expect([again.of(pair, noEdits), again.of(pair, noisy)]).toEqual(['otherwise', 'so']);
  expect(again.of({ ...pair, teleIds: [] }, noEdits)).toBe('never');
});

test('what an earlier version exported counts as it is', async () => {
  const path = join(temporaryFolder(), 'exported.ndjson');
  writeFileSync(path, `${JSON.stringify({ wideId: 'a', teleId: 'b' })}\n`);
  const record = await openExportRecord({ path, refused });
  expect(record.of(pair, noisy)).toBe('so');
});
