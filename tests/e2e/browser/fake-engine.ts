import type {
  CoreEvents,
  Enhancement,
  EventName,
  MethodName,
  OpenedPhoto,
  PairView,
  ParamsOf,
  ResultOf,
} from '#contract/api';
import type { EnhanceChoices, EnhancementReport } from '#contract/enhancement';
import { AppError, type WireError } from '#contract/errors';
import { isFinished, type JobKind, type JobSnapshot, type JobState } from '#contract/jobs';
import type { Pyramid } from '#contract/media-urls';
import type { DeviceReport, ModelSummary } from '#contract/models';
import { applyProjectCommand } from '#contract/project-commands';
import { emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Registration, Verdict } from '#contract/registration';
import { defaultSettings, type Settings } from '#contract/settings';
import type { FakePictures } from './fake-pictures.ts';

type Handlers = { [Name in MethodName]: (params: ParamsOf<Name>) => ResultOf<Name> };

/** An engine that only plays: it answers the contract with canned facts, and a test moves its jobs on. */
export interface FakeEngine {
  readonly handlers: Handlers;
  /** Every call that came, in order. */
  readonly calls: { name: string; params: unknown }[];
  /** How the next pair's overlap turns out. */
  verdict: Verdict;
  /** What `photos.add` leaves out: file name and why. */
  refusals: Map<string, WireError>;
  /** Adds photos as if they had been opened; two of them are a pair, one alone stays alone. */
  openPhotos(names: readonly string[]): void;
  /** Moves the latest job of a kind on. */
  setJob(kind: JobKind, state: JobState): void;
  /** Ends the latest enhancement with a result. */
  finishEnhancement(): void;
  emit<Name extends EventName>(name: Name, payload: CoreEvents[Name]): void;
}

/** `send` carries what the engine tells to every page. */
export function createFakeEngine(pictures: FakePictures, send: (event: string, payload: unknown) => void): FakeEngine {
  let document: ProjectDocument = emptyProject;
  let settings: Settings = defaultSettings;
  let jobs: JobSnapshot[] = [];
  const registrations = new Map<string, Registration>();
  const enhancements = new Map<string, Enhancement>();
  const choicesOf = new Map<string, EnhanceChoices>();

  function emit<Name extends EventName>(name: Name, payload: CoreEvents[Name]): void {
    send(name, payload);
  }

  function startJob(kind: JobKind, subject: string): { jobId: string } {
    const job: JobSnapshot = { id: `job-${jobs.length + 1}`, kind, subject, state: { name: 'queued' } };
    jobs = [...jobs, job];
    emit('job.changed', job);
    return { jobId: job.id };
  }

  function setJob(kind: JobKind, state: JobState): void {
    const job = jobs.findLast((one) => one.kind === kind);
    if (job === undefined) throw new Error(`No ${kind} was started`);
    const next = { ...job, state };
    jobs = jobs.map((one) => (one.id === job.id ? next : one));
    emit('job.changed', next);
  }

  function change(next: ProjectDocument): ProjectDocument {
    document = next;
    emit('project.changed', document);
    return document;
  }

  function openPhotos(names: readonly string[]): void {
    const photos = names.map((name, index) => ({
      id: photoId(document.photos.length + index),
      path: `/photos/${name}`,
    }));
    const pairs: Pair[] = [];
    for (let index = 0; index < photos.length; index += 2) {
      const [wide, tele] = [photos[index], photos[index + 1]];
      if (wide === undefined) continue;
      const reason = tele === undefined ? null : 'Taken in the same second by the same phone';
      pairs.push({ id: `pair-${wide.id}`, wideId: wide.id, teleId: tele?.id ?? null, reason });
    }
    change(applyProjectCommand(document, { name: 'add-photos', photos, pairs }));
  }

  function register(pairId: string): void {
    registrations.set(pairId, registrationOf(engine.verdict, pictures));
    emit('pair.changed', { pairId });
  }

  function pairOf(pairId: string): Pair {
    const pair = document.pairs.find(({ id }) => id === pairId);
    if (pair === undefined) throw new AppError('not-found', 'Expected a pair of the project');
    return pair;
  }

  function opened(id: string, pyramid: Pyramid, focalLength35: number): OpenedPhoto {
    const path = document.photos.find((photo) => photo.id === id)?.path ?? '';
    return { summary: summaryOf(id, path, pyramid, focalLength35), pyramid };
  }

  function viewOf(pair: Pair): PairView {
    return {
      pair,
      wide: opened(pair.wideId, pictures.wide, 26),
      tele: pair.teleId === null ? null : opened(pair.teleId, pictures.tele, 52),
      registration: pair.teleId === null ? null : (registrations.get(pair.id) ?? null),
      enhancement: enhancements.get(pair.id) ?? null,
    };
  }

  const engine: FakeEngine = {
    calls: [],
    verdict: 'good',
    refusals: new Map(),
    openPhotos(names) {
      openPhotos(names);
      for (const pair of document.pairs) if (pair.teleId !== null && !registrations.has(pair.id)) register(pair.id);
    },
    setJob,
    finishEnhancement() {
      const job = jobs.findLast(({ kind }) => kind === 'enhancement');
      const choices = job === undefined ? undefined : choicesOf.get(job.id);
      if (job === undefined || choices === undefined) throw new Error('No enhancement was started');
      const report = reportOf(viewOf(pairOf(job.subject)), choices, pictures);
      enhancements.set(job.subject, { key: pictures.result.key, pyramid: pictures.result, report });
      emit('pair.changed', { pairId: job.subject });
      setJob('enhancement', { name: 'succeeded' });
    },
    emit,
    handlers: {
      'project.read': () => document,
      'project.edit': ({ command }) => change(applyProjectCommand(document, command)),
      'photos.add': ({ paths }) => {
        const started = startJob('import', 'photos');
        const names = paths.map((path) => path.split('/').at(-1) ?? path);
        const taken = names.filter((name) => !engine.refusals.has(name));
        const problems = names.flatMap((name) => {
          const error = engine.refusals.get(name);
          return error === undefined ? [] : [{ path: `/photos/${name}`, error }];
        });
        setTimeout(() => {
          if (taken.length > 0) engine.openPhotos(taken);
          emit('photos.added', { added: taken.length, problems });
          setJob('import', { name: 'succeeded' });
        }, 50);
        return started;
      },
      'pair.read': ({ pairId }) => viewOf(pairOf(pairId)),
      'registration.start': ({ pairId }) => {
        const started = startJob('registration', pairId);
        setTimeout(() => {
          register(pairId);
          setJob('registration', { name: 'succeeded' });
        }, 50);
        return started;
      },
      'enhancement.start': ({ pairId, choices }) => {
        const started = startJob('enhancement', pairId);
        choicesOf.set(started.jobId, choices);
        return started;
      },
      'export.start': ({ enhancementKey }) => {
        const started = startJob('export', enhancementKey);
        setTimeout(() => setJob('export', { name: 'succeeded' }), 50);
        return started;
      },
      'jobs.list': () => jobs,
      'jobs.cancel': ({ jobId }) => {
        const job = jobs.find(({ id }) => id === jobId);
        if (job !== undefined && !isFinished(job.state)) setJob(job.kind, { name: 'cancelled' });
        return null;
      },
      'models.list': () => models,
      'devices.list': () => devices,
      'settings.read': () => settings,
      'settings.change': ({ change: changed }) => {
        settings = { ...settings, ...withoutUndefined(changed) };
        emit('settings.changed', settings);
        return settings;
      },
      'shell.describe': () => ({ kind: 'web', version: '0.1.0', platform: 'linux' }),
      'shell.choose-photos': () => ({ paths: [] }),
      'shell.choose-save-path': ({ suggestedName }) => ({
        path: `/downloads/${suggestedName}`,
        downloadUrl: `/media/download/ticket/${encodeURIComponent(suggestedName)}`,
      }),
    },
  };
  return engine;
}

function photoId(index: number): string {
  return `f${index}`.repeat(8);
}

function withoutUndefined(change: { [Name in keyof Settings]?: Settings[Name] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

const models: ModelSummary[] = [
  {
    id: 'fast',
    name: 'Fast',
    configuration: 'fast',
    variation: null,
    graphVersion: 1,
    parameters: 412_000,
    description: 'For every machine. A photo of 12 megapixels takes a few minutes.',
    sha256: '0'.repeat(64),
  },
  {
    id: 'paper',
    name: 'Paper',
    configuration: 'paper',
    variation: null,
    graphVersion: 1,
    parameters: 3_190_000,
    description: 'The published network. Slow without a graphics card.',
    sha256: '1'.repeat(64),
  },
];

const devices: DeviceReport[] = [
  { name: 'cuda', usable: false, reason: 'The CUDA libraries are not installed.', milliseconds: null },
  { name: 'webgpu', usable: false, reason: 'No graphics adapter was found.', milliseconds: null },
  { name: 'cpu', usable: true, reason: 'It gave the known answer.', milliseconds: 4 },
];

function summaryOf(
  id: string,
  path: string,
  { width, height }: Pyramid,
  focalLength35: number,
): OpenedPhoto['summary'] {
  return {
    id,
    name: path.split('/').at(-1) ?? '',
    path,
    width,
    height,
    format: 'jpeg',
    fileBytes: 3_400_000,
    bitDepth: 8,
    colourProfile: 'sRGB',
    hasGps: true,
    camera: {
      make: 'Telewide',
      model: 'Test phone',
      lens: null,
      focalLength35,
      exposureSeconds: 0.01,
      iso: 64,
      capturedAt: '2026-05-14T19:42:10',
    },
  };
}

function registrationOf(verdict: Verdict, { wide, teleIn, tele }: FakePictures): Registration {
  const { x, y, scale } = teleIn;
  const [right, bottom] = [x + tele.width * scale, y + tele.height * scale];
  const corners = [
    { x, y },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
  ];
  const isFound = verdict !== 'failed';
  const reasons: Record<Verdict, string> = {
    good: 'The telephoto was found in the middle of the wide photo, and 1468 points agree.',
    doubtful: 'The telephoto was found, but only 39 of 156 points agree: something may have moved.',
    failed: 'Only 6 points agree, which happens by chance: the two photos seem to show different scenes.',
  };
  return {
    verdict,
    reason: reasons[verdict],
    homography: isFound ? [scale, 0, x, 0, scale, y, 0, 0, 1] : null,
    corners: isFound ? corners : [],
    overlap: isFound ? corners : [],
    overlapShare: isFound ? (tele.width * tele.height * scale ** 2) / (wide.width * wide.height) : 0,
    zoom: isFound ? 1 / scale : null,
    rotation: isFound ? 0.1 : null,
    detector: 'akaze',
    matches: isFound ? 1503 : 41,
    inliers: isFound ? 1468 : 6,
    residual: isFound ? 0.63 : null,
    milliseconds: 3200,
  };
}

function reportOf(view: PairView, choices: EnhanceChoices, { wide, tele, result }: FakePictures): EnhancementReport {
  const isUsed = choices.useReference && view.tele !== null;
  return {
    wide: { name: view.wide.summary.name, width: wide.width, height: wide.height },
    tele: view.tele === null ? null : { name: view.tele.summary.name, width: tele.width, height: tele.height },
    crop: { x: 0, y: 0, width: wide.width, height: wide.height },
    output: { width: result.width, height: result.height },
    registration: view.registration,
    model: choices.model,
    device: 'cpu',
    deviceReason: 'It gave the known answer.',
    reference: { used: isUsed, reason: isUsed ? 'The match is good.' : 'It was not asked for.' },
    tiles: { count: 48, size: 256, withReference: 20 },
    milliseconds: { read: 900, register: 3200, prepare: 1800, infer: 84_000, write: 2100 },
    peakMemory: 1_400_000_000,
    provenance: isUsed
      ? { photographed: 0.25, transferred: 0.08, upscaled: 0.67 }
      : { photographed: 0, transferred: 0, upscaled: 1 },
  };
}
