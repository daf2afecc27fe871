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
import type { BestPlace, EnhanceChoices } from '#contract/enhancement';
import type { Rectangle } from '#contract/geometry';
import { findChanges } from '#contract/document-changes';
import { AppError, type WireError } from '#contract/errors';
import { isFinished, type JobKind, type JobSnapshot, type JobState } from '#contract/jobs';
import type { Pyramid } from '#contract/media-urls';
import { defaultLibraryView, type LibraryView, type PairStatus, type Thumbnail } from '#contract/library';
import { applyProjectCommand, type ProjectCommand } from '#contract/project-commands';
import { editsOf, emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Correction } from '#contract/project-edits';
import { labelEdit, type EditLabel, type ProjectHistory } from '#contract/project-history';
import type { Registration, Verdict } from '#contract/registration';
import { defaultSettings, type Settings } from '#contract/settings';
import { createFakeAdaptations, type FakeAdaptations } from './fake-adaptations.ts';
import { devices, factsOf, models, photoId, registrationOf, reportOf, summaryOf } from './fake-facts.ts';
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
  /** Shows parts of the latest enhancement, by their places in the wide photo, while it is made. */
  growEnhancement(...regions: Rectangle[]): void;
  /** Ends the latest enhancement with a result that gained most in some places, or nowhere in particular. */
  finishEnhancement(bestPlaces?: BestPlace[]): void;
  /** As when the file of a photo that was enhanced is exchanged on the disk. */
  replacePhoto(name: string): void;
  /** Moves adaptations on, and holds the models. */
  readonly adaptations: FakeAdaptations;
  emit<Name extends EventName>(name: Name, payload: CoreEvents[Name]): void;
}

/** `send` carries what the engine tells to every page. */
export function createFakeEngine(pictures: FakePictures, send: (event: string, payload: unknown) => void): FakeEngine {
  let document: ProjectDocument = emptyProject;
  let revision = 0;
  let libraryView: LibraryView = defaultLibraryView;
  const done: { document: ProjectDocument; label: EditLabel }[] = [];
  const undone: typeof done = [];
  let settings: Settings = defaultSettings;
  let jobs: JobSnapshot[] = [];
  const registrations = new Map<string, Registration>();
  const enhancements = new Map<string, Enhancement>();
  const alone = new Map<string, Enhancement>();
  const truths = new Set<string>();
  let replaced: string | null = null;
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
    moveJob(job, state);
  }

  function moveJob(job: JobSnapshot, state: JobState): void {
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
    const labelsOf = (steps: typeof done): EditLabel[] => steps.map(({ label }) => label).toReversed();
    return { done: labelsOf(done), undone: labelsOf(undone) };
  }

  function move(from: typeof done, to: typeof done): null {
    const step = from.pop();
    if (step === undefined) return null;
    to.push({ document, label: step.label });
    return show(step.document);
  }

  /** Puts the tele exactly where it belongs, as an edit. */
  function refine(pairId: string, teleId: string): void {
    const { homography } = registrationOf('good', pictures);
    const correction = editsOf(document, pairId).corrections[teleId];
    if (homography === null) return;
    const [a, b, c, d, e, f, g, h] = homography;
    const place: Correction = {
      homography: [a, b, c, d, e, f, g, h, 1],
      pins: correction?.pins ?? [],
      origin: 'refined',
    };
    edit({ name: 'set-registration', pairId, teleId, registration: place });
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
      pairs.push({ id: `pair-${wide.id}`, wideId: wide.id, teleIds: tele === undefined ? [] : [tele.id], reason });
    }
    edit({ name: 'add-photos', photos, pairs });
    const first = document.photos.length - photos.length;
    emit('library.changed', { photos: photos.map(({ id }, index) => factsOf(id, first + index)), statuses: [] });
  }

  function statusOf(pair: Pair): PairStatus {
    const registration = registrations.get(pair.id);
    const step = enhancements.has(pair.id) ? 'enhanced' : registration?.homography ? 'registered' : 'new';
    const verdict = registration?.verdict ?? null;
    return { pairId: pair.id, step, verdict, problem: verdict === 'failed' ? (registration?.reason ?? null) : null };
  }

  function changed(pairId: string): void {
    emit('pair.changed', { pairId });
    const pair = document.pairs.find(({ id }) => id === pairId);
    if (pair !== undefined) emit('library.changed', { photos: [], statuses: [statusOf(pair)] });
  }

  function register(pairId: string): void {
    registrations.set(pairId, registrationOf(engine.verdict, pictures));
    changed(pairId);
  }

  function pairOf(pairId: string): Pair {
    const pair = document.pairs.find(({ id }) => id === pairId);
    if (pair === undefined) throw new AppError('not-found', { raw: 'Expected a pair of the project' });
    return pair;
  }

  function opened(id: string, pyramid: Pyramid, focalLength35: number): OpenedPhoto {
    const path = document.photos.find((photo) => photo.id === id)?.path ?? '';
    return { summary: summaryOf(id, path, pyramid, focalLength35), pyramid };
  }

  /** A tele that does not fit stays where a person put it, and is used by who insists. */
  function judged({ id }: Pair, teleId: string): Registration | null {
    const [found = null, put] = [registrations.get(id), editsOf(document, id).corrections[teleId]];
    if (found?.verdict !== 'failed' || put === undefined) return found;
    return { ...found, homography: put.homography, verdict: put.origin === 'insisted' ? 'doubtful' : 'failed' };
  }

  function viewOf(pair: Pair): PairView {
    return {
      pair,
      wide: opened(pair.wideId, pictures.wide, 26),
      teles: pair.teleIds.map((id) => ({ ...opened(id, pictures.tele, 52), registration: judged(pair, id) })),
      enhancement: replaced === null ? (enhancements.get(pair.id) ?? null) : null,
      replacedPhoto: replaced,
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
      const photo = { id: photoId(document.photos.length), path: `/photos/${name}`, problem: { raw: problem } };
      edit({ name: 'add-photos', photos: [photo], pairs: [] });
    },
    thumbnailOf: (id) => ({ id, stage: 'full' }),
    openPhotos(names) {
      openPhotos(names);
      for (const pair of document.pairs) if (pair.teleIds.length > 0 && !registrations.has(pair.id)) register(pair.id);
    },
    setJob,
    growEnhancement(...regions) {
      const pairId = jobs.findLast(({ kind }) => kind === 'enhancement')?.subject ?? '';
      emit('enhancement.grown', {
        pairId,
        parts: regions.map((region) => ({
          pyramid: pictures.patch(region),
          toWide: [0.5, 0, region.x, 0, 0.5, region.y, 0, 0, 1],
        })),
      });
    },
    finishEnhancement(bestPlaces = []) {
      replaced = null;
      const job = jobs.findLast(({ kind }) => kind === 'enhancement');
      const choices = job === undefined ? undefined : choicesOf.get(job.id);
      if (job === undefined || choices === undefined) throw new Error('No enhancement was started');
      const report = { ...reportOf(viewOf(pairOf(job.subject)), choices, pictures), bestPlaces };
      enhancements.set(job.subject, { key: pictures.result.key, pyramid: pictures.result, report, choices });
      changed(job.subject);
      setJob('enhancement', { name: 'succeeded' });
    },
    replacePhoto(name) {
      replaced = name;
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
        statuses: document.pairs.map(statusOf),
        next: null,
      }),
      'library.show-thumbnails': ({ photoIds }) => photoIds.map((id) => engine.thumbnailOf(id)),
      'library.view': () => libraryView,
      'library.keep-view': ({ view }) => {
        libraryView = view;
        return null;
      },
      'pair.read': ({ pairId }) => viewOf(pairOf(pairId)),
      'registration.refine': ({ pairId, teleId }) => {
        const started = startJob('registration', pairId);
        setTimeout(() => {
          refine(pairId, teleId);
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
      'enhancement.estimate': () => ({ milliseconds: null }),
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
      'export.describe': ({ settings: { size, quality, bitDepth, profile } }) => ({
        ...(size?.kind === 'percent' ? { width: 1200, height: 900 } : { width: 2400, height: 1800 }),
        depth: bitDepth === 16 ? 16 : 8,
        profile: profile === 'srgb' ? 'sRGB' : 'Display P3',
        bytes: quality * 100_000,
      }),
      'gain.save': () => null,
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
      'damages.list': () => [],
      'jobs.list': () => jobs,
      'jobs.cancel': ({ jobId }) => {
        const job = jobs.find(({ id }) => id === jobId);
        if (job !== undefined && !isFinished(job.state)) moveJob(job, { name: 'cancelled' });
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
      'shell.show-file': () => null,
      'shell.drag-file': () => null,
      'shell.copy-picture': () => null,
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

function withoutUndefined(change: { [Name in keyof Settings]?: Settings[Name] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
