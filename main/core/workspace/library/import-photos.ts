import { stat } from 'node:fs/promises';
import type { PhotosAdded, Problem } from '#contract/api';
import { toWireError } from '#contract/errors';
import { say } from '#contract/messages';
import { pairKeyOf, pairKeysIn, idsOfPair } from '#contract/project-commands';
import type { Pair, ProjectDocument, ProjectPhoto } from '#contract/project-document';
import { isPhotoName } from '#contract/photo-endings';
import { slice, type Report } from '#core/ground/waiting/progress';
import { versionsAmong } from '#core/pairs/finding/photo-versions';
import { aloneIn } from './unpaired-photos.ts';
import type { LibraryProcess } from './library-process.ts';
import type { ReadOutcome } from './read-photos.ts';
import type { PhotoFactStore } from './photo-facts.ts';
import { scanPhotos } from '#core/photos/files/scan-photos';

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly project: () => ProjectDocument;
  /** Puts photos, and pairs of photos, into the project. */
  readonly add: (photos: ProjectPhoto[], pairs: Pair[]) => Promise<unknown>;
  readonly facts: PhotoFactStore;
  readonly process: LibraryProcess;
  /** Photos may be versions of each other in one of these. */
  readonly folderOf: (path: string) => string;
  /** Hears how many files there are, before they are read. */
  readonly found: (files: number) => void;
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** A choice of so few photos appears at once, paired; of more, what is read already is shown. */
export const fewPhotos = 12;
/** How long the first photos of many are waited for, and all later ones. */
const firstShowMs = 250;
const laterShowMs = 1000;
/** Files that are read in one go. */
const portion = 8;
/** Portions that are read beside each other. */
const readersAtOnce = 3;

/**
 * Reads photos and whole folders into the project, and pairs what is new with what has no partner yet. What is read so far stays
 * when it is cancelled. One bad file never stops the rest: one that is called as photos are is in the list with its reason, another is
 * a problem of the result. Gives also the new pairs, and the new photos that found no partner.
 */
export async function importPhotos(
  options: ImportOptions,
): Promise<{ result: PhotosAdded; pairs: Pair[]; alone: string[] }> {
  const { signal, report, add, project } = options;
  report(0, say('photos.searching'));
  const scanned = await scanPhotos(options.paths, {
    signal,
    found: (files) => files > 0 && report(0, say('photos.searching-found', { files })),
  });
  options.found(scanned.files.length);
  const isAtOnce = scanned.files.length <= fewPhotos;
  const keysBefore = pairKeysIn(project());
  const incoming = createIncoming({ ...options, isAtOnce });
  try {
    await readAll(scanned.files, options, slice(0, 0.95, report), (outcomes) => incoming.take(outcomes));
    await incoming.flush();
  } catch (error) {
    if (!isAtOnce) await incoming.flush();
    throw error;
  }
  if (!isAtOnce) {
    report(0.95, say('photos.looking-for-pairs'));
    const found = await findPairs(options, incoming.ids());
    if (found.length > 0) await add([], found);
  }
  const pairs = project().pairs.filter(({ wideId, teleIds }) =>
    teleIds.some((id) => !keysBefore.has(pairKeyOf(wideId, id))),
  );
  const { added, broken, problems } = incoming.counts();
  const [firstId] = incoming.ids();
  const firstPair = project().pairs.find((pair) => idsOfPair(pair).includes(firstId ?? ''));
  const result = {
    added,
    broken,
    passedOver: scanned.passedOver,
    problems: [...scanned.problems, ...problems],
    firstPairId: isAtOnce ? (firstPair?.id ?? null) : null,
  };
  const isNew = new Set(incoming.ids());
  const alone = aloneIn(project()).filter((id) => isNew.has(id));
  return { result, pairs, alone };
}

interface Incoming {
  take(outcomes: readonly ReadOutcome[]): Promise<void>;
  /** Puts what was read into the project. */
  flush(): Promise<void>;
  /** Of the photos that were read, in their order. */
  ids(): string[];
  counts(): { added: number; broken: number; problems: Problem[] };
}

/** Collects what is read and puts it into the project now and then; a few photos all at once, so that they are never seen without their partner. */
function createIncoming(options: ImportOptions & { isAtOnce: boolean }): Incoming {
  const { add, facts, project, isAtOnce } = options;
  const read = new Set<string>();
  const problems: Problem[] = [];
  let waiting: ProjectPhoto[] = [];
  let broken = 0;
  let showAt = performance.now() + firstShowMs;

  async function flush(): Promise<void> {
    const photos = waiting;
    waiting = [];
    showAt = performance.now() + laterShowMs;
    if (photos.length === 0) return;
    const inPairs = new Set(project().pairs.flatMap(idsOfPair));
    const alone = new Set(photos.flatMap(({ id, problem }) => (problem === undefined && !inPairs.has(id) ? [id] : [])));
    const pairs = isAtOnce
      ? await findPairs(
          options,
          photos.map(({ id }) => id),
        )
      : [];
    for (const id of pairs.flatMap(idsOfPair)) alone.delete(id);
    await add(photos, [...pairs, ...[...alone].map(single)]);
  }

  return {
    flush,
    async take(outcomes) {
      facts.add(outcomes.flatMap((one) => (one.error === null ? [one] : [])));
      for (const one of outcomes) {
        if (one.error === null) {
          const { id, path } = one.summary;
          read.add(id);
          waiting.push({ id, path });
        } else if (isPhotoName(one.path) && one.error.code !== 'not-found') {
          broken += 1;
          waiting.push({ id: one.id, path: one.path, problem: one.error.message });
        } else problems.push({ path: one.path, error: one.error });
      }
      if (!isAtOnce && performance.now() >= showAt) await flush();
    },
    ids: () => [...read],
    counts: () => ({ added: read.size + broken, broken, problems }),
  };
}

/** Reads files, several portions beside each other, and hands on each portion in the order of the files. */
async function readAll(
  files: readonly string[],
  { process, facts, signal }: ImportOptions,
  report: Report,
  take: (outcomes: readonly ReadOutcome[]) => Promise<void>,
): Promise<void> {
  const portions = Array.from({ length: Math.ceil(files.length / portion) }, (_, index) =>
    files.slice(index * portion, (index + 1) * portion),
  );
  const reading: Promise<readonly ReadOutcome[]>[] = [];
  const begin = (): void => {
    const next = portions[reading.length];
    if (next === undefined) return;
    const outcome = readPortion(next, process, facts, signal);
    // Said by who waits for it; the portions before it come first.
    outcome.catch(() => undefined);
    reading.push(outcome);
  };
  for (let count = 0; count < readersAtOnce; count += 1) begin();
  let done = 0;
  for (let index = 0; index < portions.length; index += 1) {
    signal.throwIfAborted();
    const outcomes = (await reading[index]) ?? [];
    begin();
    await take(outcomes);
    done += outcomes.length;
    report(
      done / files.length,
      files.length === 1 ? say('photos.reading-one') : say('photos.reading', { done, all: files.length }),
    );
  }
}

/** What is known of a file that has not changed is not read again. A file that ends the reading process is read alone, and is the broken one. */
async function readPortion(
  paths: readonly string[],
  process: LibraryProcess,
  facts: PhotoFactStore,
  signal: AbortSignal,
): Promise<readonly ReadOutcome[]> {
  const known = await Promise.all(paths.map((path) => knownPhoto(path, facts)));
  const unknown = paths.filter((_, index) => known[index] === null);
  const read = new Map((await readEach(unknown, process, signal)).map((one) => [one.path, one]));
  return paths.flatMap((path, index) => known[index] ?? read.get(path) ?? []);
}

async function readEach(
  paths: readonly string[],
  process: LibraryProcess,
  signal: AbortSignal,
): Promise<readonly ReadOutcome[]> {
  if (paths.length === 0) return [];
  try {
    return await process.ask('read', { paths }, { isUrgent: false, signal });
  } catch (error) {
    signal.throwIfAborted();
    const [only, ...others] = paths;
    if (others.length === 0) return [{ path: only ?? '', error: toWireError(error), id: idOfBroken(only ?? '') }];
    const each = [];
    for (const path of paths) each.push(...(await readEach([path], process, signal)));
    return each;
  }
}

function idOfBroken(path: string): string {
  return `broken-${path}`;
}

async function knownPhoto(path: string, facts: PhotoFactStore): Promise<ReadOutcome | null> {
  const file = await stat(path).catch(() => null);
  const summary = file && facts.at(path, file);
  return summary && { path, error: null, summary, mtimeMs: file.mtimeMs };
}

function single(id: string): Pair {
  return { id, wideId: id, teleIds: [], reason: null };
}

/** Pairs of new photos, with each other and with photos that wait for a partner; what stays alone, and other versions, are left out. */
async function findPairs(
  { project, facts, process, folderOf, signal }: ImportOptions,
  newIds: readonly string[],
): Promise<Pair[]> {
  const { photos: all, pairs, separated } = project();
  const waiting = pairs.filter(({ teleIds }) => teleIds.length === 0);
  const isPaired = new Set(pairs.flatMap((pair) => (pair.teleIds.length === 0 ? [] : idsOfPair(pair))));
  const isNew = new Set(newIds.filter((id) => !isPaired.has(id)));
  const ids = [...new Set([...waiting.map(({ wideId }) => wideId), ...isNew])];
  const known = [...new Set([...all.map(({ id }) => id), ...ids])].flatMap((id) => facts.get(id) ?? []);
  const versions = versionsAmong(known, folderOf);
  const photos = ids.flatMap((id) => (versions.has(id) ? [] : (facts.get(id) ?? [])));
  const apart = separated.map(([one, other]) => pairKeyOf(one, other));
  const found = await process.ask('pair', { photos, apart }, { isUrgent: true, signal });
  const idOf = new Map(waiting.map(({ id, wideId }) => [wideId, id]));
  return found
    .filter((pair) => idsOfPair(pair).some((id) => isNew.has(id)))
    .map((pair) => ({ ...pair, id: idOf.get(pair.wideId) ?? pair.id }));
}
