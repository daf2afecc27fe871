import type { Expression } from '../graph/expression.ts';
import { add, divide, exponential, multiply, squareRoot, subtract } from '../graph/operations.ts';

const firstDecay = 0.9;
const secondDecay = 0.99;
const tiny = 1e-8;

/** A parameter, or what is kept of its gradients: all of one shape. */
export interface AdamState {
  readonly value: Expression;
  /** The running mean of the gradient. */
  readonly firstMoment: Expression;
  /** The running mean of its square. */
  readonly secondMoment: Expression;
}

/** How far one step goes: the same for every parameter. */
export interface AdamRate {
  /** The learning rate over the first moment's bias. */
  readonly stepSize: Expression;
  /** The square root of the second moment's bias. */
  readonly spread: Expression;
}

/** For the step number `step` (1 for the first) and the learning rate, both of shape []. */
export function adamRate(step: Expression, learningRate: Expression): AdamRate {
  const bias = (decay: number): Expression => add(multiply(exponential(multiply(step, Math.log(decay))), -1), 1);
  return {
    stepSize: divide(learningRate, bias(firstDecay)),
    spread: squareRoot(bias(secondDecay)),
  };
}

/**
 * One step of Adam (Kingma and Ba, 2015), with PyTorch's order of operations and decays of 0.9 and 0.99:
 * value − rate / (1 − 0.9ⁿ) · m / (√v / √(1 − 0.99ⁿ) + 1e-8).
 */
export function adamStep(state: AdamState, gradient: Expression, rate: AdamRate): AdamState {
  const firstMoment = blend(state.firstMoment, gradient, firstDecay);
  const secondMoment = blend(state.secondMoment, multiply(gradient, gradient), secondDecay);
  const size = add(divide(squareRoot(secondMoment), rate.spread), tiny);
  const change = multiply(divide(firstMoment, size), rate.stepSize);
  return { value: subtract(state.value, change), firstMoment, secondMoment };
}

function blend(before: Expression, now: Expression, decay: number): Expression {
  return add(multiply(before, decay), multiply(now, 1 - decay));
}
