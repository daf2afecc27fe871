import type { CoreEvents, EventName, MethodName, ParamsOf, ResultOf } from '#contract/api';
import type { AdaptationView, HeldFor } from '#contract/adaptation';
import { AppError, type WireError } from '#contract/errors';
import type { JobState } from '#contract/jobs';
import type { Judgement, ModelCard } from '#contract/model-card';
import type { ModelSummary } from '#contract/models';
import type { FakePictures } from './fake-pictures.ts';

type Method = Extract<MethodName, `adaptation.${string}` | `models.${string}` | 'power.report'>;

/** Adaptations that learn only when a test says so, and the models that they become. */
export interface FakeAdaptations {
  readonly handlers: { [Name in Method]: (params: ParamsOf<Name>) => ResultOf<Name> };
  /** Adds points to the latest one's curve, and pictures of its place. */
  learn(points: number): void;
  hold(heldFor: HeldFor | null): void;
  judge(judgement?: Partial<Judgement>): void;
  fail(error: WireError): void;
}

export function createFakeAdaptations(options: {
  pictures: FakePictures;
  emit: <Name extends EventName>(name: Name, payload: CoreEvents[Name]) => void;
  shipped: readonly ModelSummary[];
  startJob: (adaptationId: string) => unknown;
  setJob: (state: JobState) => void;
  chosenModel: () => string;
  chooseModel: (id: string) => void;
}): FakeAdaptations {
  const { pictures, emit, shipped, startJob, setJob } = options;
  let views: AdaptationView[] = [];
  let personal: { summary: ModelSummary; card: ModelCard }[] = [];

  const modelsNow = (): ModelSummary[] => [...shipped, ...personal.map(({ summary }) => summary)];

  function viewOf(id: string): AdaptationView {
    const view = views.find((one) => one.id === id);
    if (view === undefined) throw new AppError('not-found', { raw: `There is no adaptation "${id}".` });
    return view;
  }

  function change(id: string, changes: Partial<AdaptationView>): void {
    const after = { ...viewOf(id), ...changes };
    views = views.map((view) => (view.id === id ? after : view));
    emit('adaptation.changed', { adaptationId: id });
  }

  function latest(): AdaptationView {
    const view = views.at(-1);
    if (view === undefined) throw new Error('No adaptation was started');
    return view;
  }

  function modelOf(id: string): { summary: ModelSummary; card: ModelCard } {
    const model = personal.find(({ summary }) => summary.id === id);
    if (model === undefined) throw new AppError('not-found', { raw: `There is no personal model '${id}'.` });
    return model;
  }

  function addModel(name: string, card: ModelCard): string {
    const id = `personal-${personal.length + 1}`;
    const summary = { ...personalModel, id, name };
    personal = [...personal, { summary, card }];
    emit('models.changed', modelsNow());
    return id;
  }

  return {
    learn(points) {
      const { id, curve } = latest();
      const region = { x: 560, y: 420, width: 128, height: 128 };
      const [before, after] = [pictures.patch(region, 'alone'), pictures.patch(region)];
      const added = Array.from({ length: points }, (_, index) => pointAt(curve.length + index));
      const step = added.at(-1)?.step ?? 0;
      change(id, { curve: [...curve, ...added], patch: { step, before, after, tele: after } });
    },
    hold: (heldFor) => change(latest().id, { heldFor }),
    judge(judgement = {}) {
      const card = cardWith({ ...goodJudgement, ...judgement });
      change(latest().id, { state: 'judged', card });
      setJob({ name: 'succeeded' });
    },
    fail(error) {
      change(latest().id, { state: 'failed', error });
      setJob({ name: 'failed', error });
    },
    handlers: {
      'adaptation.list': () =>
        views.map(({ id, name, base, pairIds, begun, state }) => ({ id, name, base, pairIds, begun, state })),
      'adaptation.read': ({ adaptationId }) => viewOf(adaptationId),
      'adaptation.start': ({ choices }) => {
        const id = `adaptation-${views.length + 1}`;
        const { name, base, pairIds } = choices;
        const begun = '2026-11-23T10:00:00.000Z';
        const nothing = { curve: [], patch: null, heldFor: null, card: null, modelId: null, error: null };
        views = [...views, { id, name, base, pairIds, begun, state: 'learning', ...nothing }];
        startJob(id);
        emit('adaptation.changed', { adaptationId: id });
        return { adaptationId: id };
      },
      'adaptation.pause': ({ adaptationId }) => {
        change(adaptationId, { state: 'paused' });
        setJob({ name: 'cancelled' });
        return null;
      },
      'adaptation.resume': ({ adaptationId }) => {
        change(adaptationId, { state: 'learning', error: null });
        startJob(adaptationId);
        return null;
      },
      'adaptation.remove': ({ adaptationId }) => {
        views = views.filter(({ id }) => id !== adaptationId);
        emit('adaptation.changed', { adaptationId });
        return null;
      },
      'adaptation.adopt': ({ adaptationId, despiteJudgement }) => {
        const { name, card } = viewOf(adaptationId);
        if (card === null || (!card.judgement.isBetter && !despiteJudgement))
          throw new AppError('invalid-request', { raw: 'This model was judged to be no better.' });
        const modelId = addModel(name, { ...card, isDespiteJudgement: !card.judgement.isBetter });
        change(adaptationId, { state: 'adopted', modelId });
        return { modelId };
      },
      'models.list': modelsNow,
      'models.card': ({ modelId }) => modelOf(modelId).card,
      'models.rename': ({ modelId, name }) => {
        const renamed = { ...modelOf(modelId).summary, name };
        personal = personal.map((model) => (model.summary.id === modelId ? { ...model, summary: renamed } : model));
        emit('models.changed', modelsNow());
        return null;
      },
      'models.remove': ({ modelId }) => {
        const { card } = modelOf(modelId);
        if (options.chosenModel() === modelId) options.chooseModel(card.base.id);
        personal = personal.filter(({ summary }) => summary.id !== modelId);
        emit('models.changed', modelsNow());
        return null;
      },
      'models.export': () => null,
      'models.import': ({ path }) => {
        if (!path.endsWith('.telewide-model'))
          throw new AppError('model-unavailable', {
            raw: `Expected a model that Telewide exported, but ${path} is none.`,
          });
        return { modelId: addModel('From a friend', cardWith(goodJudgement)) };
      },
      'power.report': () => null,
    },
  };
}

const personalModel: Omit<ModelSummary, 'id' | 'name'> = {
  configuration: 'fast',
  variation: null,
  graphVersion: 1,
  parameters: 412_000,
  description: { raw: 'Fast, tuned to the phone of 4 pairs of photos. It comes 0.9 dB nearer to what the tele shows.' },
  sha256: '2'.repeat(64),
  isPersonal: true,
  isOutdated: false,
};

const goodJudgement: Judgement = {
  consistency: 0.34,
  detail: 0.92,
  withoutReference: 0.21,
  wrongReference: 0.02,
  places: 24,
  pairsKeptOut: 1,
  isBetter: true,
  reason: { raw: 'It comes 0.9 dB nearer to what the tele shows, and is in nothing worse.' },
};

/** Errors that fall, the one with more noise than the other. */
function pointAt(index: number): AdaptationView['curve'][number] {
  const noise = Math.sin(index * 12.9) * 0.5;
  const fall = Math.exp(-index / 14);
  return {
    step: 8 * (index + 1),
    seconds: 9 * (index + 1),
    figures: {
      loss: 0.03,
      'loss.pixels': 0.021 * (0.72 + 0.28 * fall) + 0.0006 * noise,
      'loss.shrunken': 0.008 * (0.83 + 0.17 * fall) + 0.0005 * noise,
    },
  };
}

function cardWith(judgement: Judgement): ModelCard {
  return {
    base: { id: 'fast', name: 'Fast', sha256: '0'.repeat(64) },
    made: '2026-11-23T10:07:00.000Z',
    photos: [
      { name: 'harbour.jpg', wideId: 'a1', teleId: 'a2', isKeptOut: false },
      { name: 'market.jpg', wideId: 'b1', teleId: 'b2', isKeptOut: false },
      { name: 'tower.jpg', wideId: 'c1', teleId: 'c2', isKeptOut: true },
    ],
    leftOut: [
      {
        name: 'garden.jpg',
        reason: { raw: 'The tele is no sharper than the wide photo: it is out of focus, or moved.' },
      },
    ],
    steps: 412,
    seconds: 360,
    device: 'cpu',
    phone: {
      blur: { most: 1.34, least: 1.12 },
      halo: 0.27,
      sharpening: { amount: 0.8, sigma: 1.6 },
      unexplained: 0.04,
      gains: [1, 0.88, 0.48, 0.16],
      noise: [
        { level: 0.17, deviation: 0.0142 },
        { level: 0.28, deviation: 0.0135 },
        { level: 0.48, deviation: 0.0105 },
        { level: 0.69, deviation: 0.0086 },
        { level: 0.86, deviation: 0.003 },
      ],
      response: responseOf(21),
      zones: [
        { x: 0.38, y: 0.38, blur: 1.15, pixels: 111_616 },
        { x: 0.64, y: 0.38, blur: 1.13, pixels: 103_424 },
        { x: 0.38, y: 0.63, blur: 1.11, pixels: 93_184 },
        { x: 0.63, y: 0.64, blur: 1.31, pixels: 89_088 },
      ],
      tones: [
        { gain: 1.02, gamma: 0.88, explained: 0.98 },
        { gain: 1.02, gamma: 0.85, explained: 0.98 },
        { gain: 1.04, gamma: 0.84, explained: 0.96 },
      ],
      explained: 0.96,
      pixels: 1_640_000,
    },
    judgement,
    isDespiteJudgement: false,
  };
}

/** A blur with a halo. */
function responseOf(size: number): ModelCard['phone']['response'] {
  const middle = (size - 1) / 2;
  const values = Array.from({ length: size * size }, (_, index) => {
    const distance = ((index % size) - middle) ** 2 + (Math.floor(index / size) - middle) ** 2;
    return 0.11 * Math.exp(-distance / 2.6) - 0.012 * Math.exp(-distance / 16);
  });
  return { size, values };
}
