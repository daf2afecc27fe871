import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBatchJournal } from '#core/export/batch/batch-journal';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const file = { target: 'a.jpg', sha256: 'f'.repeat(64), bytes: 3 };

it('knows after a power cut what was begun, placed and done, and passes over the torn line', async () => {
  const folder = temporaryFolder();
  const first = await openBatchJournal(folder);
  expect(first.history).toMatchObject({ unfinished: null });
  first.append({ event: 'begin', batch: 'one', at: 'now' });
  first.append({ event: 'placing', key: 'k1', ...file });
  first.append({ event: 'done', key: 'k1', ...file });
  first.append({ event: 'placing', key: 'k2', ...file, target: 'b.jpg' });
  const path = join(folder, '.telewide/journal.ndjson');
  appendFileSync(path, '{"event":"done","key":"k2","tar');

  const second = await openBatchJournal(folder);
  expect(second.history.unfinished).toBe('one');
  expect(second.history.byKey.get('k1')?.event).toBe('done');
  expect(second.history.byKey.get('k2')?.event).toBe('placing');
  expect([...second.history.byTarget.keys()]).toEqual(['a.jpg']);
  second.append({ event: 'done', key: 'k2', ...file, target: 'b.jpg' });
  second.append({ event: 'end', batch: 'one', at: 'now' });

  const third = await openBatchJournal(folder);
  expect(third.history.unfinished).toBeNull();
  expect([...third.history.byTarget.keys()]).toEqual(['a.jpg', 'b.jpg']);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2);
});

it('is nothing when it holds rubbish', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '.telewide'));
  writeFileSync(join(folder, '.telewide/journal.ndjson'), 'null\n[]\n{"event":7}\n\0\0\0');
  const journal = await openBatchJournal(folder);
  expect(journal.history).toMatchObject({ unfinished: null });
  expect(journal.history.byKey.size).toBe(0);
});
