import type { ChosenPrecision, DeviceChoice, DeviceName, DeviceReport, PrecisionChoice } from '#contract/models';
import type { LoadedModel } from '#core/models/model-registry';
import { choosePrecision, type TriedNetwork } from '#core/runtime/choose-precision';
import {
  chooseDevice,
  chooseNextDevice,
  tryDevices,
  type ChosenDevice,
  type DeviceOptions,
} from '#core/runtime/execution-device';
import { buildForwardModel } from '#native-models/dcsr/forward-model';
import { trialFeeds, trialTile } from './trial-scene.ts';

/** Where and how a network runs. */
export interface Execution extends ChosenDevice {
  precision: ChosenPrecision;
}

/** What is chosen by hand; an absent precision is auto. */
export interface ExecutionChoice {
  device: DeviceChoice;
  precision?: PrecisionChoice | undefined;
}

/** The device for a model and the precision there. Throws AppError `device-unavailable` when what is chosen by hand cannot be used. */
export async function chooseExecution(
  { device, precision }: ExecutionChoice,
  model: LoadedModel,
  options: DeviceOptions,
): Promise<Execution> {
  return withPrecision(await chooseDevice(device, options), model, precision, options);
}

/** What goes on when `lost` failed in the middle of the work, whatever precision was wished for. Throws like `chooseNextDevice`. */
export async function chooseNextExecution(
  lost: DeviceName,
  { precision }: Pick<ExecutionChoice, 'precision'>,
  model: LoadedModel,
  options: DeviceOptions,
): Promise<Execution> {
  return withPrecision(await chooseNextDevice(lost, options), model, precision === 'full' ? 'full' : 'auto', options);
}

/** `tryDevices`, and what the model computes with on each device that can be used. */
export async function tryExecutions(
  model: LoadedModel,
  options: DeviceOptions & { isFresh?: boolean },
): Promise<DeviceReport[]> {
  const reports = await tryDevices(options);
  const tried: DeviceReport[] = [];
  // One after the other, or they would slow each other down.
  for (const report of reports) {
    const precision = report.usable ? await choosePrecision('auto', report.name, triedNetwork(model), options) : null;
    tried.push(precision === null ? report : { ...report, precision });
  }
  return tried;
}

async function withPrecision(
  chosen: ChosenDevice,
  model: LoadedModel,
  precision: PrecisionChoice = 'auto',
  options: DeviceOptions,
): Promise<Execution> {
  return { ...chosen, precision: await choosePrecision(precision, chosen.device, triedNetwork(model), options) };
}

/** Grows when the trial or what half precision means changes. */
const trialVersion = 1;

function triedNetwork({ summary, configuration, weights }: LoadedModel): TriedNetwork {
  const modelIn = (precision: 'full' | 'half'): Uint8Array =>
    buildForwardModel({ configuration, weights, ...trialTile, reference: true, precision });
  return {
    key: `${trialVersion} ${summary.graphVersion} ${summary.sha256}`,
    makeTrial: () => ({
      full: modelIn('full'),
      half: modelIn('half'),
      feeds: trialFeeds(),
      output: 'enhanced',
    }),
  };
}
