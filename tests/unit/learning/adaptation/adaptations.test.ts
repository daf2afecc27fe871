import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#contract/errors';
import { speak } from '#contract/messages';
import { silentLog } from '#core/ground/disk/log-file';
import type { ModelCard } from '#contract/model-card';
import { openAdaptations, type Adaptations } from '#core/learning/adaptation/adaptations';
import type { AdaptationNews, AdaptationRequest } from '#core/learning/adaptation/adaptation-worker';
import { writeCandidate } from '#core/learning/adaptation/keep-model';
import { createJobQueue, type JobQueue } from '#core/ground/waiting/job-queue';
import type { LoadedModel, ModelRegistry } from '#core/models/model-registry';
import { createPersonalModels } from '#core/models/personal-models';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations } from '#native-models/dcsr/network';
import { adaptationCard } from '../../../support/adaptation-card.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { saying } from '../../../support/saying.ts';

/** A process that does what the test says. */
class FakeProcess {
  readonly said: string[] = [];
  readonly request: AdaptationRequest;
  readonly hear: (news: AdaptationNews) => void;
  finish!: () => void;
  fail!: (error: Error) => void;
  readonly ended = new Promise<void>((resolve, reject) => {
    this.finish = resolve;
    this.fail = reject;
  });

  constructor(request: AdaptationRequest, hear: FakeProcess['hear']) {
    this.request = request;
    this.hear = hear;
  }

  hold = (): void => void this.said.push('hold');
  goOn = (): void => void this.said.push('go on');
  stop = (): void => {
    this.said.push('stop');
    this.fail(new AppError('cancelled', { raw: 'Paused' }));
  };
}

const weights = initialiseWeights(networkConfigurations.fast, 1);
const base: LoadedModel = {
  summary: {
    id: 'fast',
    name: 'Fast',
    configuration: 'fast',
    variation: null,
    graphVersion: 1,
    parameters: 1,
    description: { raw: '' },
    sha256: '',
    isPersonal: false,
    isOutdated: false,
  },
  configuration: networkConfigurations.fast,
  weights,
};
const models: ModelRegistry = {
  list: async () => [base.summary],
  load: async (id) => {
    if (id === 'fast') return base;
    throw new AppError('model-unavailable', { raw: `There is no model '${id}'.` });
  },
};
const choices = { name: 'Mine', base: 'fast', pairIds: ['pair'], minutes: 1 };

let folder: string;
let processes: FakeProcess[];
let changed: string[];
let warnings: string[];

beforeEach(() => {
  folder = temporaryFolder();
  processes = [];
  changed = [];
  warnings = [];
});

async function open(): Promise<{ adaptations: Adaptations; jobs: JobQueue }> {
  const jobs = createJobQueue({
    announce: () => undefined,
    journal: { interrupted: [], write: () => undefined },
    logFault: () => undefined,
  });
  const adaptations = await openAdaptations({
    folder: join(folder, 'adaptations'),
    jobs,
    models,
    personal: createPersonalModels({ folder: join(folder, 'models'), isTaken: async () => false }),
    environment: async () => ({
      modelFolders: [],
      device: 'cpu',
      pixelLimit: 1,
      programFolder: '',
      pyramidFolder: '',
    }),
    pairsOf: async (id) => {
      if (id === 'pair') return [{ widePath: '/w.jpg', telePath: '/t.jpg', registration: null }];
      throw new AppError('not-found', { raw: 'no such pair' });
    },
    announce: (id) => changed.push(id),
    log: { ...silentLog, tell: (said) => warnings.push(speak(said, 'en')) },
    startProcess: (request, hear) => {
      const started = new FakeProcess(request, hear);
      processes.push(started);
      return started;
    },
  });
  return { adaptations, jobs };
}

async function started(count: number): Promise<FakeProcess> {
  await vi.waitFor(() => expect(processes).toHaveLength(count));
  const process = processes[count - 1];
  if (process === undefined) throw new Error('Expected a process');
  return process;
}

async function judged(adaptations: Adaptations, id: string, card: ModelCard): Promise<void> {
  const process = await started(1);
  await writeCandidate(process.request.folder, { weights, card });
  process.finish();
  await vi.waitFor(async () => expect((await adaptations.read(id)).state).toBe('judged'));
}

describe('an adaptation', () => {
  it('is not begun with a base or a pair that there is not', async () => {
    const { adaptations } = await open();
    await expect(adaptations.start({ ...choices, base: 'none' })).rejects.toMatchObject({ code: 'model-unavailable' });
    await expect(adaptations.start({ ...choices, pairIds: ['other'] })).rejects.toMatchObject({ code: 'not-found' });
    expect(adaptations.list()).toEqual([]);
    await expect(adaptations.read('x')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells its curve, is judged, and becomes a personal model when a person wants it', async () => {
    const { adaptations } = await open();
    const id = await adaptations.start(choices);
    const process = await started(1);
    expect(process.request).toMatchObject({ base: 'fast', budget: { seconds: 60 }, pairs: [{ widePath: '/w.jpg' }] });
    process.hear({ name: 'curve', point: { step: 10, seconds: 1, figures: { loss: 0.1 } } });
    expect(await adaptations.read(id)).toMatchObject({ state: 'learning', curve: [{ step: 10 }], card: null });
    expect(changed).toContain(id);
    await expect(adaptations.adopt(id, { despiteJudgement: true })).rejects.toMatchObject({ code: 'invalid-request' });
    await judged(adaptations, id, adaptationCard(true));
    expect(await adaptations.adopt(id, { despiteJudgement: false })).toBe('mine');
    expect(await adaptations.read(id)).toMatchObject({ state: 'adopted', modelId: 'mine' });
  });

  it('that is no better is adopted only in spite of that', async () => {
    const { adaptations } = await open();
    const id = await adaptations.start(choices);
    await judged(adaptations, id, adaptationCard(false));
    await expect(adaptations.adopt(id, { despiteJudgement: false })).rejects.toMatchObject({ code: 'invalid-request' });
    expect(await adaptations.adopt(id, { despiteJudgement: true })).toBe('mine');
  });

  it('pauses with a checkpoint and goes on', async () => {
    const { adaptations, jobs } = await open();
    const id = await adaptations.start(choices);
    const first = await started(1);
    await adaptations.pause(id);
    expect(first.said).toEqual(['stop']);
    await vi.waitFor(() => expect(jobs.list().at(-1)?.state.name).toBe('cancelled'));
    expect((await adaptations.read(id)).state).toBe('paused');
    await expect(adaptations.pause(id)).rejects.toMatchObject({ code: 'invalid-request' });
    await adaptations.resume(id);
    expect((await started(2)).request.folder).toBe(first.request.folder);
  });

  it('fails with its reason and can be tried again', async () => {
    const { adaptations } = await open();
    const id = await adaptations.start(choices);
    (await started(1)).fail(new AppError('invalid-request', { raw: 'No pair is usable.' }));
    await vi.waitFor(async () =>
      expect(await adaptations.read(id)).toMatchObject({
        state: 'failed',
        error: { message: saying('No pair is usable.') },
      }),
    );
    await adaptations.resume(id);
    await started(2);
    expect(await adaptations.read(id)).toMatchObject({ state: 'learning', error: null });
  });

  it('holds while something else wants the device, one that begins then too', async () => {
    const { adaptations } = await open();
    await adaptations.start(choices);
    const process = await started(1);
    adaptations.hold('photos');
    adaptations.hold('power');
    adaptations.hold(null);
    expect(process.said).toEqual(['hold', 'go on']);
    adaptations.hold('photos');
    process.fail(new AppError('internal', { raw: 'gone' }));
    await adaptations.start(choices);
    expect((await started(2)).said).toEqual(['hold']);
  });

  it('says what it is held for, as long as it learns', async () => {
    const { adaptations } = await open();
    const id = await adaptations.start(choices);
    await started(1);
    expect((await adaptations.read(id)).heldFor).toBe(null);
    changed = [];
    adaptations.hold('photos');
    expect(changed).toEqual([id]);
    expect((await adaptations.read(id)).heldFor).toBe('photos');
    adaptations.hold('power');
    expect((await adaptations.read(id)).heldFor).toBe('power');
    await adaptations.pause(id);
    expect((await adaptations.read(id)).heldFor).toBe(null);
  });

  it('learns one at a time', async () => {
    const { adaptations } = await open();
    await adaptations.start(choices);
    await adaptations.start(choices);
    const first = await started(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(processes).toHaveLength(1);
    first.fail(new AppError('internal', { raw: 'gone' }));
    await started(2);
  });

  it('is forgotten when it is removed, learning or not', async () => {
    const { adaptations } = await open();
    const id = await adaptations.start(choices);
    const process = await started(1);
    await adaptations.remove(id);
    expect(process.said).toEqual(['stop']);
    expect(adaptations.list()).toEqual([]);
    expect((await open()).adaptations.list()).toEqual([]);
  });
});

describe('after a restart', () => {
  it('what was learning goes on by itself, what was paused waits, what was judged can be adopted', async () => {
    const before = await open();
    const learning = await before.adaptations.start({ ...choices, name: 'learning' });
    await started(1);
    await before.jobs.close();
    const { adaptations } = await open();
    expect(adaptations.list()).toMatchObject([{ id: learning, state: 'learning' }]);
    const process = await started(2);
    expect(process.request.folder).toBe(join(folder, 'adaptations', learning));
    await adaptations.pause(learning);
    const again = await open();
    expect(again.adaptations.list()).toMatchObject([{ state: 'paused' }]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(processes).toHaveLength(2);
  });

  it('the latest pictures of the place are still there; those that cannot be understood are none', async () => {
    const pyramid = { key: 'ab'.repeat(16), width: 256, height: 256, tileSize: 256, levels: 1 };
    const patch = { step: 8, before: pyramid, after: pyramid, tele: pyramid };
    const { adaptations, jobs } = await open();
    const id = await adaptations.start(choices);
    (await started(1)).hear({ name: 'patch', patch });
    const kept = join(folder, 'adaptations', id, 'place.json');
    await vi.waitFor(() => expect(existsSync(kept)).toBe(true));
    await adaptations.pause(id);
    await jobs.close();
    expect((await (await open()).adaptations.read(id)).patch).toEqual(patch);
    writeFileSync(kept, JSON.stringify({ ...patch, before: { ...pyramid, key: '../../etc' } }));
    expect((await (await open()).adaptations.read(id)).patch).toBeNull();
  });

  it('what cannot be understood is left alone and told', async () => {
    const path = join(folder, 'adaptations', 'odd');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'adaptation.json'), '{"version": 7}');
    expect((await open()).adaptations.list()).toEqual([]);
    expect(warnings).toHaveLength(1);
  });
});
