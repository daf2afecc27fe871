import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { deviceNames, type DeviceChoice, type DeviceName, type DeviceReport } from '#contract/models';
import { providerNames } from './model-session.ts';
import { listSupportedBackends } from './onnxruntime.ts';
import { readMachine, type Machine } from './read-machine.ts';
import type { TrialResult } from './trial-result.ts';
import { defaultTrialRecord, type TrialRecord } from './trial-record.ts';
import { tryDevice, type TrialOptions } from './try-device.ts';

/** The seam at which devices are found: what is not told is this machine's own. */
export interface DeviceOptions extends TrialOptions {
  /** Devices that onnxruntime was built with. */
  offered?: readonly DeviceName[];
  machine?: Machine;
  record?: TrialRecord;
}

/** A device, and why it is that one. */
export interface ChosenDevice {
  device: DeviceName;
  reason: Said;
}

/**
 * Every device of the contract, best first, each tried once per process and version of its drivers with a small computation of
 * known answer in a process of its own; `isFresh` tries them all again. Never throws: what went wrong is the report's reason.
 */
export async function tryDevices(options: DeviceOptions & { isFresh?: boolean }): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  // One after the other, or they would slow each other down.
  for (const name of deviceNames) reports.push(await reportOn(name, options, options.isFresh === true));
  const cpu = reports.find(({ name }) => name === 'cpu');
  return reports.map((report) =>
    report.usable && isSlower(report, cpu) ? { ...report, reason: [report.reason, slowReason(cpu)] } : report,
  );
}

/**
 * The device to run on, and why. 'auto' takes the first one that gives the right answer and is not much slower than the
 * processor: a driver that imitates a graphics card on the processor gives right answers too, hundreds of times slower.
 * A device chosen by name is tried alone. Throws AppError `device-unavailable` when it cannot be used.
 */
export async function chooseDevice(choice: DeviceChoice, options: DeviceOptions): Promise<ChosenDevice> {
  if (choice === 'cpu') return { device: 'cpu', reason: say('enhancing.by-hand') };
  if (choice !== 'auto') {
    const isRefused = await wasRefused(choice, options);
    // Who asks by name has perhaps just put right what was wrong.
    const { usable, reason, adapter } = await reportOn(choice, options, isRefused);
    if (usable) return { device: choice, reason: [say('enhancing.by-hand'), named(adapter, reason)] };
    throw new AppError('device-unavailable', [
      say('enhancing.device-wanted', { device: choice }),
      reason,
      say('enhancing.choose-other-device'),
    ]);
  }
  const refused: Said[] = [];
  for (const name of deviceNames.filter((one) => one !== 'cpu' && isOffered(one, options))) {
    const report = await reportOn(name, options, false);
    const cpu = report.usable ? await reportOn('cpu', options, false) : undefined;
    if (report.usable && !isSlower(report, cpu)) {
      return { device: name, reason: [named(report.adapter, report.reason), ...refused] };
    }
    refused.push(named(name, report.usable ? [report.reason, slowReason(cpu)] : report.reason));
  }
  return { device: 'cpu', reason: [say('enhancing.cpu-as-last'), ...refused] };
}

/**
 * The device that goes on when `lost` failed in the middle of the work. `lost` is left alone while this process runs, unless
 * it is asked for by name. Throws AppError `device-unavailable` when it was the processor: there is nothing after it.
 */
export async function chooseNextDevice(lost: DeviceName, options: DeviceOptions): Promise<ChosenDevice> {
  if (lost === 'cpu') throw new AppError('device-unavailable', say('enhancing.cpu-failed'));
  const { drivers } = await machineOf(options);
  remember(lost, options, drivers, { problem: lostProblem, milliseconds: null });
  const { device, reason } = await chooseDevice('auto', options);
  return { device, reason: [say('enhancing.device-lost', { lost, device }), reason] };
}

/** Notes that the process with this id ended in the middle of its work: the devices that it worked with, which auto leaves alone for a day. */
export async function noteLostDevices(processId: number, options: Partial<DeviceOptions> = {}): Promise<DeviceName[]> {
  const record = options.record ?? defaultTrialRecord();
  const lost = record.takeLost(processId);
  if (lost.length > 0) {
    const { drivers } = await machineOf(options);
    for (const name of lost) record.keep(name, drivers, { problem: crashProblem, milliseconds: null });
  }
  return lost;
}

const lostProblem = say('enhancing.lost-in-work');
const crashProblem = say('enhancing.process-ended-in-work');

/** What is known of the devices of this process; a driver does not change while it runs. */
const known = new Map<string, Promise<TrialResult>>();
let thisMachine: Promise<Machine> | undefined;

/** The machine whose devices are meant. */
export async function machineOf({ machine }: Pick<DeviceOptions, 'machine'>): Promise<Machine> {
  return machine ?? (thisMachine ??= readMachine());
}

async function reportOn(name: DeviceName, options: DeviceOptions, isFresh: boolean): Promise<DeviceReport> {
  if (!isOffered(name, options)) {
    const reason = say('enhancing.not-on-this-system');
    return { name, adapter: null, usable: false, reason, milliseconds: null };
  }
  const { adapters, drivers } = await machineOf(options);
  const { problem, milliseconds } = await answerOf(name, options, drivers, isFresh);
  const isUsable = problem === null;
  return {
    name,
    adapter: adapters[name],
    usable: isUsable,
    reason: isUsable ? say('enhancing.works', { milliseconds: milliseconds ?? 0 }) : [problem, ...(advice[name] ?? [])],
    milliseconds,
  };
}

async function answerOf(
  name: DeviceName,
  options: DeviceOptions,
  drivers: string,
  isFresh: boolean,
): Promise<TrialResult> {
  const record = options.record ?? defaultTrialRecord();
  // Whatever somebody left in the middle of the work may be broken: what was known of it no longer counts.
  for (const lost of record.takeLost()) record.forget(lost);
  const key = keyOf(name, options);
  const inProcess = isFresh ? undefined : known.get(key);
  if (inProcess !== undefined) return inProcess;
  const kept = isFresh ? null : record.find(name, drivers);
  if (kept !== null) return kept;
  const trial = tryDevice(name, options);
  known.set(key, trial);
  const answer = await trial;
  record.keep(name, drivers, answer);
  return answer;
}

async function wasRefused(name: DeviceName, options: DeviceOptions): Promise<boolean> {
  const { drivers } = await machineOf(options);
  const record = options.record ?? defaultTrialRecord();
  const answer = (await known.get(keyOf(name, options))) ?? record.find(name, drivers);
  return answer !== null && answer.problem !== null;
}

/** For this process only: what was lost may be there again after a new start. */
function remember(name: DeviceName, options: DeviceOptions, drivers: string, answer: TrialResult): void {
  known.set(keyOf(name, options), Promise.resolve(answer));
  const record = options.record ?? defaultTrialRecord();
  if (record.find(name, drivers) !== null) record.forget(name);
}

function keyOf(name: DeviceName, { programFolder }: DeviceOptions): string {
  return `${name} ${programFolder}`;
}

const advice: Partial<Record<DeviceName, Said[]>> = {
  cuda: [say('enhancing.cuda-needs')],
  webgpu: [say('enhancing.graphics-needs')],
};

function isOffered(name: DeviceName, { offered }: DeviceOptions): boolean {
  if (offered !== undefined) return offered.includes(name);
  return listSupportedBackends().some((backend) => backend.name === providerNames[name]);
}

function isSlower(report: DeviceReport, cpu: DeviceReport | undefined): boolean {
  return (report.milliseconds ?? Infinity) > slowerThanCpu * (cpu?.milliseconds ?? Infinity);
}

/** The trial is small, so that a good card's time is mostly the way there and back. */
const slowerThanCpu = 3;

function slowReason(cpu: DeviceReport | undefined): Said {
  return say('enhancing.slower-than-cpu', { milliseconds: cpu?.milliseconds ?? 0 });
}

function named(subject: string | null, reason: Said): Said {
  return subject === null ? reason : say('program.about', { subject, text: reason });
}
