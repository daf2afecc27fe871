import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnhanceChoices } from '#contract/enhancement';
import type { JobSnapshot } from '#contract/jobs';
import { openPage, runWebShell, type Page, type RunningWebShell } from '../../support/running-web-shell.ts';
import { saying } from '../../support/saying.ts';

const choices = (model: string): EnhanceChoices => ({ model, device: 'cpu', crop: null, useReference: true });
let web: RunningWebShell;
let page: Page;

beforeEach(async () => {
  web = await runWebShell();
  page = await openPage(web);
});
afterEach(() => web.close());

async function engineProcessId(): Promise<number> {
  const { result } = await page.call('models.list', {});
  return Number((result as { name: string }[])[0]?.name);
}

async function enhance(model: string): Promise<string> {
  const { result } = await page.call('enhancement.start', { pairId: 'pair', choices: choices(model) });
  return (result as { jobId: string }).jobId;
}

function toldOf(id: string): string[] {
  const jobs = page.heard.filter(({ event }) => event === 'job.changed').map(({ payload }) => payload as JobSnapshot);
  return jobs.filter((job) => job.id === id).map(({ state }) => state.name);
}

function engineStates(): string[] {
  return page.heard
    .filter(({ event }) => event === 'engine.changed')
    .map(({ payload }) => (payload as { name: string }).name);
}

test('kill -9 during an enhancement: the page is told, the job is failed, the engine is back, the next job runs', async () => {
  const before = await engineProcessId();
  const lost = await enhance('endless');
  await expect.poll(() => toldOf(lost)).toContain('running');
  const inFlight = page.call('pair.read', { pairId: 'silent' });
  await engineProcessId(); // Answered after it, so the call has arrived.
  process.kill(before, 'SIGKILL');

  await expect.poll(engineStates, { timeout: 10_000 }).toEqual(expect.arrayContaining(['restarting']));
  await expect.poll(() => engineStates().at(-1), { timeout: 10_000 }).toBe('ready');
  expect(await inFlight).toMatchObject({
    error: { code: 'engine-stopped', message: saying(/SIGKILL/) },
  });
  const after = await engineProcessId();
  expect(after).not.toBe(before);

  await expect.poll(() => toldOf(lost).at(-1)).toBe('failed');
  const { result } = await page.call('jobs.list', {});
  expect((result as JobSnapshot[]).find(({ id }) => id === lost)?.state).toMatchObject({
    error: { code: 'engine-stopped', message: saying(/enhanced again/) },
  });

  const next = await enhance('fast');
  await expect.poll(() => toldOf(next).at(-1)).toBe('succeeded');
});

test('an engine that dies of its own work fails that job and serves on', async () => {
  const first = await engineProcessId();
  const started = page.call('enhancement.start', { pairId: 'pair', choices: choices('crash') });
  await expect.poll(() => engineStates().includes('restarting'), { timeout: 10_000 }).toBe(true);
  const answer = await started;
  expect(answer.result ?? answer.error).toBeDefined();
  expect(await engineProcessId()).not.toBe(first);
  const { result } = await page.call('jobs.list', {});
  expect(result).toEqual([expect.objectContaining({ state: expect.objectContaining({ name: 'failed' }) as unknown })]);
  await expect.poll(() => page.heard).toContainEqual({ event: 'job.changed', payload: (result as JobSnapshot[])[0] });
});

test('calls made while there is no engine wait for the next one', async () => {
  process.kill(await engineProcessId(), 'SIGKILL');
  await expect.poll(() => engineStates().at(-1), { timeout: 10_000 }).toBe('restarting');
  expect(await page.call('project.read', {})).toMatchObject({ result: { version: 5 } });
});

test('closing the shell ends the engine process', async () => {
  const id = await engineProcessId();
  await web.shell.close();
  expect(() => process.kill(id, 0)).toThrow('ESRCH');
});
