import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EnhanceChoices } from '#contract/enhancement';
import type { JobState } from '#contract/jobs';
import { createCore } from '#core/create-core';
import { silentLog } from '#core/ground/disk/log-file';
import type { Core } from '#core/core';
import { randomNumbers } from '../support/simulated-pair.ts';

/**
 * How near the first estimate of an enhancement is to how long it takes: ten runs of different sizes and crops of the sample pair, after one
 * that was finished, at steady load, and then beside a second program that computes without pause. Prints each, and the median and the worst
 * error. `npx tsx tests/bench/estimates.ts` after `npm run build`; `--runs 3` for fewer.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const given = process.argv.indexOf('--runs');
const runs = given < 0 ? 10 : Number(process.argv[given + 1]);
const busy = process.argv.includes('--busy-only-computes');

if (busy) for (;;) Math.sqrt(performance.now());

const dataFolder = mkdtempSync(join(tmpdir(), 'telewide-estimates-'));
const log = { ...silentLog, error: (...words: unknown[]) => console.error(...words) };
const core = await createCore({ dataFolder, resourcesFolder: root, programFolder: join(root, 'dist/main'), log });
const others: ChildProcess[] = [];
try {
  const pairId = await openPair(core);
  const { wide } = await core.call['pair.read']({ pairId });
  const random = randomNumbers(2026);
  await finished(core, pairId, choicesFor(wide.summary, 0.4, random));
  await measure('alone', pairId, wide.summary, random);
  others.push(fork(fileURLToPath(import.meta.url), ['--busy-only-computes'], { stdio: 'ignore' }));
  await finished(core, pairId, choicesFor(wide.summary, 0.45, random));
  await measure('beside another program', pairId, wide.summary, random);
} finally {
  for (const other of others) other.kill();
  await core.close();
  rmSync(dataFolder, { recursive: true, force: true });
}

async function measure(
  name: string,
  pairId: string,
  photo: { width: number; height: number },
  random: () => number,
): Promise<void> {
  console.log(name);
  const errors: number[] = [];
  for (let run = 0; run < runs; run++) {
    const choices = choicesFor(photo, 0.15 + (0.7 * run) / Math.max(1, runs - 1), random);
    const { milliseconds: told } = await core.call['enhancement.estimate']({ pairId, choices });
    if (told === null) throw new Error('Expected an estimate after the first run');
    const took = await finished(core, pairId, choices);
    const error = Math.abs(told - took) / took;
    errors.push(error);
    const { width = 0, height = 0 } = choices.crop ?? {};
    console.log(
      `  ${width} x ${height}: told ${seconds(told)}, took ${seconds(took)}, ${Math.round(100 * error)} % off`,
    );
  }
  const sorted = errors.toSorted((one, other) => one - other);
  const [median = 0, worst = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  console.log(`  median ${Math.round(100 * median)} %, worst ${Math.round(100 * worst)} %`);
}

/** A crop of about that share of each side, at a place of its own, so that none was made before. */
function choicesFor(photo: { width: number; height: number }, share: number, random: () => number): EnhanceChoices {
  const [width, height] = [Math.round(photo.width * share), Math.round(photo.height * share)];
  const x = Math.floor(random() * (photo.width - width));
  const y = Math.floor(random() * (photo.height - height));
  return { model: 'fast', device: 'cpu', crop: { x, y, width, height }, useReference: true };
}

/** Resolves with how long it took, in milliseconds, when it is done. */
async function finished(of: Core, pairId: string, choices: EnhanceChoices): Promise<number> {
  const started = performance.now();
  let end: (state: JobState) => void = () => undefined;
  const ended = new Promise<JobState>((resolve) => (end = resolve));
  const heard = new Map<string, JobState>();
  const stop = of.on('job.changed', ({ id, state }) => {
    heard.set(id, state);
    if (id === wanted && isOver(state)) end(state);
  });
  let wanted = '';
  wanted = (await of.call['enhancement.start']({ pairId, choices })).jobId;
  const known = heard.get(wanted);
  const state = known !== undefined && isOver(known) ? known : await ended;
  stop();
  if (state.name === 'failed') throw new Error(JSON.stringify(state.error));
  return performance.now() - started;
}

function isOver(state: JobState): boolean {
  return ['succeeded', 'failed', 'cancelled'].includes(state.name);
}

/** Adds the pair and waits until it is registered. */
async function openPair(of: Core): Promise<string> {
  const registered = new Promise<void>((resolve) => {
    of.on('job.changed', ({ kind, state }) => {
      if (kind === 'registration' && state.name === 'succeeded') resolve();
    });
  });
  await of.call['photos.add-sample']({});
  await registered;
  const [pair] = (await of.call['project.read']({})).pairs;
  if (pair === undefined) throw new Error('Expected a pair');
  return pair.id;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
