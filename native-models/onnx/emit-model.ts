import { checkGraph } from '../graph/check-graph.ts';
import { expressionsOf, type Application, type Expression, type Graph, type Parameter } from '../graph/expression.ts';
import type { OnnxAttribute, OnnxConstant } from '../graph/operator.ts';
import { writeOperator } from '../graph/operators.ts';
import { onnxDataType } from '../graph/operators-elementwise.ts';
import { describeType, sameShape, type DataType, type TensorType } from '../graph/tensor-type.ts';
import type { Weights } from '../weights-file/safetensors.ts';
import {
  encodeModel,
  type AttributeMessage,
  type NodeMessage,
  type TensorMessage,
  type ValueMessage,
} from './model-schema.ts';

const operatorSet = 20;
const irVersion = 10;

/**
 * Writes a graph as an ONNX model. Parameters become initialisers with the values of `weights`, or, with 'inputs',
 * inputs of their own names. The bytes depend on the graph and the weights alone.
 * Throws a RangeError when a weight is missing or has another shape, and what `checkGraph` throws.
 */
export function emitModel(graph: Graph, weights: Weights | 'inputs'): Uint8Array {
  checkGraph(graph);
  const writer = createWriter(weights);
  const outputNames = new Map(Object.entries(graph.outputs).map(([name, expression]) => [expression, name]));
  if (outputNames.size !== Object.keys(graph.outputs).length)
    throw new RangeError(`Expected outputs that differ, received one expression under two names in "${graph.name}"`);
  for (const expression of expressionsOf(graph)) writer.write(expression, outputNames.get(expression));
  return encodeModel({
    ir_version: irVersion,
    producer_name: 'telewide',
    opset_import: [{ domain: '', version: operatorSet }],
    graph: {
      name: graph.name,
      node: writer.nodes,
      initializer: writer.initialisers,
      input: writer.inputs,
      output: Object.entries(graph.outputs).map(([name, expression]) => valueMessage(name, expression)),
    },
  });
}

interface Writer {
  readonly nodes: NodeMessage[];
  readonly initialisers: TensorMessage[];
  readonly inputs: ValueMessage[];
  write(expression: Expression, outputName: string | undefined): void;
}

function createWriter(weights: Weights | 'inputs'): Writer {
  const nodes: NodeMessage[] = [];
  const initialisers: TensorMessage[] = [];
  const inputs: ValueMessage[] = [];
  const names = new Map<Expression, string>();
  const written = new Set<string>();
  const constantNames = new Map<string, string>();

  const nameOf = (expression: Expression): string => {
    const name = names.get(expression);
    if (name === undefined) throw new RangeError('Expected operands before what is made of them');
    return name;
  };
  const writeConstant = (dtype: DataType, dims: readonly number[], bytes: Uint8Array): string => {
    const key = `${dtype} [${dims.join()}] ${bytes.join()}`;
    const known = constantNames.get(key);
    if (known !== undefined) return known;
    const name = `constant-${constantNames.size}`;
    constantNames.set(key, name);
    initialisers.push({ name, data_type: onnxDataType[dtype], dims, raw_data: bytes });
    return name;
  };
  const writeSmallConstant = (value: OnnxConstant): string => {
    if (value === null) return '';
    if ('float' in value) return writeConstant('float32', [], bytesOf(Float32Array.of(value.float)));
    return writeConstant('int64', [value.int64s.length], bytesOf(BigInt64Array.from(value.int64s, BigInt)));
  };
  const writeApplication = (expression: Application, outputName: string | undefined): string => {
    const form = writeOperator(expression.operator, expression.attributes);
    const name = outputName ?? `${expression.operator}-${nodes.length}`;
    nodes.push({
      name,
      op_type: expression.operator,
      input: [...expression.inputs.map(nameOf), ...(form.constants ?? []).map(writeSmallConstant)],
      output: [name],
      attribute: Object.entries(form.attributes ?? {}).map(([key, value]) => attributeMessage(key, value)),
    });
    return name;
  };
  const writeParameter = (parameter: Parameter): void => {
    if (written.has(parameter.name)) return;
    written.add(parameter.name);
    if (weights === 'inputs') inputs.push(valueMessage(parameter.name, parameter));
    else initialisers.push(parameterMessage(parameter, weights));
  };

  const write = (expression: Expression, outputName: string | undefined): void => {
    switch (expression.kind) {
      case 'input':
        inputs.push(valueMessage(expression.name, expression));
        names.set(expression, expression.name);
        return;
      case 'parameter':
        writeParameter(expression);
        names.set(expression, expression.name);
        return;
      case 'constant':
        names.set(expression, writeConstant(expression.dtype, expression.shape, bytesOf(expression.values)));
        return;
      case 'application':
        names.set(expression, writeApplication(expression, outputName));
    }
  };
  return { nodes, initialisers, inputs, write };
}

function parameterMessage(parameter: Parameter, weights: Weights): TensorMessage {
  const weight = weights.get(parameter.name);
  if (weight === undefined)
    throw new RangeError(`Expected a weight "${parameter.name}" ${describeType(parameter)}, received none`);
  if (!sameShape(weight.shape, parameter.shape))
    throw new RangeError(
      `Expected the weight "${parameter.name}" to be ${describeType(parameter)}, received [${weight.shape.join(', ')}]`,
    );
  return { name: parameter.name, data_type: onnxDataType.float32, dims: weight.shape, raw_data: bytesOf(weight.data) };
}

function valueMessage(name: string, { dtype, shape }: TensorType): ValueMessage {
  const dim = shape.map((size) => ({ dim_value: size }));
  return { name, type: { tensor_type: { elem_type: onnxDataType[dtype], shape: { dim } } } };
}

function attributeMessage(name: string, value: OnnxAttribute): AttributeMessage {
  if ('int' in value) return { name, type: 2, i: value.int };
  if ('ints' in value) return { name, type: 7, ints: value.ints };
  if ('float' in value) return { name, type: 1, f: value.float };
  return { name, type: 3, s: new TextEncoder().encode(value.string) };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
