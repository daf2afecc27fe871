import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { ChosenPrecision, DeviceName, PrecisionChoice } from '#contract/models';
import { machineOf, type DeviceOptions } from './execution-device.ts';
import type { PrecisionResult } from './precision-result.ts';
import type { PrecisionTrial } from './precision-trial.ts';
import { defaultTrialRecord } from './trial-record.ts';
import { tryPrecisionOn } from './try-device.ts';

/** A network that may run in half precision. */
export interface TriedNetwork {
  /** The same for the same weights and the same trial. */
  key: string;
  makeTrial: () => PrecisionTrial;
}

/**
 * What a network computes with on a device, and why. `auto` takes half precision where a trial in a process of its own gave the processor's
 * picture and was clearly faster than full precision; each network is tried once per device and version of its drivers, or again when
 * `isFresh`. Throws AppError `device-unavailable` when half precision is asked for by name and the device does not give it rightly.
 */
export async function choosePrecision(
  choice: PrecisionChoice,
  device: DeviceName,
  network: TriedNetwork,
  options: DeviceOptions & { isFresh?: boolean },
): Promise<ChosenPrecision> {
  if (choice === 'full') return { precision: 'full', reason: say('enhancing.by-hand') };
  if (device === 'cpu') {
    if (choice === 'half') throw refusal(device, say('enhancing.full-only'));
    return { precision: 'full', reason: say('enhancing.full-only') };
  }
  const answer = await answerOf(device, network, options);
  const { problem, levelsApart, milliseconds } = answer;
  if (problem !== null || levelsApart === null || milliseconds === null) {
    if (choice === 'half') throw refusal(device, problem ?? []);
    return { precision: 'full', reason: [say('enhancing.half-left-alone'), problem ?? []] };
  }
  const { half, full } = milliseconds;
  const same = say('enhancing.half-same', { levels: levelsApart, half, full });
  if (choice === 'half') return { precision: 'half', reason: [say('enhancing.by-hand'), same] };
  return half < gainNeeded * full
    ? { precision: 'half', reason: same }
    : { precision: 'full', reason: say('enhancing.half-not-faster', { half, full }) };
}

/** Half precision is taken when it needs less than this share of the time: less is not worth another rounding. */
const gainNeeded = 0.9;

/** Of this process; a driver does not change while it runs. */
const known = new Map<string, Promise<PrecisionResult>>();

async function answerOf(
  device: DeviceName,
  network: TriedNetwork,
  options: DeviceOptions & { isFresh?: boolean },
): Promise<PrecisionResult> {
  const record = options.record ?? defaultTrialRecord();
  const { drivers } = await machineOf(options);
  const key = `${device} ${network.key} ${options.programFolder}`;
  if (options.isFresh !== true) {
    const found = (await known.get(key)) ?? record.findPrecision(device, network.key, drivers);
    if (found !== null) return found;
  }
  const trial = tryPrecisionOn(device, network.makeTrial(), options);
  known.set(key, trial);
  const answer = await trial;
  record.keepPrecision(device, network.key, drivers, answer);
  return answer;
}

function refusal(device: DeviceName, reason: Said): AppError {
  return new AppError('device-unavailable', [
    say('enhancing.half-wanted', { device }),
    reason,
    say('enhancing.choose-full'),
  ]);
}
