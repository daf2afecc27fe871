import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceNames, type DeviceName, type DeviceReport } from '#contract/models';
import { chooseDevice, tryDevices, type DeviceOptions } from '#core/runtime/execution-device';
import { providerNames } from '#core/runtime/model-session';
import { listSupportedBackends } from '#core/runtime/onnxruntime';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { saying, inEnglish } from '../../support/saying.ts';

/** A folder whose trial program runs this code; `device` is the device's name, `answer` sends. Its runs are written to `tried`. */
function programThat(code: string, timeoutMs = 20_000): DeviceOptions {
  const programFolder = temporaryFolder();
  const tried = JSON.stringify(join(programFolder, 'tried'));
  writeFileSync(
    join(programFolder, 'device-trial.js'),
    `process.once('message', ({ id, request: device }) => {
       const answer = (result) => process.send({ id, result });
       require('node:fs').appendFileSync(${tried}, device + '\\n');
       ${code}
     });`,
  );
  return { programFolder, timeoutMs };
}

function triedBy({ programFolder }: DeviceOptions): string[] {
  const path = join(programFolder, 'tried');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

const offered = deviceNames.filter((name) =>
  listSupportedBackends().some((backend) => backend.name === providerNames[name]),
);
const cards = offered.filter((name) => name !== 'cpu');
const missing = deviceNames.filter((name) => !offered.includes(name));

async function reportOn(name: DeviceName, options: DeviceOptions): Promise<DeviceReport> {
  const report = (await tryDevices(options)).find((one) => one.name === name);
  if (report === undefined) throw new Error(`Expected a report on ${name}`);
  return report;
}

const failures = [
  { name: 'crashes', code: 'process.abort();', reason: /ended without an answer \(/ },
  { name: 'is killed', code: `process.kill(process.pid, 'SIGKILL');`, reason: /ended without an answer \(/ },
  { name: 'gives up', code: 'process.exit(3);', reason: /ended without an answer \(exit code 3\)/ },
  { name: 'throws', code: `throw new Error('no driver');`, reason: /ended without an answer \(exit code 1\)/ },
  { name: 'ends well without a word', code: 'process.exit(0);', reason: /ended without an answer \(exit code 0\)/ },
  { name: 'hangs', code: 'setInterval(() => {}, 1000);', timeoutMs: 300, reason: /not answer within 0\.3 seconds/ },
  { name: 'hangs in a loop', code: 'for (;;) {}', timeoutMs: 300, reason: /not answer within 0\.3 seconds/ },
  { name: 'answers nonsense', code: `answer('fine');`, reason: /no readable answer/ },
  { name: 'answers half', code: 'answer({ problem: null });', reason: /no readable answer/ },
  { name: 'answers other types', code: `answer({ problem: 0, milliseconds: 'x' });`, reason: /no readable answer/ },
  { name: 'tells a problem', code: `answer({ problem: 'Wrong.', milliseconds: 4 });`, reason: /^Wrong\./ },
];

describe('a trial that fails', () => {
  it.each(failures)('as it $name is a report with a reason', async ({ code, timeoutMs, reason }) => {
    const report = await reportOn('cpu', programThat(code, timeoutMs));
    expect(report).toMatchObject({ usable: false, reason: saying(reason) });
  });

  it('as the program is missing is a report with a reason', async () => {
    const report = await reportOn('cpu', { programFolder: temporaryFolder() });
    expect(report).toMatchObject({ usable: false, milliseconds: null });
    expect(inEnglish(report.reason)).toMatch(/ended without an answer/);
  });

  it.each(failures.filter(({ timeoutMs }) => timeoutMs === undefined).slice(0, 4))(
    'as it $name leaves the processor to auto',
    async ({ code }) => {
      const { device, reason } = await chooseDevice('auto', programThat(code));
      expect(device).toBe('cpu');
      for (const card of cards) expect(inEnglish(reason)).toContain(`${card}: `);
    },
  );

  it.each(cards)('refuses %s when it is asked for by name', async (card) => {
    const options = programThat('process.exit(3);');
    await expect(chooseDevice(card, options)).rejects.toMatchObject({
      code: 'device-unavailable',
      message: expect.stringMatching(/exit code 3.*Choose auto or cpu/) as string,
    });
    expect(triedBy(options)).toEqual([card]);
  });
});

describe('tryDevices', () => {
  const fine = 'answer({ problem: null, milliseconds: 2 });';

  it('reports on every device in the order of the contract, and tries none twice', async () => {
    const options = programThat(fine);
    const reports = await tryDevices(options);
    expect(reports.map(({ name }) => name)).toEqual(deviceNames);
    expect(reports.filter(({ usable }) => usable).map(({ name }) => name)).toEqual(offered);
    expect(reports.find(({ name }) => name === 'cpu')).toEqual({
      name: 'cpu',
      adapter: expect.any(String) as string,
      usable: true,
      reason: saying('It gave the known answer in 2.0 ms.'),
      milliseconds: 2,
    });
    expect(await tryDevices(options)).toEqual(reports);
    expect(triedBy(options)).toEqual(offered);
  });

  it.each(missing)('does not start a trial of %s, which is not for this system', async (name) => {
    const options = programThat(fine);
    expect(await reportOn(name, options)).toMatchObject({ usable: false, milliseconds: null });
    await expect(chooseDevice(name, options)).rejects.toMatchObject({ code: 'device-unavailable' });
    expect(triedBy(options)).not.toContain(name);
  });
});

describe('chooseDevice', () => {
  it('takes the processor without a trial when it is asked for', async () => {
    const options = programThat('process.exit(3);');
    expect((await chooseDevice('cpu', options)).device).toBe('cpu');
    expect(triedBy(options)).toEqual([]);
  });

  it.skipIf(cards.length === 0)('takes the first card that is about as fast as the processor', async () => {
    const options = programThat(`answer({ problem: null, milliseconds: device === 'cpu' ? 10 : 25 });`);
    expect((await chooseDevice('auto', options)).device).toBe(cards[0]);
  });

  it.skipIf(cards.length === 0)('leaves cards alone that are far slower than the processor', async () => {
    const options = programThat(`answer({ problem: null, milliseconds: device === 'cpu' ? 10 : 400 });`);
    const { device, reason } = await chooseDevice('auto', options);
    expect(device).toBe('cpu');
    expect(inEnglish(reason)).toMatch(/400 ms.*The processor needs 10 ms, so auto leaves this device alone/);
    const [card] = cards;
    if (card === undefined) throw new Error('Expected a card');
    expect((await chooseDevice(card, options)).device).toBe(card);
  });
});
