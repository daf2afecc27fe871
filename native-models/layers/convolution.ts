import { apply, constant, parameter, type Expression } from '../graph/expression.ts';
import { leakyRelu, slice, sum } from '../graph/operations.ts';
import { dimension } from '../graph/tensor-type.ts';

export interface ConvolutionOptions {
  readonly name: string;
  readonly outputs: number;
  /** Width of the square kernel; odd. Default 3. */
  readonly kernel?: number;
  readonly stride?: number;
  /** Factor on He's standard deviation before training; 0 starts the layer at its bias. Default 1. */
  readonly initialScale?: number;
  /** Default 0. */
  readonly initialBias?: number;
}

/**
 * A convolution of [B, C, H, W] with learned `<name>.weight` and `<name>.bias`, zero padded so that stride 1 keeps the size. Of several
 * tensors it is that of their channels one after the other, without a copy of them. Throws a RangeError for a number of input channels
 * that WebGPU gets wrong.
 */
export function convolution(data: Expression | readonly Expression[], options: ConvolutionOptions): Expression {
  const { name, outputs, kernel = 3, stride = 1, initialScale = 1, initialBias = 0 } = options;
  const parts = 'shape' in data ? [data] : data;
  const channels = parts.reduce((sum, { shape }) => sum + dimension(shape, 1), 0);
  const weight = parameter(`${name}.weight`, [outputs, channels, kernel, kernel], {
    kind: 'he',
    fanIn: channels * kernel * kernel,
    scale: initialScale,
  });
  const bias = parameter(`${name}.bias`, [outputs], { kind: 'constant', value: initialBias });
  let before = 0;
  const [first, ...others] = parts.map((part, index) => {
    const after = before + dimension(part.shape, 1);
    checkChannels(name, after - before);
    const addend = index === 0 ? bias : constant(new Float32Array(outputs), [outputs]);
    const result = apply('Conv', [part, slice(weight, 1, before, after), addend], {
      stride,
      padding: (kernel - 1) / 2,
      groups: 1,
    });
    before = after;
    return result;
  });
  if (first === undefined) throw new RangeError(`Expected something to convolve for "${name}", received nothing`);
  return others.length === 0 ? first : unchanged(sum(first, ...others));
}

/** onnxruntime leaves its fast order of channels at an activation that follows no convolution: one that changes nothing costs less than that. */
function unchanged(data: Expression): Expression {
  const channels = dimension(data.shape, 1);
  const weight = Float32Array.from({ length: channels * channels }, (_, at) => (at % (channels + 1) === 0 ? 1 : 0));
  const operands = [
    data,
    constant(weight, [channels, channels, 1, 1]),
    constant(new Float32Array(channels), [channels]),
  ];
  return apply('Conv', operands, { stride: 1, padding: 0, groups: 1 });
}

/** Two convolutions, `<name>.1` and `<name>.2`, with a leaky ReLU between them. */
export function twoConvolutions(
  data: Expression,
  name: string,
  first: Omit<ConvolutionOptions, 'name'>,
  second: Omit<ConvolutionOptions, 'name'>,
): Expression {
  const hidden = leakyRelu(convolution(data, { ...first, name: `${name}.1` }));
  return convolution(hidden, { ...second, name: `${name}.2` });
}

/**
 * onnxruntime 1.30 reads the input of such a convolution three channels at a time and mixes them up on WebGPU:
 * https://github.com/microsoft/onnxruntime/issues/29651
 */
function checkChannels(name: string, channels: number): void {
  if (channels > 3 && channels % 3 === 0 && channels % 4 !== 0)
    throw new RangeError(
      `Expected input channels for "${name}" that are no multiple of 3, or one of 12, received ${channels}: WebGPU gets them wrong`,
    );
}
