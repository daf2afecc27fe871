import type { Feeds } from '#core/learning/training/take-step';
import { input, parameter, type Expression } from '#native-models/graph/expression';
import { add, divide, exponential, multiply, reduceMean, squareRoot, subtract } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import { createRandom } from '#native-models/random';
import type { Weights } from '#native-models/weights-file/safetensors';

const names = ['slope', 'offset'] as const;
const points = 8;

/**
 * The smallest train-step model: a line through points by least squares, its two gradients written by hand. Adam (0.9, 0.99, 1e-8).
 * The loss is the mean of (slope x + offset - y)^2.
 */
export function lineFitModel(): Uint8Array {
  const [x, y] = [input('x', [points]), input('y', [points])];
  const [slope, offset] = names.map((name) => parameter(name, [1], { kind: 'constant', value: 0 }));
  if (slope === undefined || offset === undefined) throw new RangeError('Expected two parameters');
  const residual = subtract(add(multiply(x, slope), offset), y);
  const gradients = { slope: mean(multiply(multiply(residual, x), 2)), offset: mean(multiply(residual, 2)) };
  const [step, rate] = [input('step', []), input('learning-rate', [])];
  const outputs: Record<string, Expression> = {};
  for (const [name, value] of [
    ['slope', slope],
    ['offset', offset],
  ] as const) {
    const gradient = gradients[name];
    const first = blend(input(`first-moment.${name}`, [1]), gradient, 0.9);
    const second = blend(input(`second-moment.${name}`, [1]), multiply(gradient, gradient), 0.99);
    const root = add(squareRoot(divide(second, unbiased(0.99, step))), 1e-8);
    outputs[`updated.${name}`] = subtract(value, multiply(divide(divide(first, unbiased(0.9, step)), root), rate));
    outputs[`updated-first-moment.${name}`] = first;
    outputs[`updated-second-moment.${name}`] = second;
  }
  outputs.loss = mean(multiply(residual, residual));
  outputs['gradient-norm'] = squareRoot(
    add(multiply(gradients.slope, gradients.slope), multiply(gradients.offset, gradients.offset)),
  );
  return emitModel({ name: 'line-fit', outputs }, 'inputs');
}

/** Points of a step near y = 3 x - 1, the same for the same step. */
export function linePoints(step: number): Feeds {
  const random = createRandom(step);
  const x = Float32Array.from({ length: points }, () => random.between(-1, 1));
  return {
    x: { data: x, shape: [points] },
    y: { data: x.map((value) => 3 * value - 1 + 0.05 * random.normal()), shape: [points] },
  };
}

export function lineWeights(slope: number, offset: number): Weights {
  return new Map([
    ['slope', { shape: [1], data: Float32Array.of(slope) }],
    ['offset', { shape: [1], data: Float32Array.of(offset) }],
  ]);
}

/** The same training, in double precision and without a graph: slope and offset after the steps, and the losses before each. */
export function fitLine(
  steps: number,
  rateOf: (step: number) => number,
): { slope: number; offset: number; losses: number[] } {
  let [slope, offset] = [0, 0];
  const moments = { slope: [0, 0], offset: [0, 0] };
  const losses: number[] = [];
  for (let step = 1; step <= steps; step += 1) {
    const { x, y } = linePoints(step);
    const xs = [...(x?.data ?? [])];
    const residuals = xs.map((value, index) => slope * value + offset - (y?.data[index] ?? 0));
    const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    losses.push(average(residuals.map((value) => value * value)));
    const move = (name: 'slope' | 'offset', gradient: number): number => {
      const [first = 0, second = 0] = moments[name];
      const next = [0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient * gradient] as const;
      moments[name] = [...next];
      const root = Math.sqrt(next[1] / (1 - 0.99 ** step)) + 1e-8;
      return (rateOf(step) * next[0]) / (1 - 0.9 ** step) / root;
    };
    const byslope = move('slope', average(residuals.map((value, index) => 2 * value * (xs[index] ?? 0))));
    const byOffset = move('offset', average(residuals.map((value) => 2 * value)));
    slope -= byslope;
    offset -= byOffset;
  }
  return { slope, offset, losses };
}

function mean(values: Expression): Expression {
  return reduceMean(values, 0);
}

function blend(before: Expression, now: Expression, share: number): Expression {
  return add(multiply(before, share), multiply(now, 1 - share));
}

/** 1 - share^step */
function unbiased(share: number, step: Expression): Expression {
  return add(multiply(exponential(multiply(step, Math.log(share))), -1), 1);
}
