import { apply, constant, input, type Expression } from '#native-models/graph/expression';
import { gather, leakyRelu, reshape } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';
import type { TensorValue } from './model-session.ts';

/** A small computation with an answer that is known without the device. */
export interface Trial {
  model: Uint8Array;
  feeds: Record<string, TensorValue>;
  output: string;
  expected: Float32Array;
}

const channels = 48;
const side = 128;
const samples = 256;

/**
 * The trial of every device: two 3x3 convolutions (3 to 48 to 48 channels, a leaky ReLU between them) over a 128x128
 * picture, then a gather of 256 of the results, which are worked out here one by one. It is big enough (0.7 GFLOP) for
 * its time to tell a graphics card from a driver that only imitates one.
 */
export function makeTrial(): Trial {
  const picture = noise(3 * side * side, 1);
  const first = noise(channels * 3 * 9, 2);
  const second = noise(channels * channels * 9, 3);
  return {
    model: emitTrialModel(),
    feeds: {
      picture: { data: picture, shape: [1, 3, side, side] },
      first: { data: first, shape: [channels, 3, 3, 3] },
      second: { data: second, shape: [channels, channels, 3, 3] },
    },
    output: 'answer',
    expected: Float32Array.from({ length: samples }, (_, index) => {
      const { channel, x, y } = placeOf(index);
      return convolveAt(second, channels, channel, x, y, (inner, innerX, innerY) => {
        const value = convolveAt(
          first,
          3,
          inner,
          innerX,
          innerY,
          (plane, px, py) => picture[(plane * side + py) * side + px] ?? 0,
        );
        return value >= 0 ? value : leakyReluSlope * value;
      });
    }),
  };
}

/** The slope that the networks' leaky ReLU has. */
const leakyReluSlope = 0.2;

function emitTrialModel(): Uint8Array {
  const noBias = constant(new Float32Array(channels), [channels]);
  const convolve = (data: Expression, name: string, inputs: number): Expression =>
    apply('Conv', [data, input(name, [channels, inputs, 3, 3]), noBias], { stride: 1, padding: 1, groups: 1 });
  const inner = leakyRelu(convolve(input('picture', [1, 3, side, side]), 'first', 3));
  const places = Int32Array.from({ length: samples }, (_, index) => {
    const { channel, x, y } = placeOf(index);
    return (channel * side + y) * side + x;
  });
  const planes = reshape(convolve(inner, 'second', channels), channels * side * side);
  return emitModel({ name: 'trial', outputs: { answer: gather(planes, constant(places, [samples]), 0) } }, new Map());
}

function placeOf(index: number): { channel: number; x: number; y: number } {
  const pixel = (index * 104729) % (side * side);
  return { channel: (index * 7919) % channels, x: pixel % side, y: Math.floor(pixel / side) };
}

/** One value of a 3x3 convolution with a border of zeros. */
function convolveAt(
  weights: Float32Array,
  inputs: number,
  output: number,
  x: number,
  y: number,
  valueAt: (input: number, x: number, y: number) => number,
): number {
  let sum = 0;
  for (let input = 0; input < inputs; input += 1) {
    for (let tap = 0; tap < 9; tap += 1) {
      const [tapX, tapY] = [x + (tap % 3) - 1, y + Math.floor(tap / 3) - 1];
      if (tapX < 0 || tapY < 0 || tapX >= side || tapY >= side) continue;
      sum += (weights[(output * inputs + input) * 9 + tap] ?? 0) * valueAt(input, tapX, tapY);
    }
  }
  return sum;
}

/** Evenly spread numbers in -0.5..0.5 from a linear congruential generator (Numerical Recipes' constants). */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}
