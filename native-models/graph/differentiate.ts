import { zeros } from './broadcasting.ts';
import { constant, expressionsOf, type Expression, type Application } from './expression.ts';
import { sum } from './operations.ts';
import { describeType, elementCount } from './tensor-type.ts';
import type { GradientRule } from './gradient-rule.ts';
import { elementwiseGradients } from './gradients-elementwise.ts';
import { layoutGradients } from './gradients-layout.ts';
import { windowGradients } from './gather-gradient.ts';
import type { OperatorName } from './operators.ts';

/**
 * The gradients of a float32 scalar with respect to parameters, inputs or anything between, each of the shape of what it
 * belongs to; zeros where the loss does not depend on it. Parameters of one name are one parameter. Only what lies between
 * `withRespectTo` and the loss is differentiated. Throws a RangeError or TypeError for a loss that is no float32 scalar.
 */
export function differentiate(loss: Expression, withRespectTo: readonly Expression[]): Expression[] {
  if (loss.dtype !== 'float32') throw new TypeError(`Expected a float32 loss, received ${describeType(loss)}`);
  if (elementCount(loss.shape) !== 1) throw new RangeError(`Expected a scalar loss, received ${describeType(loss)}`);
  const asked = new Set(withRespectTo.map(identityOf));
  const expressions = expressionsOf({ name: 'loss', outputs: { loss } });
  const onTheWay = expressionsOnTheWay(expressions, asked);
  const received = new Map<Expression, Expression[]>([[loss, [constant(Float32Array.of(1), loss.shape)]]]);
  const results = new Map<string | Expression, Expression[]>();
  for (const expression of expressions.toReversed()) {
    const total = totalOf(received.get(expression));
    received.delete(expression);
    if (total === null || !onTheWay.has(expression)) continue;
    const identity = identityOf(expression);
    if (asked.has(identity)) addTo(results, identity, total);
    if (expression.kind !== 'application') continue;
    gradientsOf(expression, total).forEach((build, index) => {
      const operand = expression.inputs[index];
      if (build !== null && operand !== undefined && onTheWay.has(operand)) addTo(received, operand, build());
    });
  }
  return withRespectTo.map((expression) => totalOf(results.get(identityOf(expression))) ?? zeros(expression.shape));
}

/** Two parameters of one name are the same parameter; anything else is itself alone. */
function identityOf(expression: Expression): string | Expression {
  return expression.kind === 'parameter' ? expression.name : expression;
}

/** Those that depend on what is asked for, through operators that pass a gradient on. */
function expressionsOnTheWay(
  expressions: readonly Expression[],
  asked: ReadonlySet<string | Expression>,
): ReadonlySet<Expression> {
  const onTheWay = new Set<Expression>();
  for (const expression of expressions) {
    const leads =
      expression.kind === 'application' &&
      expression.dtype === 'float32' &&
      isDifferentiable(expression.operator) &&
      expression.inputs.some((operand) => onTheWay.has(operand));
    if (leads || asked.has(identityOf(expression))) onTheWay.add(expression);
  }
  return onTheWay;
}

function totalOf(parts: readonly Expression[] | undefined): Expression | null {
  const [first, ...others] = parts ?? [];
  return first === undefined ? null : sum(first, ...others);
}

function addTo<Key>(lists: Map<Key, Expression[]>, key: Key, value: Expression): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The derivative of every operator, made of the same operators; null where a result has no gradient to pass on. */
const gradients: { readonly [Name in OperatorName]: GradientRule<Name> | null } = {
  ...elementwiseGradients,
  ...layoutGradients,
  ...windowGradients,
};

/** Whether a gradient passes through the operator at all. */
export function isDifferentiable(operator: OperatorName): boolean {
  return gradients[operator] !== null;
}

/** For each operand of `node`, how to build the gradient with respect to it; null where it has none. */
function gradientsOf<Name extends OperatorName>(
  node: Application<Name>,
  gradient: Expression,
): ReturnType<GradientRule<Name>> {
  const rule: GradientRule<Name> | null = gradients[node.operator];
  return rule === null ? node.inputs.map(() => null) : rule(node, gradient);
}
