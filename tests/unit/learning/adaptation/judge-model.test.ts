import { describe, expect, it } from 'vitest';
import { judgeModel } from '#core/learning/adaptation/judge-model';
import { judgingHalo, type JudgingPlace } from '#core/learning/adaptation/sample-patches';
import type { LoadedModel } from '#core/models/model-registry';
import type { WideCamera } from '#core/pairs/camera/wide-camera';
import { openModelSession } from '#core/runtime/model-session';
import { cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { graphVersion, networkConfigurations } from '#native-models/dcsr/network';
import type { CameraFormation } from '#native-models/camera-formation';
import { createRandom } from '#native-models/random';
import { paintScene } from '../../../support/simulated-pair.ts';

/** What a wide pixel shows is the mean of four fine ones. */
const formation: CameraFormation = {
  response: { size: 3, values: [0, 0, 0, 0, 0.25, 0.25, 0, 0.25, 0.25] },
  domain: 'light',
  sharpening: null,
};
const meansOfFour: WideCamera = {
  kernel: Float32Array.from({ length: cameraKernelSide ** 2 }, (_, at) => {
    const inMiddle = (place: number): boolean => place === cameraReach || place === cameraReach + 1;
    return inMiddle(Math.floor(at / cameraKernelSide)) && inMiddle(at % cameraKernelSide) ? 0.25 : 0;
  }),
  exponent: 1,
};
const side = 32;
const whole = side + 2 * judgingHalo;
/** The tele reaches so many fine pixels further than the wide. */
const margin = cameraReach;

/** Before training: bicubic, and the reference where it explains the wide. */
const fast: LoadedModel = {
  summary: {
    id: 'fast',
    name: 'Fast',
    configuration: 'fast',
    variation: null,
    graphVersion,
    parameters: 1,
    description: [],
    sha256: '',
    isPersonal: false,
    isOutdated: false,
  },
  configuration: networkConfigurations.fast,
  weights: initialiseWeights(networkConfigurations.fast, 1),
};
const spoiled = shaken(fast);

function shaken(model: LoadedModel): LoadedModel {
  const random = createRandom(1);
  const values = [...model.weights].map(
    ([name, { shape, data }]) => [name, { shape, data: data.map((value) => value + 0.01 * random.normal()) }] as const,
  );
  return { ...model, weights: new Map(values) };
}

/** A painted scene: the tele shows it as it is, the wide the means of its 2x2 pixels. */
function place(seed: number): JudgingPlace {
  const fine = 2 * (whole + margin);
  const { data } = paintScene({ width: fine, height: fine }, seed);
  const pixels = Float32Array.from({ length: 3 * fine * fine }, (_, at) => {
    const [channel, rest] = [Math.floor(at / (fine * fine)), at % (fine * fine)];
    return (data[rest * 3 + channel] ?? 0) / 255;
  });
  const wide = Float32Array.from({ length: 3 * whole * whole }, (_, at) => {
    const [channel, rest] = [Math.floor(at / (whole * whole)), at % (whole * whole)];
    const corner = (channel * fine + 2 * Math.floor(rest / whole) + margin) * fine + 2 * (rest % whole) + margin;
    const four = [0, 1, fine, fine + 1].map((step) => pixels[corner + step] ?? 0);
    return four.reduce((sum, value) => sum + value, 0) / 4;
  });
  return {
    side,
    wide,
    reference: {
      pixels,
      validity: new Float32Array(fine * fine).fill(1),
      width: fine,
      height: fine,
      camera: meansOfFour,
      noise: 0.01,
    },
  };
}

function judge(base: LoadedModel, candidate: LoadedModel, places: readonly JudgingPlace[]) {
  return judgeModel({
    base,
    candidate,
    places,
    pairsKeptOut: 0,
    formation,
    device: 'cpu',
    openSession: openModelSession,
    giveWay: () => Promise.resolve(),
    signal: new AbortController().signal,
    report: () => undefined,
  });
}

describe('judging a model', () => {
  it('refuses what is worse, whatever way it is', async () => {
    const judgement = await judge(fast, spoiled, [place(1), place(2)]);
    expect(judgement.isBetter).toBe(false);
    expect(judgement.consistency).toBeLessThan(-0.5);
    expect(judgement.withoutReference).toBeLessThan(-0.05);
    expect(judgement.places).toBe(2);
  });

  it('adopts what is better', async () => {
    const judgement = await judge(spoiled, fast, [place(1), place(2)]);
    expect(judgement).toMatchObject({ isBetter: true });
    expect(judgement.detail).toBeGreaterThan(0.05);
  });

  it('finds no gain in the same model', async () => {
    const judgement = await judge(fast, fast, [place(3)]);
    expect(judgement).toMatchObject({
      consistency: 0,
      detail: 0,
      withoutReference: 0,
      wrongReference: 0,
      isBetter: false,
    });
  });

  it('judges nothing by nothing', async () => {
    expect((await judge(spoiled, fast, [])).isBetter).toBe(false);
  });

  it('ends when it is cancelled', async () => {
    const cancelled = judgeModel({
      base: fast,
      candidate: fast,
      places: [place(1)],
      pairsKeptOut: 0,
      formation,
      device: 'cpu',
      openSession: openModelSession,
      giveWay: () => Promise.resolve(),
      signal: AbortSignal.abort(new Error('enough')),
      report: () => undefined,
    });
    await expect(cancelled).rejects.toThrow('enough');
  });
});
