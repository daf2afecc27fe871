import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createEnhancementProcess, type EnhancementProcess } from '#core/enhancement/process/enhancement-process';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { inEnglish } from '../../../support/saying.ts';

const opened: EnhancementProcess[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.close()));

/** A process that answers every question with its own id as a loss, or ends when it is asked for the path `die`. */
function standIn(idleMs: number): EnhancementProcess {
  const programFolder = temporaryFolder();
  const program = `process.on('message', ({ id, request }) => {
    if (request?.scratchPath === 'die') process.exit(3);
    process.send({ id, result: { losses: [String(process.pid)] } });
  });
  process.on('disconnect', () => process.exit());`;
  writeFileSync(join(programFolder, 'enhancement-worker.js'), program);
  const made = createEnhancementProcess({ programFolder, modelFolders: [], idleMs });
  opened.push(made);
  return made;
}

async function pidOf(process: EnhancementProcess, scratchPath = 'live'): Promise<string | undefined> {
  const request = { scratchPath } as Parameters<typeof process.ask<'write-picture'>>[1];
  const { losses } = await process.ask('write-picture', request, { signal: new AbortController().signal });
  return losses[0] === undefined ? undefined : inEnglish(losses[0]);
}

it('tells when the process ends, and starts another one for the next question', async () => {
  const process = standIn(60_000);
  const first = await pidOf(process);
  expect(await pidOf(process)).toBe(first);
  await expect(pidOf(process, 'die')).rejects.toMatchObject({ code: 'device-unavailable' });
  expect(await pidOf(process)).not.toBe(first);
});

it('ends the process when nothing is asked for a while, but not while somebody holds it', async () => {
  const process = standIn(30);
  const letGo = process.hold();
  const first = await pidOf(process);
  await sleep(200);
  expect(await pidOf(process)).toBe(first);
  letGo();
  letGo();
  await sleep(200);
  expect(await pidOf(process)).not.toBe(first);
});
