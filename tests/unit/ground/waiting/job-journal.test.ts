import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JobSnapshot, JobState } from '#contract/jobs';
import { openJobJournal } from '#core/ground/waiting/job-journal';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { inEnglish } from '../../../support/saying.ts';

const running: JobState = { name: 'running', progress: { fraction: 0, label: { raw: 'Starting' }, remainingMs: null } };
const job = (id: string, state: JobState): JobSnapshot => ({ id, kind: 'enhancement', subject: 'pair', state });
const warnings: string[] = [];
const open = (path: string): ReturnType<typeof openJobJournal> =>
  openJobJournal(path, (message) => warnings.push(message));

test('a journal that cannot be written is said once, and the jobs go on', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'jobs.ndjson'));
  warnings.length = 0;
  const journal = await open(join(folder, 'jobs.ndjson'));
  journal.write(job('a', running));
  expect(warnings).toHaveLength(1);
});

test.each([
  '',
  'no json at all\n',
  '{"id":1}\n[]\nnull\n',
  '{"id":"a","kind":"nonsense","state":{"name":"running"}}\n',
  '\0\0\0',
])('nothing is made of %j', async (text) => {
  const path = join(temporaryFolder(), 'jobs.ndjson');
  writeFileSync(path, text);
  expect((await open(path)).interrupted).toEqual([]);
});

test('jobs that were queued or ran when the process died are failed, and say what to do', async () => {
  const path = join(temporaryFolder(), 'deep', 'jobs.ndjson');
  const journal = await open(path);
  for (const state of [{ name: 'queued' }, running] as const) journal.write(job('ran', state));
  journal.write(job('waited', { name: 'queued' }));
  for (const state of [{ name: 'queued' }, running, { name: 'succeeded' }] as const) journal.write(job('done', state));
  // No close: that is what a kill leaves behind.

  const { interrupted } = await open(path);
  expect(interrupted.map(({ id }) => id)).toEqual(['ran', 'waited']);
  for (const { state } of interrupted) {
    expect(state).toMatchObject({ name: 'failed', error: { code: 'engine-stopped' } });
    expect(state.name === 'failed' && inEnglish(state.error.message)).toMatch(/stopped.*enhanced again/);
  }
});

test('they are told once: the next start begins without them, in a small file', async () => {
  const path = join(temporaryFolder(), 'jobs.ndjson');
  const journal = await open(path);
  for (let number = 0; number < 50; number++) journal.write(job(`done ${number}`, { name: 'succeeded' }));
  journal.write(job('ran', running));
  expect((await open(path)).interrupted).toHaveLength(1);
  expect((await open(path)).interrupted).toHaveLength(0);
  expect(readFileSync(path, 'utf8')).toBe('');
});

test('a torn last line is passed over, what is above it counts', async () => {
  const path = join(temporaryFolder(), 'jobs.ndjson');
  (await open(path)).write(job('ran', running));
  appendFileSync(path, JSON.stringify(job('ran', { name: 'succeeded' })).slice(0, 30));
  expect((await open(path)).interrupted.map(({ id }) => id)).toEqual(['ran']);
});
