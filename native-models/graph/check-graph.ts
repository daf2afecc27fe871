import { expressionsOf, type Expression, type Graph, type Parameter } from './expression.ts';
import { inferType } from './operators.ts';
import { byteSize, describeType, elementCount, sameShape } from './tensor-type.ts';

/**
 * Checks what single expressions cannot know: every type follows from its operands, every size is a whole number of at
 * least 1, one name means one tensor, and every output is a float32 computed by an operator.
 * Throws a RangeError or TypeError that names the culprit.
 */
export function checkGraph(graph: Graph): void {
  const expressions = expressionsOf(graph);
  for (const expression of expressions) {
    if (!expression.shape.every((size) => Number.isInteger(size) && size >= 1))
      throw new RangeError(`Expected sizes of at least 1, received ${describe(expression)}`);
    if (expression.kind === 'application') checkType(expression);
  }
  checkNames(expressions, Object.keys(graph.outputs));
  for (const [name, output] of Object.entries(graph.outputs))
    if (output.kind !== 'application' || output.dtype !== 'float32')
      throw new TypeError(`Expected the output "${name}" to be a computed float32, received ${describe(output)}`);
}

/** The parameters a graph uses, by name, in the order of their first use. */
export function parametersOf(graph: Graph): Map<string, Parameter> {
  const parameters = expressionsOf(graph).filter((expression) => expression.kind === 'parameter');
  return new Map(parameters.map((parameter) => [parameter.name, parameter]));
}

/** The expression with the most bytes, and how many. */
export function largestTensor(graph: Graph): { bytes: number; description: string } {
  let largest = { bytes: 0, description: 'nothing' };
  for (const expression of expressionsOf(graph)) {
    const bytes = byteSize(expression);
    if (bytes > largest.bytes) largest = { bytes, description: describe(expression) };
  }
  return largest;
}

function checkType(expression: Extract<Expression, { kind: 'application' }>): void {
  const inferred = inferType(expression.operator, expression.inputs, expression.attributes);
  if (inferred.dtype !== expression.dtype || !sameShape(inferred.shape, expression.shape))
    throw new TypeError(
      `Expected ${expression.operator} to give ${describeType(inferred)}, received ${describeType(expression)}`,
    );
}

function checkNames(expressions: readonly Expression[], outputs: readonly string[]): void {
  const named = new Map<string, Expression>();
  for (const expression of expressions) {
    if (expression.kind !== 'input' && expression.kind !== 'parameter') continue;
    if (outputs.includes(expression.name))
      throw new RangeError(`Expected the name "${expression.name}" for one tensor, received it for an output too`);
    const before = named.get(expression.name);
    if (before !== undefined && !isSameLeaf(before, expression))
      throw new RangeError(
        `Expected the name "${expression.name}" for one tensor, received ${describe(before)} and ${describe(expression)}`,
      );
    named.set(expression.name, expression);
  }
}

function isSameLeaf(a: Expression, b: Expression): boolean {
  return a === b || (a.kind === 'parameter' && b.kind === 'parameter' && sameShape(a.shape, b.shape));
}

function describe(expression: Expression): string {
  const type = describeType(expression);
  switch (expression.kind) {
    case 'input':
    case 'parameter':
      return `${expression.kind} "${expression.name}" ${type}`;
    case 'constant':
      return `a constant of ${elementCount(expression.shape)} values ${type}`;
    case 'application':
      return `${expression.operator} ${type}`;
  }
}
