import { saying } from '../../../support/saying.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { createEnhancementProcess, type EnhancementProcess } from '#core/enhancement/process/enhancement-process';
import type { EnhancementWork } from '#core/enhancement/process/enhancement-worker';
import type { RequestOf } from '#core/ground/programs/work';
import { openTrialRecord, trialFolderVariable } from '#core/runtime/trial-record';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv(trialFolderVariable, join(folder, 'trials'));
  return () => vi.unstubAllEnvs();
});

/** A process that notes what it is asked and does what `code` says; `note` leaves what a device that works leaves. */
function processThat(code: string): EnhancementProcess {
  writeFileSync(
    join(folder, 'enhancement-worker.js'),
    `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
     const trials = process.env.${trialFolderVariable};
     const note = (device) => {
       mkdirSync(trials, { recursive: true });
       writeFileSync(trials + '/' + device + '.' + process.pid + '.1.in-use', '');
     };
     process.on('message', ({ id, request }) => {
       const { device } = request.choices;
       appendFileSync(${JSON.stringify(join(folder, 'asked'))}, device + '\\n');
       const answer = (result) => process.send({ id, result });
       ${code}
     });
     process.on('disconnect', () => process.exit());`,
  );
  return createEnhancementProcess({ programFolder: folder, modelFolders: [] });
}

function asked(): string[] {
  const path = join(folder, 'asked');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

function enhance(process: EnhancementProcess, device: string, signal = new AbortController().signal): Promise<unknown> {
  const request = { choices: { device } } as unknown as RequestOf<EnhancementWork['enhance']>;
  return process.ask('enhance', request, { signal });
}

test('a process that ends without a device at work is no reason to ask again', async () => {
  const process = processThat('process.exit(3);');
  await expect(enhance(process, 'cuda')).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringContaining('exit code 3') as string,
  });
  expect(asked()).toEqual(['cuda']);
  process.close();
});

test('a device that takes the process along is left alone, and the question is asked again for any other one', async () => {
  const process = processThat(
    `if (device === 'cuda') { note('cuda'); process.kill(process.pid, 'SIGKILL'); } else answer('enhanced');`,
  );
  expect(await enhance(process, 'cuda')).toBe('enhanced');
  expect(asked()).toEqual(['cuda', 'auto']);
  const trials = JSON.parse(readFileSync(join(folder, 'trials', 'trials.json'), 'utf8')) as {
    cuda: { drivers: string };
  };
  expect(openTrialRecord(join(folder, 'trials')).find('cuda', trials.cuda.drivers)?.problem).toEqual(
    saying(/ended its process/),
  );
  process.close();
});

test('several devices may be lost one after the other', async () => {
  const process = processThat(
    `const lost = require('node:fs').readFileSync(${JSON.stringify(join(folder, 'asked'))}, 'utf8').trim().split('\\n').length;
     if (lost < 3) { note(lost === 1 ? 'cuda' : 'webgpu'); process.abort(); } else answer('enhanced');`,
  );
  expect(await enhance(process, 'auto')).toBe('enhanced');
  expect(asked()).toEqual(['auto', 'auto', 'auto']);
  process.close();
});

test('who cancelled in the meantime is not asked for again', async () => {
  const controller = new AbortController();
  const process = processThat(`note('cuda'); setTimeout(() => process.exit(1), 200);`);
  const asking = enhance(process, 'cuda', controller.signal);
  await vi.waitUntil(() => asked().length === 1, 20_000);
  controller.abort(new Error('enough'));
  await expect(asking).rejects.toThrow('enough');
  expect(asked()).toEqual(['cuda']);
  process.close();
});
