import { AppError } from '#contract/errors';
import type { ChosenPrecision, DeviceName, PrecisionChoice } from '#contract/models';
import { machineOf, type DeviceOptions } from './execution-device.ts';
import type { PrecisionAnswer } from './precision-answer.ts';
import type { PrecisionTrial } from './precision-trial.ts';
import { usualTrialRecord } from './trial-record.ts';
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
  if (choice === 'full') return { precision: 'full', reason: 'Full precision was chosen by hand.' };
  if (device === 'cpu') {
    if (choice === 'half') throw refusal(device, 'It computes with 32-bit floats only.');
    return { precision: 'full', reason: 'The processor computes with 32-bit floats.' };
  }
  const answer = await answerOf(device, network, options);
  const { problem, levelsApart, milliseconds } = answer;
  if (problem !== null || levelsApart === null || milliseconds === null) {
    if (choice === 'half') throw refusal(device, problem ?? '');
    return { precision: 'full', reason: `Half precision was left alone. ${problem ?? ''}`.trim() };
  }
  const apart = levelsApart.toFixed(2);
  const [half, full] = [inWords(milliseconds.half), inWords(milliseconds.full)];
  if (choice === 'half')
    return {
      precision: 'half',
      reason: `Half precision was chosen by hand. It gave the same picture within ${apart} levels of 255, in ${half} ms a tile against ${full} ms.`,
    };
  return milliseconds.half < gainNeeded * milliseconds.full
    ? {
        precision: 'half',
        reason: `Half precision gave the same picture within ${apart} levels of 255, in ${half} ms a tile against ${full} ms.`,
      }
    : { precision: 'full', reason: `Half precision is not faster here: ${half} ms a tile against ${full} ms.` };
}

/** Half precision is taken when it needs less than this share of the time: less is not worth another rounding. */
const gainNeeded = 0.9;

/** Of this process; a driver does not change while it runs. */
const known = new Map<string, Promise<PrecisionAnswer>>();

async function answerOf(
  device: DeviceName,
  network: TriedNetwork,
  options: DeviceOptions & { isFresh?: boolean },
): Promise<PrecisionAnswer> {
  const record = options.record ?? usualTrialRecord();
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

function refusal(device: DeviceName, reason: string): AppError {
  return new AppError(
    'device-unavailable',
    `Half precision was asked for on ${device}. ${reason} Choose auto or full precision instead.`,
  );
}

function inWords(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 1 : 0);
}
