import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceNames, type DeviceName } from '#contract/models';
import {
  chooseDevice,
  chooseNextDevice,
  noteLostDevices,
  tryDevices,
  type DeviceOptions,
} from '#core/runtime/execution-device';
import type { Machine } from '#core/runtime/read-machine';
import { openTrialRecord } from '#core/runtime/trial-record';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { inEnglish } from '../../support/saying.ts';

const machine = (drivers = 'driver 1'): Machine => ({
  adapters: { cuda: 'Card A', directml: 'Card A, Card B', coreml: 'Chip', webgpu: 'Card B', cpu: 'Processor' },
  drivers,
});

/** What the trial program of a device does: code that ends with `answer(…)`, or does not. */
type Behaviours = Partial<Record<DeviceName, string>>;

const right = (milliseconds: number): string => `answer({ problem: null, milliseconds: ${milliseconds} })`;
const fine: Record<DeviceName, string> = {
  cuda: right(1),
  directml: right(2),
  coreml: right(3),
  webgpu: right(4),
  cpu: right(10),
};

/** Every device offered, each with its own behaviour, as another start of the program would find them: nothing in its memory. */
function start(
  behaviours: Behaviours = {},
  given: Partial<DeviceOptions> = {},
): DeviceOptions & { tried: () => string[] } {
  const programFolder = temporaryFolder();
  const tried = join(programFolder, 'tried');
  writeFileSync(
    join(programFolder, 'device-trial.js'),
    `process.once('message', ({ id, request: device }) => {
       const answer = (result) => process.send({ id, result });
       require('node:fs').appendFileSync(${JSON.stringify(tried)}, device + '\\n');
       ({ ${deviceNames.map((name) => `${name}: () => { ${behaviours[name] ?? fine[name]} }`).join(', ')} })[device]();
     });`,
  );
  return {
    programFolder,
    offered: deviceNames,
    machine: machine(),
    timeoutMs: 60_000,
    ...given,
    tried: () => (existsSync(tried) ? readFileSync(tried, 'utf8').trim().split('\n') : []),
  };
}

const failures = [
  {
    how: 'gives garbage',
    code: `answer({ problem: 'It gave a wrong answer, off by 3.1 of a typical value.', milliseconds: 1 })`,
    why: /wrong answer/,
  },
  { how: 'says what nobody understands', code: `answer(Math.PI)`, why: /no readable answer/ },
  { how: 'throws', code: `throw new Error('no driver')`, why: /exit code 1/ },
  { how: 'kills its process', code: `process.kill(process.pid, 'SIGKILL')`, why: /ended without an answer/ },
  {
    how: 'hangs',
    code: 'for (;;) {}',
    why: /not answer within 3 seconds/,
    // Long enough for the devices that do answer, on a machine that has other things to do.
    timeoutMs: 3000,
  },
];

describe.each(failures)('a device that $how', ({ code, why, timeoutMs }) => {
  it.each([
    ['cuda', 'directml'],
    ['webgpu', 'cpu'],
  ] as const)('when it is %s, %s runs, and which and why is told', async (bad, next) => {
    const offered = deviceNames.slice(deviceNames.indexOf(bad));
    const { device, reason } = await chooseDevice(
      'auto',
      start({ [bad]: code }, { offered, ...(timeoutMs !== undefined && { timeoutMs }) }),
    );
    expect(device).toBe(next);
    expect(inEnglish(reason)).toContain(`${bad}: `);
    expect(inEnglish(reason)).toMatch(why);
  });
});

it('one device after the other is refused, down to the processor, and each is told', async () => {
  const behaviours: Behaviours = {};
  for (const [index, name] of deviceNames.slice(0, 4).entries()) behaviours[name] = failures[index]?.code ?? '';
  const { device, reason } = await chooseDevice('auto', start(behaviours));
  expect(device).toBe('cpu');
  for (const name of deviceNames.slice(0, 4)) expect(inEnglish(reason)).toContain(`${name}: `);
});

describe('what is found out', () => {
  it('is kept for the next start, with names, until the drivers change', async () => {
    const record = openTrialRecord(join(temporaryFolder(), 'trials'));
    const first = start({ cuda: failures[0]?.code ?? '' }, { record });
    const { reason } = await chooseDevice('auto', first);
    expect(inEnglish(reason)).toMatch(
      /^Card A, Card B: It gave the known answer in 2\.0 ms\. cuda: It gave a wrong answer/,
    );
    expect(first.tried()).toEqual(['cuda', 'directml', 'cpu']);

    const second = start({}, { record });
    expect(await chooseDevice('auto', second)).toEqual({ device: 'directml', reason });
    expect(second.tried()).toEqual([]);

    const updated = start({}, { record, machine: machine('driver 2') });
    expect((await chooseDevice('auto', updated)).device).toBe('cuda');
    expect(updated.tried()).toEqual(['cuda', 'cpu']);
  });

  it('is found out again after a day when it was a refusal, and never when it was not', () => {
    const folder = temporaryFolder();
    let time = 0;
    const record = openTrialRecord(folder, () => time);
    record.keep('cuda', 'd', { problem: { raw: 'Busy.' }, milliseconds: null });
    record.keep('webgpu', 'd', { problem: null, milliseconds: 4 });
    expect(record.find('cuda', 'd')).toEqual({ problem: { raw: 'Busy.' }, milliseconds: null });
    time = 25 * 3_600_000;
    expect(record.find('cuda', 'd')).toBeNull();
    expect(record.find('webgpu', 'd')).toEqual({ problem: null, milliseconds: 4 });
    expect(record.find('webgpu', 'other')).toBeNull();
  });

  it('is found out again on request, and when a refused device is asked for by name', async () => {
    const record = openTrialRecord(join(temporaryFolder(), 'trials'));
    await chooseDevice('auto', start({ cuda: failures[2]?.code ?? '' }, { record }));
    const repaired = start({}, { record });
    expect((await chooseDevice('cuda', repaired)).device).toBe('cuda');
    expect(repaired.tried()).toEqual(['cuda']);
    const again = start({}, { record });
    await tryDevices({ ...again, isFresh: true });
    expect(again.tried()).toEqual(deviceNames);
  });

  it.each(['', '{', '[]', '{"cuda":{"drivers":1}}'])('survives a record that holds %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'trials.json'), text);
    const record = openTrialRecord(folder);
    expect(record.find('cuda', 'd')).toBeNull();
    record.keep('cuda', 'd', { problem: null, milliseconds: 1 });
    expect(record.find('cuda', 'd')).toEqual({ problem: null, milliseconds: 1 });
  });

  it('is no fault when it cannot be kept', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const record = openTrialRecord(join(folder, 'file', 'below'));
    record.keep('cuda', 'd', { problem: null, milliseconds: 1 });
    record.begin('cuda')();
    expect([record.find('cuda', 'd'), record.takeLost()]).toEqual([null, []]);
  });

  it('names the hardware of every device', async () => {
    const reports = await tryDevices(start());
    expect(Object.fromEntries(reports.map(({ name, adapter }) => [name, adapter]))).toEqual(machine().adapters);
  });
});

describe('a device that is lost in the middle of the work', () => {
  it('gives way to the next one, which says so, and is left alone from then on', async () => {
    const options = start();
    expect((await chooseDevice('auto', options)).device).toBe('cuda');
    const next = await chooseNextDevice('cuda', options);
    expect(next.device).toBe('directml');
    expect(inEnglish(next.reason)).toMatch(
      /^cuda was lost in the middle of the work, so directml went on\. .*cuda: It was lost/,
    );
    expect((await chooseDevice('auto', options)).device).toBe('directml');
    expect((await chooseNextDevice('directml', options)).device).toBe('coreml');
  });

  it('has nothing after it when it was the processor', async () => {
    await expect(chooseNextDevice('cpu', start())).rejects.toMatchObject({ code: 'device-unavailable' });
  });

  it('and takes its process along is left alone for a day by everybody', async () => {
    const folder = join(temporaryFolder(), 'trials');
    const record = openTrialRecord(folder);
    await chooseDevice('auto', start({}, { record }));
    const dead = endedProcess();
    writeFileSync(join(folder, `cuda.${dead}.1.in-use`), '');
    expect(await noteLostDevices(dead, { record, machine: machine() })).toEqual(['cuda']);
    expect(await noteLostDevices(dead, { record, machine: machine() })).toEqual([]);
    const { device, reason } = await chooseDevice('auto', start({}, { record }));
    expect(device).toBe('directml');
    expect(inEnglish(reason)).toContain('cuda: It ended its process in the middle of the work.');
  });

  it('and leaves only a note of that is tried anew', async () => {
    const folder = join(temporaryFolder(), 'trials');
    const record = openTrialRecord(folder);
    await chooseDevice('auto', start({}, { record }));
    writeFileSync(join(folder, `cuda.${endedProcess()}.1.in-use`), '');
    const next = start({ cuda: failures[3]?.code ?? '' }, { record });
    expect((await chooseDevice('auto', next)).device).toBe('directml');
    expect(next.tried()).toEqual(['cuda', 'directml']);
  });

  it('is noted only while it works, and never for a process that runs', () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const record = openTrialRecord(folder);
    const done = record.begin('webgpu');
    expect(readdirSync(folder)).toHaveLength(1);
    expect(record.takeLost()).toEqual([]);
    done();
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** The id of a process that was and is no more. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}
