import type { Weights } from '#native-models/weights-file/safetensors';

/** Everything a training is at one moment, between two steps. The training loop changes it in place, a whole step at a time. */
export interface TrainingState {
  /** How many batches were seen. */
  step: number;
  /** How many of them changed the parameters: a step whose gradient is not finite does not. */
  updates: number;
  /** Time spent in steps and in waiting for their batches; pauses do not count. */
  seconds: number;
  parameters: Weights;
  firstMoments: Weights;
  secondMoments: Weights;
  /** The exponential moving average of the parameters: what is measured, kept and shipped. */
  average: Weights;
}

/** The state before the first step. The weights are copied. */
export function beginTraining(weights: Weights): TrainingState {
  const zeros = (): Weights => mapWeights(weights, (data) => new Float32Array(data.length));
  return {
    step: 0,
    updates: 0,
    seconds: 0,
    parameters: copyOf(weights),
    firstMoments: zeros(),
    secondMoments: zeros(),
    average: copyOf(weights),
  };
}

function copyOf(weights: Weights): Weights {
  return mapWeights(weights, (data) => data.slice());
}

function mapWeights(weights: Weights, valuesOf: (data: Float32Array) => Float32Array): Weights {
  return new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: valuesOf(data) }]));
}
