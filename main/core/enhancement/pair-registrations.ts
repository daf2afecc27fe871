import { AppError } from '#contract/errors';
import type { JobId } from '#contract/jobs';
import { say } from '#contract/messages';
import type { ProjectCommand } from '#contract/project-commands';
import { editsOf, type Pair, type ProjectDocument } from '#contract/project-document';
import type { Correction, Placement } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import type { JobQueue, JobWork } from '#core/ground/waiting/job-queue';
import { slice } from '#core/ground/waiting/progress';
import { judgePlacement, refineRegistration } from '#core/pairs/registering/register-by-hand';
import { registerPair } from '#core/pairs/registering/register-pair';
import { resultKey, type ResultStore } from '#core/ground/disk/result-store';
import { stateOf, type PhotoState, type Sources } from './photo-states.ts';
import { readPair } from './read-pair.ts';

/** Where the tele of each pair lies: found by itself, put by hand, or refined from there. */
export interface PairRegistrations {
  /** As the pair is edited now; null when it was not made yet. */
  read(pair: Pair): Promise<Registration | null>;
  /** The same, but a place that a person chose is judged first when it was not yet. */
  settled(pair: Pair, signal: AbortSignal): Promise<Registration | null>;
  /** Starts finding the tele, or judging where a person put it. Throws `invalid-request` for a pair without tele. */
  start(pair: Pair): JobId;
  /** Starts improving where the tele lies; what is found becomes an edit, unless the tele was moved meanwhile. */
  refine(pair: Pair): JobId;
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
  filesOf: (pair: Pair) => { widePath: string; telePath: string | null };
  pixelLimit: () => number;
  programFolder: string;
  /** A registration was made. */
  changed: (pairId: string) => void;
}): PairRegistrations {
  const { store, sources, jobs, document, edit, filesOf, programFolder, changed } = options;
  /** Who is being judged, and where. */
  const judged = new Map<string, { place: string; jobId: JobId }>();

  const correctionOf = (pair: Pair): Correction | null => editsOf(document(), pair.id).registration;

  /** Null, too, when a photo has changed on the disk since. */
  async function readAt(pair: Pair, correction: Correction | null): Promise<Registration | null> {
    const key = registrationKey(pair, correction);
    const known = await store.read(key);
    return known !== null && (await sources.changed(key, pathsOf(filesOf(pair)))) === null ? known : null;
  }

  const statesOf = (pair: Pair): Promise<PhotoState[]> => Promise.all(pathsOf(filesOf(pair)).map(stateOf));

  /** `states` are of before the photos were read. */
  async function keep(
    pair: Pair,
    correction: Correction | null,
    registration: Registration,
    states: readonly PhotoState[],
  ): Promise<void> {
    const key = registrationKey(pair, correction);
    await sources.write(key, states);
    await store.write(key, registration);
  }

  function startJob(pair: Pair, work: (context: Parameters<JobWork>[0], paths: PathsOfPair) => Promise<void>): JobId {
    const { widePath, telePath } = filesOf(pair);
    if (telePath === null) {
      throw new AppError('invalid-request', say('registration.no-tele'));
    }
    return jobs.start({
      kind: 'registration',
      subject: pair.id,
      lane: 'cpu',
      work: (context) => work(context, { widePath, telePath, pixelLimit: options.pixelLimit() }),
    });
  }

  function start(pair: Pair): JobId {
    return startJob(pair, async ({ signal, report }, paths) => {
      report(0, say('enhancing.comparing'));
      if (correctionOf(pair) === null) {
        const states = await statesOf(pair);
        const { wide, tele, ...hints } = await readPair({ ...paths, signal, report: slice(0, 0.4, report) });
        report(0.4, say('enhancing.finding-tele'));
        const registration = await registerPair(wide, tele, { ...hints, programFolder, signal });
        await keep(pair, null, registration, states);
        if (registration.areSwapped) await exchange(pair);
      } else await settled(pair, signal);
      changed(pair.id);
    });
  }

  /** Two photos that nobody edited yet change their roles by themselves, and are looked at again. */
  async function exchange({ id, wideId, teleId }: Pair): Promise<void> {
    const isThere = (one: Pair): boolean => one.id === id && one.wideId === wideId && one.teleId === teleId;
    const isEdited = document().edits[id] !== undefined;
    const other = { wideId: teleId ?? '', teleId: wideId };
    const isKnown = (await store.read(registrationKey(other, null))) !== null;
    if (isEdited || isKnown || !document().pairs.some(isThere)) return;
    await edit({ name: 'swap-roles', pairId: id });
    const exchanged = document().pairs.find((one) => one.id === id);
    if (exchanged?.wideId === teleId) start(exchanged);
  }

  async function settled(pair: Pair, signal: AbortSignal): Promise<Registration | null> {
    const correction = correctionOf(pair);
    const known = await readAt(pair, correction);
    if (known !== null || correction === null) return known;
    const states = await statesOf(pair);
    const judgement = await judge(pair, correction, signal);
    if (judgement !== null) await keep(pair, correction, judgement, states);
    return judgement;
  }

  async function judge(pair: Pair, placement: Correction, signal: AbortSignal): Promise<Registration | null> {
    const { widePath, telePath } = filesOf(pair);
    if (telePath === null) return null;
    const photos = { widePath, telePath, pixelLimit: options.pixelLimit() };
    const { wide, tele } = await readPair({ ...photos, signal, report: () => undefined });
    return judgePlacement(wide, tele, { placement, programFolder, signal });
  }

  return {
    start,
    settled,
    read: (pair) => readAt(pair, correctionOf(pair)),
    refine(pair) {
      const correction = correctionOf(pair);
      return startJob(pair, async ({ signal, report }, paths) => {
        const found = correction ?? (await readAt(pair, null));
        if (!found?.homography) {
          throw new AppError('invalid-request', say('registration.no-start'));
        }
        const pins = correction?.pins ?? [];
        const states = await statesOf(pair);
        const { wide, tele } = await readPair({ ...paths, signal, report: slice(0, 0.4, report) });
        report(0.4, say('enhancing.refining'));
        const { homography } = found;
        const refined = await refineRegistration(wide, tele, { homography, pins, programFolder, signal });
        const place = refined?.homography ?? null;
        if (refined === null || place === null) {
          throw new AppError('not-found', say('registration.nothing-better'));
        }
        const improved: Correction = { homography: onPipe(place), pins, origin: 'refined' };
        await keep(pair, improved, refined, states);
        const isMoved = registrationKey(pair, correctionOf(pair)) !== registrationKey(pair, correction);
        if (!isMoved) await edit({ name: 'set-registration', pairId: pair.id, registration: improved });
        changed(pair.id);
      });
    },
    follow({ pairs, edits }) {
      for (const pair of pairs) {
        const correction = edits[pair.id]?.registration ?? null;
        const before = judged.get(pair.id);
        if (correction === null || pair.teleId === null) {
          judged.delete(pair.id);
          continue;
        }
        const place = registrationKey(pair, correction);
        if (before?.place === place) continue;
        if (before !== undefined) jobs.cancel(before.jobId);
        judged.set(pair.id, { place, jobId: start(pair) });
      }
    },
  };
}

function pathsOf({ widePath, telePath }: { widePath: string; telePath: string | null }): string[] {
  return telePath === null ? [widePath] : [widePath, telePath];
}

interface PathsOfPair {
  widePath: string;
  telePath: string;
  pixelLimit: number;
}

/** A registration is kept under the contents of both photos and, where a person put the tele somewhere, under that place. */
export function registrationKey(
  { wideId, teleId }: Pick<Pair, 'wideId' | 'teleId'>,
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
