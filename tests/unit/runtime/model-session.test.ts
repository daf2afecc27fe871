import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#contract/errors';
import { openModelSession, type ModelSession } from '#core/runtime/model-session';
import { makeTrial } from '#core/runtime/trial-model';
import { input, parameter } from '#native-models/graph/expression';
import { add, multiply } from '#native-models/graph/operations';
import { emitModel } from '#native-models/onnx/emit-model';

/** doubled = 2 x + offset, squared = x^2, for x of two rows of three. */
function smallModel(): Uint8Array {
  const x = input('x', [2, 3]);
  const doubled = add(multiply(x, 2), parameter('offset', [3], { kind: 'constant', value: 0 }));
  const weights = new Map([['offset', { shape: [3], data: Float32Array.of(0.5, -0.5, 10) }]]);
  return emitModel({ name: 'small', outputs: { doubled, squared: multiply(x, x) } }, weights);
}

async function openSmall(): Promise<ModelSession> {
  const session = await openModelSession(smallModel(), 'cpu');
  onTestFinished(() => session.close());
  return session;
}

const x = { data: Float32Array.of(0, 1, 2, -3, 0.25, 100), shape: [2, 3] };

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const failure = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof AppError)) throw new Error(`Expected an AppError, received ${String(failure)}`);
  return failure;
}

describe('openModelSession', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['noise', Uint8Array.from({ length: 500 }, (_, index) => (index * 89) % 256)],
    ['half a model', smallModel().subarray(0, 60)],
  ])('refuses %s as a model', async (_, bytes) => {
    const failure = await failureOf(openModelSession(bytes, 'cpu'));
    expect(failure.code).toBe('internal');
    expect(failure.message).toMatch(/^The model could not be run on cpu: ./);
    expect(failure.message).not.toContain('\n');
  });

  it('says when the device is not part of the program', async () => {
    const foreign = process.platform === 'win32' ? 'coreml' : 'directml';
    const failure = await failureOf(openModelSession(smallModel(), foreign));
    expect(failure.code).toBe('device-unavailable');
    expect(failure.message).toContain(foreign);
    expect(failure.cause).toBeInstanceOf(Error);
  });
});

describe('run', () => {
  it.each([
    ['a missing input', {}],
    ['an input of another name', { y: x }],
    ['another shape', { x: { data: x.data, shape: [3, 2] } }],
    ['another number of axes', { x: { data: x.data, shape: [6] } }],
    ['fewer numbers than the shape says', { x: { data: x.data.subarray(1), shape: [2, 3] } }],
  ])('refuses %s as an AppError and goes on', async (_, feeds: Parameters<ModelSession['run']>[0]) => {
    const session = await openSmall();
    const failure = await failureOf(session.run(feeds));
    expect(failure.code).toBe('internal');
    expect(failure.cause).toBeInstanceOf(Error);
    expect((await session.run({ x })).squared?.data[3]).toBe(9);
  });

  it('gives the known numbers of every output', async () => {
    const session = await openSmall();
    expect(session.device).toBe('cpu');
    const { doubled, squared } = await session.run({ x });
    expect(doubled).toEqual({ data: Float32Array.of(0.5, 1.5, 14, -5.5, 0, 210), shape: [2, 3] });
    expect(squared).toEqual({ data: Float32Array.of(0, 1, 4, 9, 0.0625, 10000), shape: [2, 3] });
  });

  it('leaves earlier results and the inputs alone', async () => {
    const session = await openSmall();
    const first = await session.run({ x });
    await session.run({ x: { data: new Float32Array(6), shape: [2, 3] } });
    expect(first.squared?.data[5]).toBe(10000);
    expect(x.data[5]).toBe(100);
  });

  it('gives the answer to the trial that is worked out without a device', async () => {
    const trial = makeTrial();
    const session = await openModelSession(trial.model, 'cpu');
    onTestFinished(() => session.close());
    const answer = (await session.run(trial.feeds))[trial.output]?.data ?? new Float32Array();
    expect(answer).toHaveLength(trial.expected.length);
    const errors = trial.expected.map((value, index) => Math.abs(value - (answer[index] ?? NaN)));
    expect(Math.max(...errors)).toBeLessThan(1e-3);
    expect(Math.max(...trial.expected.map(Math.abs))).toBeGreaterThan(1);
  });
});

describe('close', () => {
  it('may be called again', async () => {
    const session = await openModelSession(smallModel(), 'cpu');
    await session.close();
    await expect(session.close()).resolves.toBeUndefined();
  });
});
