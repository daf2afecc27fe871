import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeModel,
  type AttributeMessage,
  type NodeMessage,
  type TensorMessage,
  type ValueMessage,
} from '#native-models/onnx/model-schema';

interface KerasLayer {
  class_name: string;
  name: string;
  config: { kernel_size?: number[] };
  inbound_nodes: [string, ...unknown[]][][];
}

interface KerasModel {
  modelTopology: { model_config: { config: { layers: KerasLayer[] } } };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[] }[] }[];
}

/**
 * A network in TensorFlow.js's layers format, `model.json` and its shards, as an ONNX model for squares of `side`: input `picture` and output
 * `enlarged`, [1, 3, side, side] and twice that, in the values that it was trained on. Knows what residual dense networks are made of:
 * convolutions that keep the size, ReLU, concatenation, addition, enlargement by repetition. Throws a RangeError for anything else.
 */
export function readKerasNetwork(folder: string, side: number): Uint8Array {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as KerasModel;
  const { layers } = modelTopology.model_config.config;
  const [first, last] = [layers[0]?.name ?? '', layers.at(-1)?.name ?? ''];
  const weights = weightsManifest.flatMap(({ paths, weights: entries }) =>
    readWeights(Buffer.concat(paths.map((path) => readFileSync(join(folder, path)))), entries),
  );
  return encodeModel({
    ir_version: 10,
    producer_name: 'telewide',
    opset_import: [{ domain: '', version: 20 }],
    graph: {
      name: 'keras',
      node: [
        node('Identity', first, ['picture']),
        ...layers.slice(1).map(nodeOf),
        node('Identity', 'enlarged', [last]),
      ],
      initializer: [...weights, tensor('scales', [4], Float32Array.of(1, 1, 2, 2))],
      input: [value('picture', side)],
      output: [value('enlarged', 2 * side)],
    },
  });
}

function nodeOf({ class_name: kind, name, config, inbound_nodes: [inbound = []] }: KerasLayer): NodeMessage {
  const inputs = inbound.map(([from]) => from);
  switch (kind) {
    case 'Conv2D': {
      const around = ((config.kernel_size?.[0] ?? 1) - 1) / 2;
      return node(
        'Conv',
        name,
        [...inputs, `${name}/kernel`, `${name}/bias`],
        [
          integers(
            'pads',
            Array.from({ length: 4 }, () => around),
          ),
        ],
      );
    }
    case 'Activation':
      return node('Relu', name, inputs);
    case 'Concatenate':
      return node('Concat', name, inputs, [{ name: 'axis', type: 2, i: 1 }]);
    case 'Add':
      return node('Add', name, inputs);
    case 'UpSampling2D':
      return node(
        'Resize',
        name,
        [...inputs, '', 'scales'],
        [text('mode', 'nearest'), text('coordinate_transformation_mode', 'asymmetric'), text('nearest_mode', 'floor')],
      );
    default:
      throw new RangeError(`Expected a layer of a residual dense network, received a ${kind}`);
  }
}

/** Kernels are [height, width, inputs, outputs] there and [outputs, inputs, height, width] here. */
function readWeights(bytes: Buffer, entries: readonly { name: string; shape: number[] }[]): TensorMessage[] {
  const all = new Float32Array(Uint8Array.from(bytes).buffer);
  let start = 0;
  return entries.map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = all.subarray(start, start + length);
    start += length;
    const [rows, columns, inputs, outputs] = shape;
    if (rows === undefined || columns === undefined || inputs === undefined || outputs === undefined)
      return tensor(name, shape, values);
    const turned = Float32Array.from({ length }, (_, at) => {
      const place = at % (rows * columns);
      const channel = Math.floor(at / (rows * columns));
      return values[(place * inputs + (channel % inputs)) * outputs + Math.floor(channel / inputs)] ?? 0;
    });
    return tensor(name, [outputs, inputs, rows, columns], turned);
  });
}

function node(kind: string, output: string, input: string[], attribute: AttributeMessage[] = []): NodeMessage {
  return { op_type: kind, name: output, input, output: [output], attribute };
}

function tensor(name: string, dims: readonly number[], values: Float32Array): TensorMessage {
  return { name, dims, data_type: 1, raw_data: new Uint8Array(Float32Array.from(values).buffer) };
}

function value(name: string, side: number): ValueMessage {
  const dim = [1, 3, side, side].map((size) => ({ dim_value: size }));
  return { name, type: { tensor_type: { elem_type: 1, shape: { dim } } } };
}

function integers(name: string, ints: number[]): AttributeMessage {
  return { name, type: 7, ints };
}

function text(name: string, content: string): AttributeMessage {
  return { name, type: 3, s: Buffer.from(content) };
}
