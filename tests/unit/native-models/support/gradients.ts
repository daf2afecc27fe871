import { sumOfAll } from '#native-models/graph/broadcasting';
import { differentiate } from '#native-models/graph/differentiate';
import { expressionsOf, input, type Expression } from '#native-models/graph/expression';
import { multiply } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import { openModel, randomValues, runModel, type Feeds, type Values } from './run-graph.ts';

/** The gradients of Σ weights · result with respect to the inputs `names`, as `differentiate` has them computed; parameters are fed like inputs. */
export async function analyticGradients(
  result: Expression,
  feeds: Feeds,
  names: readonly string[],
  weights: Values,
): Promise<Values[]> {
  const inputs = names.map((name) => inputOf(result, name));
  const gradients = differentiate(sumOfAll(multiply(result, input('result-weights', result.shape))), inputs);
  // An output must be computed, even if the gradient is an input as it is.
  const outputs = Object.fromEntries(gradients.map((gradient, index) => [`gradient-${index}`, multiply(gradient, 1)]));
  const values = await runModel(emitModel({ name: 'test', outputs }, 'inputs'), {
    ...feeds,
    'result-weights': weights,
  });
  return names.map((name, index) => {
    const gradient = values[`gradient-${index}`];
    if (gradient === undefined) throw new Error(`Expected a gradient for ${name}`);
    return gradient;
  });
}

/**
 * The largest difference between those gradients and central finite differences, relative to the largest of them. The
 * differences are summed in double precision, element by element of the result, so that float32 rounding stays small.
 */
export async function gradientError(
  result: Expression,
  feeds: Feeds,
  names: readonly string[] = Object.keys(feeds),
  step = 1 / 64,
): Promise<number> {
  const weights = randomValues(99, result.shape);
  const analytic = await analyticGradients(result, feeds, names, weights);
  const model = await openModel(emitModel({ name: 'test', outputs: { result: multiply(result, 1) } }, 'inputs'));
  let worst = 0;
  for (const [index, name] of names.entries()) {
    const varied = feeds[name];
    const gradient = analytic[index];
    if (varied === undefined || gradient === undefined) throw new Error(`Expected a feed for ${name}`);
    let [largest, difference] = [1e-3, 0];
    for (const element of varied.data.keys()) {
      const at = async (offset: number): Promise<Float32Array> => {
        const data = varied.data.slice();
        data[element] = (data[element] ?? NaN) + offset;
        return (await model.run({ ...feeds, [name]: { ...varied, data } })).result?.data ?? new Float32Array(0);
      };
      const [after, before] = [await at(step), await at(-step)];
      const numeric =
        after.reduce((sum, value, i) => sum + (weights.data[i] ?? NaN) * (value - (before[i] ?? NaN)), 0) / (2 * step);
      largest = Math.max(largest, Math.abs(numeric));
      const apart = Math.abs(numeric - (gradient.data[element] ?? NaN));
      if (!(apart <= difference)) difference = apart;
    }
    const error = difference / largest;
    if (!(error <= worst)) worst = error;
  }
  await model.close();
  return worst;
}

function inputOf(result: Expression, name: string): Expression {
  const found = expressionsOf({ name: 'test', outputs: { result } }).find(
    (expression) => expression.kind === 'input' && expression.name === name,
  );
  if (found === undefined) throw new Error(`Expected an input ${name}`);
  return found;
}
