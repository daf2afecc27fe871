import { dirname, isAbsolute, join, sep } from 'node:path';
import type { CoreEvents } from '#contract/api';
import type { BatchChange } from '#contract/batch-changes';
import { isFinished, type JobId, type JobSnapshot } from '#contract/jobs';
import {
  libraryPageSize,
  type LibraryPage,
  type PhotoFacts,
  type Thumbnail,
  defaultLibraryView,
  libraryView,
  type LibraryView,
} from '#contract/library';
import type { Said } from '#contract/messages';
import { cameraName, type PhotoSummary } from '#contract/photos';
import { idsOfPair, type ProjectCommand } from '#contract/project-commands';
import { editsOf, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Registration } from '#contract/registration';
import type { JobQueue } from '#core/ground/waiting/job-queue';
import { isSure } from '#core/pairs/finding/gather-sets';
import { gatherShots } from '#core/pairs/finding/photo-versions';
import type { DataFolder } from '#core/ground/disk/data-folder';
import type { Log } from '#core/ground/disk/log-file';
import { openExportRecord } from './export-record.ts';
import { createContentPairing } from './content-pairing.ts';
import { importPhotos } from './import-photos.ts';
import { createLibraryProcess } from './library-process.ts';
import type { ReadOutcome } from './read-photos.ts';
import { openPhotoFacts } from './photo-facts.ts';
import { createPairStatuses } from './pair-statuses.ts';
import { createThumbnailStore } from './thumbnail-store.ts';
import { openJsonFile } from '#core/ground/disk/json-file';
import { createVersions } from './versions.ts';

/** The photos of the project as a person looks through them. */
export interface Library {
  readonly view: ViewStore;
  /** Starts reading files and folders into the project. */
  add(paths: readonly string[]): JobId;
  /** Starts looking for pairs by what photos show, see `ContentPairing`. */
  findPairs(pairIds: readonly string[] | null): JobId;
  read(from: number): Promise<LibraryPage>;
  showThumbnails(photoIds: readonly string[]): Promise<Thumbnail[]>;
  /** The project has changed. */
  follow(document: ProjectDocument): void;
  /** A photo of the pair turned out to be unreadable, for the reason given in words. */
  cannotOpen(pairId: string, reason: Said): void;
  /** A result of a pair was made. */
  pairChanged(pairId: string): void;
  hearJob(job: JobSnapshot): void;
  hearBatch(change: BatchChange): void;
  close(): Promise<void>;
}

type LibraryEvent = 'photos.found' | 'photos.added' | 'photos.paired' | 'library.changed' | 'library.thumbnails';

type Announce = <Name extends LibraryEvent>(name: Name, payload: CoreEvents[Name]) => void;

export interface LibraryOptions {
  data: DataFolder;
  programFolder: string;
  document: () => ProjectDocument;
  edit: (command: ProjectCommand, options: { group: string }) => Promise<unknown>;
  jobs: Pick<JobQueue, 'start'>;
  /** Of few new pairs; those of a large import are registered when they are looked at. */
  register: (pair: Pair) => void;
  registrationsOf: (pair: Pair) => Promise<(Registration | null)[]>;
  isEnhanced: (pair: Pair) => Promise<boolean>;
  pixelLimit: () => number;
  announce: Announce;
  log: Log;
}

/** So many new pairs are registered at once. */
const fewPairs = 12;
/** Photos whose facts are not known are read in portions of so many. */
const portion = 16;

export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { data, document, edit, jobs, announce, log } = options;
  const refused = (error: unknown): void => log.warn('The library could not remember something', error);
  const process = createLibraryProcess(options);
  const facts = await openPhotoFacts({ path: data.photoFacts, refused });
  const exported = await openExportRecord({ path: data.exportRecord, refused });
  const view = await openViewStore({ path: data.libraryView, log });
  const paths = createPathTable(document);
  const thumbnails = createThumbnailStore({
    folder: data.thumbnails,
    process,
    pathOf: (photoId) => paths().get(photoId) ?? null,
    pixelLimit: options.pixelLimit,
    tell: (made) => announce('library.thumbnails', { thumbnails: made }),
  });
  const statuses = createPairStatuses({
    ...options,
    exportOf: (pair) => exported.of(pair, editsOf(document(), pair.id)),
    tell: (changed) => announce('library.changed', { photos: [], statuses: changed }),
  });
  /** Uploads lie in a folder each, and count as one. */
  const folderOf = (path: string): string => (path.startsWith(data.uploads + sep) ? data.uploads : dirname(path));
  const contents = createContentPairing({
    ...options,
    process,
    facts,
    folderOf,
    found: (pairs, told) => {
      announce('photos.paired', told);
      registerFew(pairs);
    },
  });
  const versions = createVersions(() => {
    const known = document().photos.flatMap(({ id }) => facts.get(id) ?? []);
    return gatherShots(known, folderOf);
  });
  /** Photos whose facts are being read, or cannot be. */
  const asked = new Set<string>();

  /** Facts that are lost, or were never read by this version, are read again beside everything else. */
  async function readMissing(photos: readonly { id: string; path: string }[]): Promise<void> {
    const missing = photos.filter(({ id }) => !asked.has(id));
    for (const { id } of missing) asked.add(id);
    for (let start = 0; start < missing.length; start += portion) {
      const part = missing.slice(start, start + portion).map(({ path }) => path);
      const outcomes: readonly ReadOutcome[] = await process
        .ask('read', { paths: part }, { isUrgent: false })
        .catch(() => []);
      const read = outcomes.flatMap((one) => (one.error === null ? [one] : []));
      facts.add(read);
      tellFacts(read.map(({ summary }) => summary.id));
    }
    tellFacts(versions.lookAgain());
  }

  function tellFacts(photoIds: readonly string[]): void {
    const known = photoIds.flatMap((id) => facts.get(id) ?? []).map(factsOf);
    if (known.length > 0) announce('library.changed', { photos: known, statuses: [] });
  }

  function factsOf({ id, width, height, camera }: PhotoSummary): PhotoFacts {
    const { capturedAt, focalLength35 } = camera;
    const original = versions.originalOf(id);
    const versionOf = original === null ? {} : { versionOf: original };
    return { id, width, height, capturedAt, camera: cameraName(camera), focalLength35, ...versionOf };
  }

  function registerFew(pairs: readonly Pair[]): void {
    if (pairs.length <= fewPairs) pairs.forEach(options.register);
  }

  function markExported(pair: Pair | undefined): void {
    if (pair !== undefined && exported.add(pair, editsOf(document(), pair.id))) statuses.changed(pair.id);
  }

  return {
    view,
    add: (added) =>
      jobs.start({
        kind: 'import',
        subject: added.length === 1 ? (added[0] ?? '') : `${added.length} photos and folders`,
        lane: 'disk',
        work: async ({ signal, report }) => {
          const group = crypto.randomUUID();
          const { result, pairs, alone } = await importPhotos({
            paths: added,
            project: document,
            add: async (photos, found) => {
              await edit({ name: 'add-photos', photos, pairs: found }, { group });
              tellFacts(photos.map(({ id }) => id));
            },
            facts,
            process,
            folderOf,
            found: (files) => announce('photos.found', { files }),
            signal,
            report,
          });
          tellFacts(versions.lookAgain());
          announce('photos.added', result);
          registerFew(pairs);
          const unsure = pairs.filter((pair) => !isSure(pair)).flatMap(idsOfPair);
          contents.follow([...alone, ...unsure], group);
        },
      }),
    findPairs: (pairIds) => contents.start(pairIds),
    async read(from) {
      if (from === 0) versions.lookAgain();
      const { photos, pairs } = document();
      const part = photos.slice(from, from + libraryPageSize).filter(({ problem }) => problem === undefined);
      const known = part.map((photo) => ({ photo, summary: facts.get(photo.id) }));
      void readMissing(known.flatMap(({ photo, summary }) => (summary === null ? [photo] : [])));
      const next = from + libraryPageSize;
      return {
        photos: known.flatMap(({ summary }) => (summary === null ? [] : [factsOf(summary)])),
        statuses: await Promise.all(pairs.slice(from, next).map((pair) => statuses.of(pair))),
        next: next < Math.max(photos.length, pairs.length) ? next : null,
      };
    },
    showThumbnails: (photoIds) => thumbnails.show(photoIds),
    follow: (changed) => statuses.follow(changed),
    cannotOpen: (pairId, reason) => statuses.failed(pairId, reason),
    pairChanged: (pairId) => statuses.changed(pairId),
    hearJob({ kind, subject, state }) {
      if (kind === 'export' && state.name === 'succeeded') {
        markExported(document().pairs.find((pair) => pair.id === subject));
      }
      if (!isFinished(state) || !['enhancement', 'export', 'registration'].includes(kind)) return;
      if (state.name === 'failed') statuses.failed(subject, state.error.message);
      else if (state.name === 'succeeded') statuses.failed(subject, null);
    },
    hearBatch({ id, snapshot }) {
      const done = (snapshot?.changed ?? []).filter(({ state }) => state.name === 'done');
      if (done.length === 0) return;
      const byPath = new Map(document().photos.map((photo) => [photo.path, photo.id]));
      const byWide = new Map(document().pairs.map((pair) => [pair.wideId, pair]));
      for (const { source } of done) {
        const path = isAbsolute(source) ? source : join(data.batches, id, source);
        markExported(byWide.get(byPath.get(path) ?? ''));
      }
    },
    async close() {
      thumbnails.close();
      process.close();
      await Promise.all([facts.close(), exported.close()]);
    },
  };
}

/** Where each photo lies, looked up once for each document. */
function createPathTable(document: () => ProjectDocument): () => ReadonlyMap<string, string> {
  let of: ProjectDocument['photos'] | null = null;
  let table = new Map<string, string>();
  return () => {
    const { photos } = document();
    if (photos !== of) {
      of = photos;
      table = new Map(photos.map(({ id, path }) => [id, path]));
    }
    return table;
  };
}

/** How a person left the library. */
interface ViewStore {
  read(): LibraryView;
  keep(view: LibraryView): Promise<void>;
}

async function openViewStore({ path, log }: { path: string; log: Log }): Promise<ViewStore> {
  const file = await openJsonFile({ path, parse: (json) => libraryView.parse(json), initial: defaultLibraryView, log });
  let view = file.value;
  return {
    read: () => view,
    keep(changed) {
      view = changed;
      return file.save(changed);
    },
  };
}
