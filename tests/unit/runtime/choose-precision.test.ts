import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChosenPrecision, DeviceName, PrecisionChoice } from '#contract/models';
import { choosePrecision, type TriedNetwork } from '#core/runtime/choose-precision';
import type { DeviceOptions } from '#core/runtime/execution-device';
import type { ModelSession, TensorValue } from '#core/runtime/model-session';
import { tryPrecision, trialTolerance, type PrecisionTrial } from '#core/runtime/precision-trial';
import { openTrialRecord } from '#core/runtime/trial-record';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { saying, inEnglish } from '../../support/saying.ts';

const trial: PrecisionTrial = {
  full: Uint8Array.of(32),
  half: Uint8Array.of(16),
  feeds: { wide: { data: Float32Array.of(0.25, 0.5), shape: [2] } },
  output: 'picture',
};

interface Asked {
  tried: () => string[];
  choose: (choice: PrecisionChoice, device?: DeviceName, network?: TriedNetwork) => Promise<ChosenPrecision>;
}

/** A program whose trial of half precision runs this code, which is given the task as `task`, as another start of the program would find it. */
function start(code: string, given: Partial<DeviceOptions & { isFresh: boolean }> = {}): Asked {
  const programFolder = temporaryFolder();
  const tried = join(programFolder, 'tried');
  writeFileSync(
    join(programFolder, 'device-trial.js'),
    `process.once('message', ({ id, name: what, request: { name: device, trial: task } }) => {
       const answer = (result) => process.send({ id, result });
       require('node:fs').appendFileSync(${JSON.stringify(tried)}, device + ' ' + what + '\\n');
       ${code}
     });`,
  );
  const machine = {
    adapters: { cuda: null, directml: null, coreml: null, webgpu: 'Card', cpu: null },
    drivers: 'driver 1',
  };
  const options = { programFolder, machine, timeoutMs: 20_000, ...given };
  return {
    tried: () => (existsSync(tried) ? readFileSync(tried, 'utf8').trim().split('\n') : []),
    choose: (choice, device = 'webgpu', network = networkOf('weights')) =>
      choosePrecision(choice, device, network, options),
  };
}

function networkOf(key: string): TriedNetwork {
  return { key, makeTrial: () => trial };
}

const told = (full: number, half: number, levelsApart = 0.1): string =>
  `answer({ problem: null, levelsApart: ${levelsApart}, milliseconds: { full: ${full}, half: ${half} } });`;

const failures = [
  { how: 'crashes', code: 'process.abort();', reason: /ended without an answer \(/ },
  {
    how: 'is killed',
    code: `process.kill(process.pid, 'SIGKILL');`,
    reason: /ended without an answer \(signal SIGKILL\)/,
  },
  { how: 'throws', code: `throw new Error('no driver');`, reason: /exit code 1/ },
  { how: 'hangs', code: 'for (;;) {}', timeoutMs: 400, reason: /not answer within 0\.4 seconds/ },
  { how: 'answers nonsense', code: `answer('fine');`, reason: /no readable answer/ },
  {
    how: 'answers like a trial of devices',
    code: 'answer({ problem: null, milliseconds: 3 });',
    reason: /no readable answer/,
  },
  {
    how: 'gives another picture',
    code: `answer({ problem: 'Its picture was 4.29 levels of 255 from the right one.', levelsApart: 4.29, milliseconds: null });`,
    reason: /4\.29 levels of 255/,
  },
];

describe('half precision that fails', () => {
  it.each(failures)('as its trial $how is left alone, with the reason', async ({ code, timeoutMs, reason }) => {
    const chosen = await start(code, timeoutMs === undefined ? {} : { timeoutMs }).choose('auto');
    expect(chosen.precision).toBe('full');
    expect(inEnglish(chosen.reason)).toMatch(/^Half precision was left alone\. /);
    expect(inEnglish(chosen.reason)).toMatch(reason);
  });

  it.each(failures)('as its trial $how is refused when it is asked for', async ({ code, timeoutMs, reason }) => {
    const asked = start(code, timeoutMs === undefined ? {} : { timeoutMs }).choose('half');
    await expect(asked).rejects.toMatchObject({
      code: 'device-unavailable',
      message: expect.stringMatching(reason) as string,
    });
    await expect(asked).rejects.toThrow(/Choose auto or full precision instead/);
  });

  it('is refused on the processor, which is not tried', async () => {
    const asked = start(told(10, 5));
    await expect(asked.choose('half', 'cpu')).rejects.toThrow(/32-bit floats only/);
    expect(await asked.choose('auto', 'cpu')).toEqual({
      precision: 'full',
      reason: saying('It computes with 32-bit floats only.'),
    });
    expect(asked.tried()).toEqual([]);
  });
});

describe('choosePrecision', () => {
  it('takes half precision where it is right and faster, and says how', async () => {
    const asked = start(told(20, 12, 0.081));
    expect(await asked.choose('auto')).toEqual({
      precision: 'half',
      reason: saying('Half precision gave the same picture within 0.08 levels of 255, in 12 ms a tile against 20 ms.'),
    });
    expect(asked.tried()).toEqual(['webgpu precision']);
  });

  it.each([
    [20, 20],
    [20, 18.5],
    [20, 31],
  ])('stays at full precision where %d ms become %d ms', async (full, half) => {
    const { precision, reason } = await start(told(full, half)).choose('auto');
    expect(precision).toBe('full');
    expect(inEnglish(reason)).toMatch(/not faster here/);
  });

  it('does what is chosen by hand, full without a trial and half even if it is slower', async () => {
    const asked = start(told(20, 31));
    expect(await asked.choose('full')).toMatchObject({
      precision: 'full',
      reason: saying('Chosen by hand.'),
    });
    expect(asked.tried()).toEqual([]);
    expect(await asked.choose('half')).toMatchObject({ precision: 'half' });
  });

  it('hands the trial its two models and its picture', async () => {
    const asked = start(
      `const { full, half, feeds, output } = task;
       const seen = [full[0], half[0], feeds.wide.data[1], feeds.wide.shape[0], output].join();
       answer({ problem: seen, levelsApart: null, milliseconds: null });`,
    );
    expect(inEnglish((await asked.choose('auto')).reason)).toContain('32,16,0.5,2,picture');
  });

  it('tries a network once in a process, and another one by itself', async () => {
    const asked = start(told(20, 12));
    for (const key of ['weights', 'weights', 'other weights']) await asked.choose('auto', 'webgpu', networkOf(key));
    expect(asked.tried()).toHaveLength(2);
  });
});

describe('what a trial of half precision told', () => {
  const folder = (): string => temporaryFolder();

  it('is kept for the same weights under the same drivers', async () => {
    const place = folder();
    await start(told(20, 12), { record: openTrialRecord(place) }).choose('auto');
    const later = start(told(20, 30), { record: openTrialRecord(place) });
    expect((await later.choose('auto')).precision).toBe('half');
    expect(later.tried()).toEqual([]);
    expect((await later.choose('auto', 'webgpu', networkOf('other weights'))).precision).toBe('full');
    expect((await later.choose('auto', 'cuda')).precision).toBe('full');
    expect(later.tried()).toEqual(['webgpu precision', 'cuda precision']);
  });

  it('does not hold under another driver, nor when it is asked for afresh', async () => {
    const place = folder();
    const record = openTrialRecord(place);
    await start(told(20, 12), { record }).choose('auto');
    const machine = {
      adapters: { cuda: null, directml: null, coreml: null, webgpu: null, cpu: null },
      drivers: 'driver 2',
    };
    for (const given of [
      { record, machine },
      { record, isFresh: true },
    ])
      expect((await start(told(20, 30), given).choose('auto')).precision).toBe('full');
  });

  it('holds for a day when it was a refusal, and for good when it was not', () => {
    const place = folder();
    let now = 1_000_000;
    const record = openTrialRecord(place, () => now);
    record.keepPrecision('webgpu', 'bad', 'driver', { problem: { raw: 'No.' }, levelsApart: null, milliseconds: null });
    record.keepPrecision('webgpu', 'good', 'driver', {
      problem: null,
      levelsApart: 0.1,
      milliseconds: { full: 2, half: 1 },
    });
    now += 23 * 3_600_000;
    expect(record.findPrecision('webgpu', 'bad', 'driver')).not.toBeNull();
    now += 2 * 3_600_000;
    expect(record.findPrecision('webgpu', 'bad', 'driver')).toBeNull();
    expect(record.findPrecision('webgpu', 'good', 'driver')).not.toBeNull();
  });

  it('does not disturb what is known of devices, and a file that is spoiled is begun anew', () => {
    const place = folder();
    const record = openTrialRecord(place);
    record.keep('webgpu', 'driver', { problem: null, milliseconds: 3 });
    record.keepPrecision('webgpu', 'network', 'driver', {
      problem: { raw: 'No.' },
      levelsApart: null,
      milliseconds: null,
    });
    expect(record.find('webgpu', 'driver')).toEqual({ problem: null, milliseconds: 3 });
    writeFileSync(join(place, 'precisions.json'), '{"webgpu network":');
    expect(record.findPrecision('webgpu', 'network', 'driver')).toBeNull();
    record.keepPrecision('webgpu', 'network', 'driver', { problem: null, levelsApart: 0, milliseconds: null });
    expect(record.findPrecision('webgpu', 'network', 'driver')).not.toBeNull();
  });

  it('is forgotten when it is the oldest of very many', () => {
    let now = 0;
    const record = openTrialRecord(folder(), () => (now += 1));
    const answer = { problem: null, levelsApart: 0, milliseconds: null };
    for (let index = 0; index < 102; index += 1) record.keepPrecision('cuda', `model ${index}`, 'driver', answer);
    expect(record.findPrecision('cuda', 'model 1', 'driver')).toBeNull();
    expect(record.findPrecision('cuda', 'model 101', 'driver')).toEqual(answer);
  });
});

/** Sessions of a device whose half precision gives this picture; the processor gives black. */
function devices(picture: number[]): {
  openSession: (model: Uint8Array, device: DeviceName) => Promise<ModelSession>;
  log: string[];
} {
  const log: string[] = [];
  return {
    log,
    openSession: async (model, device) => {
      const name = `${device} ${model[0] === 16 ? 'half' : 'full'}`;
      const data = Float32Array.from(name === 'webgpu half' ? picture : [0, 0, 0]);
      return {
        device,
        run: async (): Promise<Record<string, TensorValue>> => {
          log.push(name);
          return { picture: { data, shape: [data.length] } };
        },
        close: async () => void log.push(`close ${name}`),
      };
    },
  };
}

describe('tryPrecision', () => {
  it.each([
    ['NaN', [0, NaN, 0], /gave no picture/],
    ['too little', [0, 0], /gave no picture/],
    ['nothing', [], /gave no picture/],
    ['a value that is too far away', [0, (trialTolerance + 0.01) / 255, 0], /0\.31 levels of 255/],
  ])('refuses a device that gives %s, without timing it further', async (_, picture, problem) => {
    const { openSession, log } = devices(picture);
    expect(await tryPrecision('webgpu', trial, openSession)).toMatchObject({
      problem: saying(problem),
      milliseconds: null,
    });
    expect(log).not.toContain('webgpu full');
  });

  it('compares with the processor in full precision, times both on the device, and closes what it opened', async () => {
    const { openSession, log } = devices([0, (trialTolerance - 0.01) / 255, 0]);
    const answer = await tryPrecision('webgpu', trial, openSession);
    expect(answer).toEqual({
      problem: null,
      levelsApart: expect.closeTo(trialTolerance - 0.01, 4) as number,
      milliseconds: { full: expect.any(Number) as number, half: expect.any(Number) as number },
    });
    const count = (name: string): number => log.filter((line) => line === name).length;
    expect(count('cpu full')).toBe(1);
    expect(count('webgpu half')).toBe(count('webgpu full'));
    expect(log.filter((line) => line.startsWith('close'))).toEqual([
      'close webgpu half',
      'close cpu full',
      'close webgpu full',
    ]);
  });
});
