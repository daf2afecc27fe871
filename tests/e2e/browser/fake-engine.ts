import { builtInPresets } from '#contract/batch';
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
import { largestCrop } from '#contract/crop-geometry';
import type { EnhanceChoices, EnhancementReport } from '#contract/enhancement';
import { findChanges } from '#contract/document-changes';
import { AppError, type WireError } from '#contract/errors';
import { isFinished, type JobKind, type JobSnapshot, type JobState } from '#contract/jobs';
import type { Pyramid } from '#contract/media-urls';
import {
  firstLibraryView,
  type LibraryView,
  type PairStanding,
  type PhotoFacts,
  type Thumbnail,
} from '#contract/library';
import type { DeviceReport, ModelSummary } from '#contract/models';
import { applyProjectCommand, type ProjectCommand } from '#contract/project-commands';
import { editsOf, emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Correction } from '#contract/project-edits';
import { labelEdit, type EditLabel, type ProjectHistory } from '#contract/project-history';
import type { MatchedPoint, Registration, Verdict } from '#contract/registration';
import { defaultSettings, type Settings } from '#contract/settings';
import { createFakeAdaptations, type FakeAdaptations } from './fake-adaptations.ts';
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
  /** What is answered when a thumbnail is asked for. */
  thumbnailOf(photoId: string): Thumbnail;
  /** Adds a photo that cannot be read. */
  breakPhoto(name: string, problem: string): void;
  /** Moves the latest job of a kind on. */
  setJob(kind: JobKind, state: JobState): void;
  /** Ends the latest enhancement with a result. */
  finishEnhancement(): void;
  /** Moves adaptations on, and holds the models. */
  readonly adaptations: FakeAdaptations;
  emit<Name extends EventName>(name: Name, payload: CoreEvents[Name]): void;
}

/** `send` carries what the engine tells to every page. */
export function createFakeEngine(pictures: FakePictures, send: (event: string, payload: unknown) => void): FakeEngine {
  let document: ProjectDocument = emptyProject;
  let revision = 0;
  let libraryView: LibraryView = firstLibraryView;
  const done: { document: ProjectDocument; label: EditLabel }[] = [];
  const undone: typeof done = [];
  let settings: Settings = defaultSettings;
  let jobs: JobSnapshot[] = [];
  const registrations = new Map<string, Registration>();
  const enhancements = new Map<string, Enhancement>();
  const alone = new Map<string, Enhancement>();
  const truths = new Set<string>();
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

  function edit(command: ProjectCommand): null {
    done.push({ document, label: labelEdit(document, command) });
    undone.length = 0;
    return show(applyProjectCommand(document, command));
  }

  function show(next: ProjectDocument): null {
    const changes = findChanges(document, next);
    document = next;
    revision += 1;
    emit('project.changed', { revision, changes });
    emit('history.changed', history());
    return null;
  }

  function history(): ProjectHistory {
    return { undo: done.at(-1)?.label ?? null, redo: undone.at(-1)?.label ?? null };
  }

  function move(from: typeof done, to: typeof done): null {
    const step = from.pop();
    if (step === undefined) return null;
    to.push({ document, label: step.label });
    return show(step.document);
  }

  /** Puts the tele exactly where it belongs, as an edit. */
  function refine(pairId: string): void {
    const { homography } = registrationOf('good', pictures);
    const { registration } = editsOf(document, pairId);
    if (homography === null) return;
    const [a, b, c, d, e, f, g, h] = homography;
    const place: Correction = {
      homography: [a, b, c, d, e, f, g, h, 1],
      pins: registration?.pins ?? [],
      origin: 'refined',
    };
    edit({ name: 'set-registration', pairId, registration: place });
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
    edit({ name: 'add-photos', photos, pairs });
    const first = document.photos.length - photos.length;
    emit('library.changed', { photos: photos.map(({ id }, index) => factsOf(id, first + index)), standings: [] });
  }

  function standingOf(pair: Pair): PairStanding {
    const registration = registrations.get(pair.id);
    const step = enhancements.has(pair.id) ? 'enhanced' : registration?.homography ? 'registered' : 'new';
    const verdict = registration?.verdict ?? null;
    return { pairId: pair.id, step, verdict, problem: verdict === 'failed' ? (registration?.reason ?? null) : null };
  }

  function changed(pairId: string): void {
    emit('pair.changed', { pairId });
    const pair = document.pairs.find(({ id }) => id === pairId);
    if (pair !== undefined) emit('library.changed', { photos: [], standings: [standingOf(pair)] });
  }

  function register(pairId: string): void {
    registrations.set(pairId, registrationOf(engine.verdict, pictures));
    changed(pairId);
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
      alone: alone.get(pair.id) ?? null,
      truth: truths.has(pair.id) ? opened(pair.wideId, pictures.result, 26) : null,
    };
  }

  const adaptations = createFakeAdaptations({
    pictures,
    emit,
    shipped: models,
    startJob: (adaptationId) => startJob('adaptation', adaptationId),
    setJob: (state) => setJob('adaptation', state),
    chosenModel: () => settings.model,
    chooseModel: (model) => {
      settings = { ...settings, model };
      emit('settings.changed', settings);
    },
  });

  const engine: FakeEngine = {
    calls: [],
    adaptations,
    verdict: 'good',
    refusals: new Map(),
    breakPhoto: (name, problem) => {
      const photo = { id: photoId(document.photos.length), path: `/photos/${name}`, problem };
      edit({ name: 'add-photos', photos: [photo], pairs: [] });
    },
    thumbnailOf: (id) => ({ id, stage: 'full' }),
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
      enhancements.set(job.subject, { key: pictures.result.key, pyramid: pictures.result, report, choices });
      changed(job.subject);
      setJob('enhancement', { name: 'succeeded' });
    },
    emit,
    handlers: {
      'project.read': () => ({ ...document, revision }),
      'project.edit': ({ command }) => edit(command),
      'project.undo': () => move(done, undone),
      'project.redo': () => move(undone, done),
      'project.history': history,
      'project.open': () => null,
      'project.save-copy': () => null,
      'photos.add-sample': () => {
        const started = startJob('import', 'photos');
        setTimeout(() => {
          engine.openPhotos(['wide.jpg', 'tele.jpg']);
          setJob('import', { name: 'succeeded' });
        }, 50);
        return started;
      },
      'photos.find-pairs': () => startJob('pairing', 'all'),
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
          emit('photos.added', { added: taken.length, broken: 0, passedOver: 0, problems, firstPairId: null });
          setJob('import', { name: 'succeeded' });
        }, 50);
        return started;
      },
      'library.read': () => ({
        photos: document.photos.map(({ id }, index) => factsOf(id, index)),
        standings: document.pairs.map(standingOf),
        next: null,
      }),
      'library.show-thumbnails': ({ photoIds }) => photoIds.map((id) => engine.thumbnailOf(id)),
      'library.view': () => libraryView,
      'library.keep-view': ({ view }) => {
        libraryView = view;
        return null;
      },
      'pair.read': ({ pairId }) => viewOf(pairOf(pairId)),
      'registration.refine': ({ pairId }) => {
        const started = startJob('registration', pairId);
        setTimeout(() => {
          refine(pairId);
          setJob('registration', { name: 'succeeded' });
        }, 50);
        return started;
      },
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
      'preview.show': ({ point, choices }) => {
        const side = 256;
        const { width, height } = pictures.wide;
        const crop = choices.crop ?? largestCrop({ width, height }, choices.straighten ?? 0);
        const along = (place: number, from: number, length: number): number =>
          Math.min(from + length - side, Math.max(from, Math.round(place - side / 2)));
        const region = {
          x: along(point.x, crop.x, crop.width),
          y: along(point.y, crop.y, crop.height),
          width: side,
          height: side,
        };
        return { region, pyramid: pictures.patch(region), usedReference: choices.useReference, milliseconds: 640 };
      },
      'preview.warm': () => null,
      'preview.cancel': () => null,
      'comparison.start': ({ pairId }) => {
        const started = startJob('comparison', pairId);
        setTimeout(() => {
          const made = enhancements.get(pairId);
          if (made !== undefined) alone.set(pairId, { ...made, key: pictures.alone.key, pyramid: pictures.alone });
          emit('pair.changed', { pairId });
          setJob('comparison', { name: 'succeeded' });
        }, 50);
        return started;
      },
      'truth.choose': ({ pairId, path }) => {
        if (path === null) truths.delete(pairId);
        else truths.add(pairId);
        emit('pair.changed', { pairId });
        return null;
      },
      'picture.read-pixel': ({ x, y }) => ({ values: [x % 256, y % 256, 128], depth: 8, profile: 'Display P3' }),
      'export.start': ({ enhancementKey }) => {
        const started = startJob('export', enhancementKey);
        setTimeout(() => setJob('export', { name: 'succeeded' }), 50);
        return started;
      },
      'batch.list': () => [],
      'batch.start': () => ({ batchId: 'batch' }),
      'batch.pause': () => null,
      'batch.resume': () => null,
      'batch.cancel': () => null,
      'batch.retry': () => null,
      'batch.move': () => null,
      'batch.forget': () => null,
      'batch.presets': () => builtInPresets,
      'batch.save-preset': () => null,
      'jobs.list': () => jobs,
      'jobs.cancel': ({ jobId }) => {
        const job = jobs.find(({ id }) => id === jobId);
        if (job !== undefined && !isFinished(job.state)) setJob(job.kind, { name: 'cancelled' });
        return null;
      },
      ...adaptations.handlers,
      'devices.list': () => devices,
      'settings.read': () => settings,
      'settings.change': ({ change: changed }) => {
        settings = { ...settings, ...withoutUndefined(changed) };
        emit('settings.changed', settings);
        return settings;
      },
      'shell.describe': () => ({ kind: 'web', version: '0.1.0', platform: 'linux' }),
      'shell.choose-photos': () => ({ paths: [] }),
      'shell.choose-photo-folders': () => ({ paths: [] }),
      'shell.choose-model': () => ({ path: null }),
      'shell.choose-folder': () => ({ path: '/exports' }),
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

/** A wide and a tele by turns, two seconds apart. */
function factsOf(id: string, index: number): PhotoFacts {
  const second = String(index % 60).padStart(2, '0');
  const minute = String(Math.floor(index / 60) % 60).padStart(2, '0');
  return {
    id,
    width: 4032,
    height: 3024,
    capturedAt: `2026-05-14T19:${minute}:${second}`,
    camera: 'Test phone',
    focalLength35: index % 2 === 0 ? 26 : 52,
  };
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
    isPersonal: false,
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
    isPersonal: false,
  },
];

const devices: DeviceReport[] = [
  { name: 'cuda', adapter: null, usable: false, reason: 'The CUDA libraries are not installed.', milliseconds: null },
  { name: 'webgpu', adapter: null, usable: false, reason: 'No graphics adapter was found.', milliseconds: null },
  { name: 'cpu', adapter: 'A processor', usable: true, reason: 'It gave the known answer.', milliseconds: 4 },
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
    good: 'The photos fit: 1468 points agree, the alignment is within 0.6 pixels, and 93 % of the shared area looks the same in both.',
    doubtful: 'Only 39 of 156 matching points agree on how the photos lie; the others contradict.',
    failed: 'The two photos do not seem to show the same scene: 6 matching points were found, at least 10 are needed.',
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
    points: isFound ? pointsOn({ teleIn, tele }) : [],
    milliseconds: 3200,
  };
}

/** A grid of points that agree. */
function pointsOn({ teleIn, tele }: Pick<FakePictures, 'teleIn' | 'tele'>): MatchedPoint[] {
  return Array.from({ length: 80 }, (_, index) => {
    const place = {
      x: ((index % 10) + 0.5) * (tele.width / 10),
      y: (Math.floor(index / 10) + 0.5) * (tele.height / 8),
    };
    return { tele: place, wide: { x: teleIn.x + place.x * teleIn.scale, y: teleIn.y + place.y * teleIn.scale } };
  });
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
