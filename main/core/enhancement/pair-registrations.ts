import { AppError } from '#contract/errors';
import type { JobId } from '#contract/jobs';
import { say } from '#contract/messages';
import type { ProjectCommand } from '#contract/project-commands';
import { editsOf, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Correction, Placement } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import type { JobQueue, JobWork } from '#core/ground/waiting/job-queue';
import { slice, type Report } from '#core/ground/waiting/progress';
import { judgePlacement, refineRegistration } from '#core/pairs/registering/register-by-hand';
import { registerPair } from '#core/pairs/registering/register-pair';
import { resultKey, type ResultStore } from '#core/ground/disk/result-store';
import { stateOf, type PhotoState, type Sources } from './photo-states.ts';
import { readPair, telePathOf, type PairFiles } from './read-pair.ts';

/** Where the teles of each pair lie: found by themselves, put by hand, or refined from there. */
export interface PairRegistrations {
  /** Of a tele, as the pair is edited now; null when it was not made yet. */
  read(pair: Pair, teleId: string): Promise<Registration | null>;
  /** Of all teles, in their order. */
  readAll(pair: Pair): Promise<(Registration | null)[]>;
  /** Of a tele; a place that a person chose is judged first when it was not yet. */
  settled(pair: Pair, teleId: string, signal: AbortSignal): Promise<Registration | null>;
  /** Starts finding the teles of which nothing is known, and judging where a person put others; a single one is looked for anew. Throws `invalid-request` for a pair without teles. */
  start(pair: Pair): JobId;
  /** Starts improving where a tele lies; what is found becomes an edit, unless the tele was moved meanwhile. */
  refine(pair: Pair, teleId: string): JobId;
  /** Has every tele judged that an edit, an undo or a redo put somewhere new. */
  follow(document: ProjectDocument): void;
}

export function createPairRegistrations(options: {
  store: ResultStore<Registration>;
  /** What each was made of. */
  sources: Sources;
  jobs: Pick<JobQueue, 'start' | 'cancel'>;
  document: () => ProjectDocument;
  edit: (command: ProjectCommand) => Promise<unknown>;
  filesOf: (pair: Pair) => PairFiles;
  pixelLimit: () => number;
  programFolder: string;
  /** A registration was made. */
  changed: (pairId: string) => void;
}): PairRegistrations {
  const { store, sources, jobs, document, edit, filesOf, programFolder, changed } = options;
  /** Who is being judged, and where. */
  const judged = new Map<string, { place: string; jobId: JobId }>();

  const correctionOf = (pair: Pair, teleId: string): Correction | null =>
    editsOf(document(), pair.id).corrections[teleId] ?? null;
  const read = (pair: Pair, teleId: string): Promise<Registration | null> =>
    readAt(pair, teleId, correctionOf(pair, teleId));

  /** Null, too, when a photo has changed on the disk since. */
  async function readAt(pair: Pair, teleId: string, correction: Correction | null): Promise<Registration | null> {
    const key = registrationKey(pair, teleId, correction);
    const known = await store.read(key);
    const { widePath, telePath } = pathsOf(pair, teleId);
    return known !== null && (await sources.changed(key, [widePath, telePath])) === null ? known : null;
  }

  function statesOf({ widePath, telePath }: PathsOfPair): Promise<PhotoState[]> {
    return Promise.all([widePath, telePath].map(stateOf));
  }

  /** `states` are of before the photos were read. */
  async function keep(key: string, registration: Registration, states: readonly PhotoState[]): Promise<void> {
    await sources.write(key, states);
    await store.write(key, registration);
  }

  function startJob(pair: Pair, work: JobWork): JobId {
    if (pair.teleIds.length === 0) throw new AppError('invalid-request', say('registration.no-tele'));
    return jobs.start({ kind: 'registration', subject: pair.id, lane: 'cpu', work });
  }

  function pathsOf(pair: Pair, teleId: string): PathsOfPair {
    const files = filesOf(pair);
    return { widePath: files.widePath, telePath: telePathOf(files, pair, teleId), pixelLimit: options.pixelLimit() };
  }

  function start(pair: Pair): JobId {
    const [only, ...others] = pair.teleIds;
    return startJob(pair, async ({ signal, report }) => {
      for (const [index, teleId] of pair.teleIds.entries()) {
        const part = slice(index / pair.teleIds.length, (index + 1) / pair.teleIds.length, report);
        part(0, say('enhancing.comparing'));
        if (correctionOf(pair, teleId) !== null) await settled(pair, teleId, signal);
        else if (others.length === 0 || (await read(pair, teleId)) === null) await find(pair, teleId, signal, part);
        if (index < pair.teleIds.length - 1) changed(pair.id);
      }
      if (others.length === 0 && only !== undefined) await exchangeSwapped(pair, only);
      changed(pair.id);
    });
  }

  async function find(pair: Pair, teleId: string, signal: AbortSignal, report: Report): Promise<void> {
    const paths = pathsOf(pair, teleId);
    const states = await statesOf(paths);
    const { wide, tele, ...hints } = await readPair({ ...paths, signal, report: slice(0, 0.4, report) });
    report(0.4, say('enhancing.finding-tele'));
    const registration = await registerPair(wide, tele, { ...hints, programFolder, signal });
    await keep(registrationKey(pair, teleId, null), registration, states);
  }

  /** Two photos that nobody edited yet change their roles by themselves, and are looked at again. */
  async function exchangeSwapped(pair: Pair, teleId: string): Promise<void> {
    if ((await read(pair, teleId))?.areSwapped !== true) return;
    const { id, wideId } = pair;
    const isThere = (one: Pair): boolean => one.id === id && one.wideId === wideId && one.teleIds.join() === teleId;
    const isEdited = document().edits[id] !== undefined;
    const isKnown = (await store.read(registrationKey({ wideId: teleId }, wideId, null))) !== null;
    if (isEdited || isKnown || !document().pairs.some(isThere)) return;
    await edit({ name: 'swap-roles', pairId: id });
    const exchanged = document().pairs.find((one) => one.id === id);
    if (exchanged?.wideId === teleId) start(exchanged);
  }

  async function settled(pair: Pair, teleId: string, signal: AbortSignal): Promise<Registration | null> {
    const placement = correctionOf(pair, teleId);
    const known = await readAt(pair, teleId, placement);
    if (known !== null || placement === null) return known;
    const paths = pathsOf(pair, teleId);
    const states = await statesOf(paths);
    const { wide, tele } = await readPair({ ...paths, signal, report: () => undefined });
    const judgement = await judgePlacement(wide, tele, { placement, programFolder, signal });
    await keep(registrationKey(pair, teleId, placement), judgement, states);
    return judgement;
  }

  return {
    start,
    read,
    readAll: (pair) => Promise.all(pair.teleIds.map((id) => read(pair, id))),
    settled,
    refine(pair, teleId) {
      const correction = correctionOf(pair, teleId);
      return startJob(pair, async ({ signal, report }) => {
        report(0, say('enhancing.comparing'));
        const found = correction ?? (await readAt(pair, teleId, null));
        if (!found?.homography) {
          throw new AppError('invalid-request', say('registration.no-start'));
        }
        const pins = correction?.pins ?? [];
        const paths = pathsOf(pair, teleId);
        const states = await statesOf(paths);
        const { wide, tele } = await readPair({ ...paths, signal, report: slice(0, 0.4, report) });
        report(0.4, say('enhancing.refining'));
        const { homography } = found;
        const refined = await refineRegistration(wide, tele, { homography, pins, programFolder, signal });
        const place = refined?.homography ?? null;
        if (refined === null || place === null) {
          throw new AppError('not-found', say('registration.nothing-better'));
        }
        const improved: Correction = { homography: onPipe(place), pins, origin: 'refined' };
        await keep(registrationKey(pair, teleId, improved), refined, states);
        const now = correctionOf(pair, teleId);
        const isMoved = registrationKey(pair, teleId, now) !== registrationKey(pair, teleId, correction);
        if (!isMoved) await edit({ name: 'set-registration', pairId: pair.id, teleId, registration: improved });
        changed(pair.id);
      });
    },
    follow({ pairs, edits }) {
      for (const pair of pairs) {
        const placed = Object.entries(edits[pair.id]?.corrections ?? {});
        const before = judged.get(pair.id);
        if (placed.length === 0) {
          judged.delete(pair.id);
          continue;
        }
        const place = placed.map(([teleId, correction]) => registrationKey(pair, teleId, correction)).join();
        if (before?.place === place) continue;
        if (before !== undefined) jobs.cancel(before.jobId);
        judged.set(pair.id, { place, jobId: start(pair) });
      }
    },
  };
}

interface PathsOfPair {
  widePath: string;
  telePath: string;
  pixelLimit: number;
}

/** A registration is kept under the contents of both photos and, where a person put the tele somewhere, under that place. */
export function registrationKey(
  { wideId }: Pick<Pair, 'wideId'>,
  teleId: string,
  correction: Placement | null,
): string {
  if (correction === null) return resultKey(wideId, teleId);
  const { homography, origin } = correction;
  return resultKey(wideId, teleId, homography, ...(origin === 'insisted' ? [origin] : []));
}

/** The last entry is 1 by definition, and said to be. */
function onPipe(homography: Registration['homography'] & object): Correction['homography'] {
  const [a, b, c, d, e, f, g, h] = homography;
  return [a, b, c, d, e, f, g, h, 1];
}
