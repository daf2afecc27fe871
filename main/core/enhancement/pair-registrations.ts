import { AppError } from '#contract/errors';
import type { JobId } from '#contract/jobs';
import { say } from '#contract/messages';
import type { ProjectCommand } from '#contract/project-commands';
import { editsOf, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Correction } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import type { JobQueue, JobWork } from '#core/ground/waiting/job-queue';
import { slice, type Report } from '#core/ground/waiting/progress';
import { judgePlacement, refineRegistration } from '#core/pairs/registering/register-by-hand';
import { registerPair } from '#core/pairs/registering/register-pair';
import { resultKey, type ResultStore } from '#core/ground/disk/result-store';
import { readPair, type PairFiles } from './read-pair.ts';

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
  jobs: Pick<JobQueue, 'start' | 'cancel'>;
  document: () => ProjectDocument;
  edit: (command: ProjectCommand) => Promise<unknown>;
  filesOf: (pair: Pair) => PairFiles;
  pixelLimit: () => number;
  programFolder: string;
  /** A registration was made. */
  changed: (pairId: string) => void;
}): PairRegistrations {
  const { store, jobs, document, edit, filesOf, programFolder, changed } = options;
  /** Who is being judged, and where. */
  const judged = new Map<string, { place: string; jobId: JobId }>();

  const correctionOf = (pair: Pair, teleId: string): Correction | null =>
    editsOf(document(), pair.id).corrections[teleId] ?? null;
  const read = (pair: Pair, teleId: string): Promise<Registration | null> =>
    store.read(registrationKey(pair, teleId, correctionOf(pair, teleId)));

  function startJob(pair: Pair, work: JobWork): JobId {
    if (pair.teleIds.length === 0) throw new AppError('invalid-request', say('registration.no-tele'));
    return jobs.start({ kind: 'registration', subject: pair.id, lane: 'cpu', work });
  }

  function pathsOf(pair: Pair, teleId: string): PathsOfPair {
    const { widePath, telePaths } = filesOf(pair);
    const telePath = telePaths[pair.teleIds.indexOf(teleId)] ?? '';
    return { widePath, telePath, pixelLimit: options.pixelLimit() };
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
    const { wide, tele, ...hints } = await readPair({
      ...pathsOf(pair, teleId),
      signal,
      report: slice(0, 0.4, report),
    });
    report(0.4, say('enhancing.finding-tele'));
    const registration = await registerPair(wide, tele, { ...hints, programFolder, signal });
    await store.write(registrationKey(pair, teleId, null), registration);
  }

  /** Two photos that nobody edited yet change their roles by themselves, and are looked at again. */
  async function exchangeSwapped({ id, wideId, teleIds }: Pair, teleId: string): Promise<void> {
    if ((await read({ id, wideId, teleIds, reason: null }, teleId))?.areSwapped !== true) return;
    const isThere = (one: Pair): boolean => one.id === id && one.wideId === wideId && one.teleIds.join() === teleId;
    const isEdited = document().edits[id] !== undefined;
    const isKnown = (await store.read(registrationKey({ wideId: teleId }, wideId, null))) !== null;
    if (isEdited || isKnown || !document().pairs.some(isThere)) return;
    await edit({ name: 'swap-roles', pairId: id });
    const exchanged = document().pairs.find((one) => one.id === id);
    if (exchanged?.wideId === teleId) start(exchanged);
  }

  async function settled(pair: Pair, teleId: string, signal: AbortSignal): Promise<Registration | null> {
    const correction = correctionOf(pair, teleId);
    const key = registrationKey(pair, teleId, correction);
    const known = await store.read(key);
    if (known !== null || correction === null) return known;
    const { wide, tele } = await readPair({ ...pathsOf(pair, teleId), signal, report: () => undefined });
    const { homography } = correction;
    const judgement = await judgePlacement(wide, tele, { homography, programFolder, signal });
    await store.write(key, judgement);
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
        const found = correction ?? (await store.read(registrationKey(pair, teleId, null)));
        if (!found?.homography) {
          throw new AppError('invalid-request', say('registration.no-start'));
        }
        const pins = correction?.pins ?? [];
        const paths = pathsOf(pair, teleId);
        const { wide, tele } = await readPair({ ...paths, signal, report: slice(0, 0.4, report) });
        report(0.4, say('enhancing.refining'));
        const { homography } = found;
        const refined = await refineRegistration(wide, tele, { homography, pins, programFolder, signal });
        const place = refined?.homography ?? null;
        if (refined === null || place === null) {
          throw new AppError('not-found', say('registration.nothing-better'));
        }
        const improved: Correction = { homography: onPipe(place), pins, origin: 'refined' };
        await store.write(registrationKey(pair, teleId, improved), refined);
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
  correction: Pick<Correction, 'homography'> | null,
): string {
  return correction === null ? resultKey(wideId, teleId) : resultKey(wideId, teleId, correction.homography);
}

/** The last entry is 1 by definition, and said to be. */
function onPipe(homography: Registration['homography'] & object): Correction['homography'] {
  const [a, b, c, d, e, f, g, h] = homography;
  return [a, b, c, d, e, f, g, h, 1];
}
