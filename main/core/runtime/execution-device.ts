import { fork } from 'node:child_process';
import { join } from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import { AppError } from '#contract/errors';
import { deviceNames, type DeviceChoice, type DeviceName, type DeviceReport } from '#contract/models';
import { providerNames } from './model-session.ts';
import { trialAnswer, type TrialAnswer } from './trial-answer.ts';

export interface DeviceOptions {
  /** Where the built program `device-trial.js` lies. */
  programFolder: string;
  /** How long a device may take over its trial before it counts as hanging; 20 seconds unless told. */
  timeoutMs?: number;
}

/**
 * Every device of the contract, best first, each tried once per process with a small computation of known answer in
 * a process of its own. Never throws: what went wrong is the report's reason.
 */
export async function tryDevices(options: DeviceOptions): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  // One after the other, or they would slow each other down.
  for (const name of deviceNames) reports.push(await tryOnce(name, options));
  const cpu = reports.find(({ name }) => name === 'cpu');
  return reports.map((report) =>
    report.usable && isSlower(report, cpu) ? { ...report, reason: `${report.reason} ${slowReason(cpu)}` } : report,
  );
}

/**
 * The device to run on, and why. 'auto' takes the first one that gives the right answer and is not much slower than the
 * processor: a driver that imitates a graphics card on the processor gives right answers too, hundreds of times slower.
 * A device chosen by name is tried alone. Throws AppError `device-unavailable` when it cannot be used.
 */
export async function chooseDevice(
  choice: DeviceChoice,
  options: DeviceOptions,
): Promise<{ device: DeviceName; reason: string }> {
  if (choice === 'cpu') return { device: 'cpu', reason: 'The processor was chosen by hand.' };
  if (choice !== 'auto') {
    const { usable, reason } = await tryOnce(choice, options);
    if (usable) return { device: choice, reason: `Chosen by hand. ${reason}` };
    throw new AppError(
      'device-unavailable',
      `The device ${choice} was asked for. ${reason} Choose auto or cpu instead.`,
    );
  }
  const refused: string[] = [];
  for (const name of deviceNames.filter((one) => one !== 'cpu' && isOffered(one))) {
    const report = await tryOnce(name, options);
    const cpu = report.usable ? await tryOnce('cpu', options) : undefined;
    if (report.usable && !isSlower(report, cpu)) return { device: name, reason: report.reason };
    refused.push(`${name}: ${report.reason}${report.usable ? ` ${slowReason(cpu)}` : ''}`);
  }
  return { device: 'cpu', reason: ['The processor runs, as no faster device can be used.', ...refused].join(' ') };
}

/** What is known of the devices of this process; a driver does not change while it runs. */
const known = new Map<string, Promise<DeviceReport>>();

function tryOnce(name: DeviceName, options: DeviceOptions): Promise<DeviceReport> {
  const key = `${name} ${options.programFolder}`;
  const report = known.get(key) ?? tryDevice(name, options);
  known.set(key, report);
  return report;
}

async function tryDevice(name: DeviceName, options: DeviceOptions): Promise<DeviceReport> {
  if (!isOffered(name)) {
    return { name, usable: false, reason: 'Not part of the program on this operating system.', milliseconds: null };
  }
  const { problem, milliseconds } = await runTrial(name, options);
  return problem === null
    ? { name, usable: true, reason: `It gave the known answer in ${durationOf({ milliseconds })}.`, milliseconds }
    : { name, usable: false, reason: `${problem}${advice[name] ?? ''}`, milliseconds };
}

const advice: Partial<Record<DeviceName, string>> = {
  cuda: ' It needs an NVIDIA card, CUDA 12, cuDNN 9 and the CUDA libraries of onnxruntime.',
  webgpu: ' It needs a graphics card with a Vulkan, Direct3D 12 or Metal driver.',
};

function isOffered(name: DeviceName): boolean {
  return listSupportedBackends().some((backend) => backend.name === providerNames[name]);
}

function isSlower(report: DeviceReport, cpu: DeviceReport | undefined): boolean {
  return (report.milliseconds ?? Infinity) > slowerThanCpu * (cpu?.milliseconds ?? Infinity);
}

/** The trial is small, so that a good card's time is mostly the way there and back. */
const slowerThanCpu = 3;

function slowReason(cpu: DeviceReport | undefined): string {
  return `The processor needs ${durationOf(cpu)}, so auto leaves this device alone.`;
}

function durationOf(report: { milliseconds: number | null } | undefined): string {
  const milliseconds = report?.milliseconds ?? 0;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function runTrial(name: DeviceName, { programFolder, timeoutMs = 20_000 }: DeviceOptions): Promise<TrialAnswer> {
  return new Promise((resolve) => {
    const child = fork(join(programFolder, 'device-trial.js'), [name], {
      execArgv: [],
      // Inside Electron the program's own executable is only Node when told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (answer: TrialAnswer): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(
      () => end({ problem: `It did not answer within ${timeoutMs / 1000} seconds.`, milliseconds: null }),
      timeoutMs,
    );
    child.on('message', (message) => {
      const answer = trialAnswer.safeParse(message);
      end(answer.data ?? { problem: 'Its trial gave no readable answer.', milliseconds: null });
    });
    child.on('error', (error) =>
      end({ problem: `Its trial could not be started: ${error.message}.`, milliseconds: null }),
    );
    child.on('exit', (code, signal) =>
      end({
        problem: `Its trial ended without an answer (${signal ?? `exit code ${String(code)}`}).`,
        milliseconds: null,
      }),
    );
  });
}
