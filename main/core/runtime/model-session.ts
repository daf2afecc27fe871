import { availableParallelism, cpus } from 'node:os';
import { AppError, type ErrorCode } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import type { DeviceName } from '#contract/models';
import { classifyRuntimeError } from './classify-runtime-error.ts';
import { env, InferenceSession, Tensor, type NamedTensors, type SessionOptions } from './onnxruntime.ts';
import { defaultTrialRecord } from './trial-record.ts';

/** A dense array of numbers, row by row. */
export interface TensorValue {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A model made ready on one device. `run` blocks the thread while the device works, so cancel between runs. */
export interface ModelSession {
  readonly device: DeviceName;
  /**
   * Gives every output for the inputs. Throws AppError: `out-of-memory` (a smaller model of the same kind may fit),
   * `device-unavailable` (driver or device lost), `internal` (the model refuses these inputs).
   */
  run(feeds: Readonly<Record<string, TensorValue>>): Promise<Record<string, TensorValue>>;
  close(): Promise<void>;
}

/** Makes an ONNX model (its bytes) ready on a device. Throws like `ModelSession.run`. */
export async function openModelSession(model: Uint8Array, device: DeviceName): Promise<ModelSession> {
  env.logLevel = 'fatal';
  const record = defaultTrialRecord();
  /** A driver that takes this process with it leaves the note behind. */
  const watched = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = device === 'cpu' ? () => undefined : record.begin(device);
    try {
      return await translated(device, work);
    } finally {
      done();
    }
  };
  const session = await watched(() => InferenceSession.create(model, sessionOptions(device)));
  let isOpen = true;
  return {
    device,
    run: (feeds) => watched(async () => valuesOf(await session.run(tensorsOf(feeds)))),
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await session.release();
    },
  };
}

/** The name that onnxruntime gives the device. */
export const providerNames: Record<DeviceName, string> = {
  cpu: 'cpu',
  webgpu: 'webgpu',
  cuda: 'cuda',
  directml: 'dml',
  coreml: 'coreml',
};

function sessionOptions(device: DeviceName): SessionOptions {
  return {
    executionProviders: [providerNames[device]],
    // Errors reach the caller as errors; onnxruntime would print them a second time.
    logSeverityLevel: 4,
    // An arena without memory patterns is the fastest and smallest: 'fast' on a 256x256 tile takes 0.20 s and 210 MB,
    // with patterns 0.20 s and 360 MB, without arena 0.24 s and 280 MB. (DirectML refuses patterns.)
    enableCpuMemArena: true,
    enableMemPattern: false,
    // Threads that wait give their core away: as fast alone (a part of skyline 5.2 against 5.5 s), and a tenth faster beside other work.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    ...threadLimit(),
  };
}

/** onnxruntime's own choice is one thread per physical core; it does not see that a process may use only some of them. */
function threadLimit(): { intraOpNumThreads?: number } {
  const allowed = availableParallelism();
  return allowed < cpus().length ? { intraOpNumThreads: allowed } : {};
}

function tensorsOf(feeds: Readonly<Record<string, TensorValue>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [name, new Tensor('float32', data, shape)]),
  );
}

function valuesOf(results: NamedTensors): Record<string, TensorValue> {
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => {
      if (!(data instanceof Float32Array)) throw new TypeError(`Expected 32-bit floats in output ${name}`);
      return [name, { data, shape: dims }];
    }),
  );
}

async function translated<Result>(device: DeviceName, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = classifyRuntimeError(error);
    throw new AppError(
      code,
      explanations[code]?.(device) ?? say('enhancing.model-not-run', { device, why: textOf(error) }),
      { cause: error },
    );
  }
}

const explanations: Partial<Record<ErrorCode, (device: DeviceName) => Said>> = {
  'out-of-memory': (device) => say('enhancing.memory-short', { device }),
  'device-unavailable': (device) => say('enhancing.device-unusable', { device }),
};

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
