import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type * as Onnxruntime from 'onnxruntime-node';

/**
 * onnxruntime, kept from reporting to its makers. Its libraries for Linux and macOS write an identifier into the home folder and send
 * what they ran to Microsoft, unless a variable of the environment forbids it before they are loaded; so this file is the only one
 * that may name the package. It is loaded by a call, because every `import` of a file, and of a bundle, runs before its first line.
 */
if (!isMainThread) {
  throw new Error(
    'Expected onnxruntime in the main thread of a process, but a worker thread asked for it: its environment is a copy that the library does not see. Start a process instead.',
  );
}
process.env.ORT_DISABLE_TELEMETRY = '1';

export const { env, InferenceSession, listSupportedBackends, Tensor } = createRequire(import.meta.url)(
  'onnxruntime-node',
) as typeof Onnxruntime;

export type Tensor = Onnxruntime.Tensor;
export type SessionOptions = Onnxruntime.InferenceSession.SessionOptions;
export type NamedTensors = Onnxruntime.InferenceSession.OnnxValueMapType;
