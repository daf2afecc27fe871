import type { ModelSession, TensorValue } from '#core/runtime/model-session';
import type { Weights } from '#native-models/weights-file/safetensors';
import type { TrainingState } from './training-state.ts';

/** Tensors by the names of a model's inputs. */
export type Feeds = Readonly<Record<string, TensorValue>>;

/** The scalars that a step gives besides the new parameters: losses, the gradient's norm, accuracies. */
export type StepFigures = Readonly<Record<string, number>>;

/** The output that is not finite when a step changed nothing. */
export const gradientNorm = 'gradient-norm';

/**
 * One step of training with a train-step model: parameters, moments, `step` and `learning-rate` go in beside the batch,
 * `updated.<name>`, `updated-first-moment.<name>` and `updated-second-moment.<name>` come out and take their places in the
 * state, the average follows. Parameters that the model does not give stay as they are. A failed run leaves the state as it was. Throws what `ModelSession.run` throws.
 */
export async function takeStep(
  session: ModelSession,
  state: TrainingState,
  batch: Feeds,
  learningRate: number,
): Promise<StepFigures> {
  const results = await session.run({ ...batch, ...feedsOf(state, learningRate) });
  const parameters = updatedOf(results, 'updated.', state.parameters);
  const firstMoments = updatedOf(results, 'updated-first-moment.', state.firstMoments);
  const secondMoments = updatedOf(results, 'updated-second-moment.', state.secondMoments);
  const figures = figuresOf(results);
  Object.assign(state, { parameters, firstMoments, secondMoments });
  state.step += 1;
  if (wasTaken(figures)) state.updates += 1;
  updateAverage(state.average, parameters, state.step);
  return figures;
}

/** Whether the step changed the parameters. */
export function wasTaken(figures: StepFigures): boolean {
  return Number.isFinite(figures[gradientNorm]);
}

function feedsOf({ parameters, firstMoments, secondMoments, updates }: TrainingState, learningRate: number): Feeds {
  return {
    ...named('', parameters),
    ...named('first-moment.', firstMoments),
    ...named('second-moment.', secondMoments),
    step: scalar(updates + 1),
    'learning-rate': scalar(learningRate),
  };
}

function named(prefix: string, weights: Weights): Feeds {
  return Object.fromEntries([...weights].map(([name, tensor]) => [prefix + name, tensor]));
}

function scalar(value: number): TensorValue {
  return { data: Float32Array.of(value), shape: [] };
}

function updatedOf(results: Feeds, prefix: string, before: Weights): Weights {
  const [first = ''] = before.keys();
  if (![...before.keys()].some((name) => prefix + name in results))
    throw new TypeError(`Expected the step to give '${prefix}${first}', received none`);
  return new Map(
    [...before].map(([name, { shape, data: old }]) => {
      const data = results[prefix + name]?.data ?? old;
      if (data.length !== old.length)
        throw new TypeError(
          `Expected the step to give ${old.length} values as '${prefix}${name}', received ${data.length}`,
        );
      return [name, { shape, data }];
    }),
  );
}

function figuresOf(results: Feeds): StepFigures {
  const scalars = Object.entries(results).filter(
    ([name, { data }]) => !name.startsWith('updated') && data.length === 1,
  );
  return Object.fromEntries(scalars.map(([name, { data }]) => [name, data[0] ?? Number.NaN]));
}

const decay = 0.999;

/**
 * Moves the average towards the parameters, in place: a ← a + (1 - d)(p - a) with d = min(0.999, (1 + n) / (10 + n)) after
 * n steps, so that the first values, which are none, are soon forgotten.
 */
export function updateAverage(average: Weights, parameters: Weights, step: number): void {
  const share = 1 - Math.min(decay, (1 + step) / (10 + step));
  for (const [name, { data }] of average) {
    const current = parameters.get(name)?.data;
    if (current?.length !== data.length)
      throw new RangeError(`Expected ${data.length} values for "${name}", received ${current?.length ?? 'none'}`);
    for (let index = 0; index < data.length; index += 1) {
      const value = data[index] ?? 0;
      data[index] = value + share * ((current[index] ?? 0) - value);
    }
  }
}
