import { InferenceSession, Tensor } from '#core/runtime/onnxruntime';
import type { Expression, Graph } from '#native-models/graph/expression';
import { emitModel } from '#native-models/onnx/emit-model';
import { createRandom } from '#native-models/random';
import type { Weights } from '#native-models/weights-file/safetensors';

export interface Values {
  data: Float32Array;
  shape: readonly number[];
}

export type Feeds = Record<string, Values>;

/** A model that can be run several times. */
export interface OpenModel {
  /** Feeds that the model does not ask for are left out. */
  run(feeds: Feeds): Promise<Record<string, Values>>;
  close(): Promise<void>;
}

/** Opens an ONNX model on the CPU. */
export async function openModel(model: Uint8Array): Promise<OpenModel> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  return {
    async run(feeds) {
      const fed = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
      const tensors = fed.map(([name, { data, shape }]) => [name, new Tensor('float32', data, shape)]);
      const results = await session.run(Object.fromEntries(tensors) as Record<string, Tensor>);
      return Object.fromEntries(
        Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as Float32Array, shape: dims }]),
      );
    },
    close: () => session.release(),
  };
}

/** Runs an ONNX model on the CPU, once. */
export async function runModel(model: Uint8Array, feeds: Feeds): Promise<Record<string, Values>> {
  const opened = await openModel(model);
  const results = await opened.run(feeds);
  await opened.close();
  return results;
}

/** Emits a graph of these outputs and runs it. */
export async function evaluate(
  outputs: Record<string, Expression>,
  feeds: Feeds,
  weights: Weights = new Map(),
): Promise<Record<string, Values>> {
  const graph: Graph = { name: 'test', outputs };
  return runModel(emitModel(graph, weights), feeds);
}

/** The one output of a graph. */
export async function evaluateOne(output: Expression, feeds: Feeds, weights?: Weights): Promise<Values> {
  const { result } = await evaluate({ result: output }, feeds, weights);
  if (result === undefined) throw new Error('Expected a result, received none');
  return result;
}

/** Uniform numbers, the same for the same seed. */
export function randomValues(seed: number, shape: readonly number[], low = -1, high = 1): Values {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: product(shape) }, () => random.between(low, high));
  return { data, shape };
}

export function filled(value: number, shape: readonly number[]): Values {
  return { data: new Float32Array(product(shape)).fill(value), shape };
}

/** An element of a tensor. Out of range is an error. */
export function at({ data, shape }: Values, ...position: readonly number[]): number {
  const offset = position.reduce((sum, index, axis) => {
    const size = shape[axis] ?? 0;
    if (index < 0 || index >= size) throw new RangeError(`No element [${position.join()}] in [${shape.join()}]`);
    return sum * size + index;
  }, 0);
  return data[offset] ?? NaN;
}

/** A tensor from a function of the position. */
export function tabulate(shape: readonly number[], valueOf: (position: number[]) => number): Values {
  const data = Float32Array.from({ length: product(shape) }, (_, offset) => {
    const position: number[] = [];
    let rest = offset;
    for (const size of shape.toReversed()) {
      position.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return valueOf(position);
  });
  return { data, shape };
}

/** A window of the last two dimensions of [B, C, H, W]. */
export function crop(values: Values, y: number, x: number, height: number, width: number): Values {
  const [batch = 0, channels = 0] = values.shape;
  return tabulate([batch, channels, height, width], ([b = 0, c = 0, row = 0, column = 0]) =>
    at(values, b, c, y + row, x + column),
  );
}

/** The largest absolute difference. Shapes that differ are an error. */
export function largestDifference(a: Values | undefined, b: Values | undefined): number {
  if (a === undefined || b === undefined || String(a.shape) !== String(b.shape))
    throw new RangeError(`Expected equal shapes, received [${a?.shape.join() ?? ''}] and [${b?.shape.join() ?? ''}]`);
  let largest = 0;
  for (const [index, value] of a.data.entries()) {
    const difference = Math.abs(value - (b.data[index] ?? NaN));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
