import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enhanceChoices } from '#contract/enhancement';
import type { Rectangle } from '#contract/geometry';
import { isFinished } from '#contract/jobs';
import type { Core } from '#core/core';
import { createCore } from '#core/create-core';
import { silentLog } from '#core/ground/disk/log-file';
import { inEnglish } from '../support/saying.ts';

/**
 * How much longer an enhancement takes while an adaptation learns, in one run, on the sample pair; and the adaptation's peak memory.
 *
 *   npx tsx tests/bench/adaptation-beside.ts
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'telewide-beside-'));
const say = (message: string): void => console.log(message);
const core = await createCore({
  dataFolder: data,
  resourcesFolder: root,
  programFolder: join(root, 'dist/main'),
  log: { ...silentLog, warn: say, error: (message, error) => console.error(message, error) },
});
const pair = join(root, 'native-models/sample-pair');
await finished(
  core,
  (await core.call['photos.add']({ paths: [join(pair, 'wide.jpg'), join(pair, 'tele.jpg')] })).jobId,
);
const [{ id: pairId } = { id: '' }] = (await core.call['project.read']({})).pairs;
await idle(core);

const crop = (y: number): Rectangle => ({ x: 400, y, width: 1000, height: 500 });
await enhance(crop(0));
const alone = [await enhance(crop(250)), await enhance(crop(500))];
const { adaptationId } = await core.call['adaptation.start']({
  choices: { name: 'Beside', base: 'fast', pairIds: [pairId], minutes: 2 },
});
while ((await core.call['adaptation.read']({ adaptationId })).curve.length < 2) await pause(200);
const beside = [await enhance(crop(750)), await enhance(crop(1000))];
const steps = (await core.call['adaptation.read']({ adaptationId })).curve.length;
await pause(5000);
const later = (await core.call['adaptation.read']({ adaptationId })).curve.length;
const mean = (all: number[]): number => all.reduce((sum, value) => sum + value, 0) / all.length;
console.log(
  `enhancing alone ${alone.map(seconds).join(', ')}; beside learning ${beside.map(seconds).join(', ')}: ${(mean(beside) / mean(alone)).toFixed(2)} times`,
);
console.log(`learning went on afterwards: ${later > steps ? 'yes' : 'NO'}`);
await core.close();
rmSync(data, { recursive: true, force: true });
process.exit(0);

async function enhance(crop: Rectangle): Promise<number> {
  const started = performance.now();
  const choices = enhanceChoices.parse({ model: 'fast', device: 'cpu', crop, useReference: true });
  const { jobId } = await core.call['enhancement.start']({ pairId, choices });
  await finished(core, jobId);
  return performance.now() - started;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

async function finished(from: Core, jobId: string): Promise<void> {
  for (;;) {
    const job = (await from.call['jobs.list']({})).find(({ id }) => id === jobId);
    if (job?.state.name === 'failed') throw new Error(inEnglish(job.state.error.message));
    if (job !== undefined && isFinished(job.state)) return;
    await pause(50);
  }
}

async function idle(from: Core): Promise<void> {
  while ((await from.call['jobs.list']({})).some(({ state }) => !isFinished(state))) await pause(100);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
