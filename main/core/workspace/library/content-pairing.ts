import type { PairsFound } from '#contract/api';
import type { JobId } from '#contract/jobs';
import type { PhotoSummary } from '#contract/photos';
import { pairKeyOf, pairKeysIn, idsOfPair, type ProjectCommand } from '#contract/project-commands';
import type { Pair, ProjectDocument } from '#contract/project-document';
import type { JobQueue } from '#core/ground/waiting/job-queue';
import { maxComparedByItself } from '#core/pairs/finding/find-pairs';
import { openContentMatcher } from '#core/pairs/finding/content-matcher';
import { gatherSets } from '#core/pairs/finding/gather-sets';
import { versionsAmong } from '#core/pairs/finding/photo-versions';
import type { LibraryProcess } from './library-process.ts';
import type { PhotoFactStore } from './photo-facts.ts';

/** Gathers single photos of the project into pairs and sets by what they show, each time as a job whose result is one step of undo. */
export interface ContentPairing {
  /** Among several pairs, for the photos that belong to one, or with null among all. */
  start(pairIds: readonly string[] | null): JobId;
  /** After an import, for its photos that found no partner for sure; not at all for very many. What is found belongs to the import's `group` of edits. */
  follow(photoIds: readonly string[], group: string): void;
}

export interface ContentPairingOptions {
  document: () => ProjectDocument;
  edit: (command: ProjectCommand, options: { group: string }) => Promise<unknown>;
  jobs: Pick<JobQueue, 'start'>;
  process: LibraryProcess;
  facts: Pick<PhotoFactStore, 'get'>;
  /** Photos are compared in one of these. */
  folderOf: (path: string) => string;
  programFolder: string;
  pixelLimit: () => number;
  /** Hears of the pairs that were made. */
  found: (pairs: readonly Pair[], told: PairsFound) => void;
}

export function createContentPairing(options: ContentPairingOptions): ContentPairing {
  const { document, edit, jobs, process, facts, folderOf } = options;
  const matcher = openContentMatcher({
    programFolder: options.programFolder,
    copyOf: ({ path }: PhotoSummary, longSide, signal) =>
      process.ask('grey', { path, longSide, pixelLimit: options.pixelLimit() }, { isUrgent: false, signal }),
  });

  /** Without the versions of others: those look like what their original looks like, which stands for them. */
  function aloneByItself(): string[] {
    const known = document().photos.flatMap(({ id }) => facts.get(id) ?? []);
    const versions = versionsAmong(known, folderOf);
    return aloneIn(document()).filter((id) => !versions.has(id));
  }

  /** What a person put together is not looked at. */
  function knownSets(): Pair[] {
    return document().pairs.filter(
      (pair) => pair.finding !== undefined && idsOfPair(pair).every((id) => facts.get(id) !== null),
    );
  }

  function startJob(subject: string, task: Task): JobId {
    return jobs.start({
      kind: 'pairing',
      subject,
      lane: 'cpu',
      work: async ({ signal, report }) => {
        const { separated } = document();
        const apart = new Set(separated.map(([one, other]) => pairKeyOf(one, other)));
        const known = (task.known ?? knownSets)();
        const alone = task.photoIds();
        const photos = [...alone, ...known.flatMap(idsOfPair)].flatMap((id) => facts.get(id) ?? []);
        const found = await gatherSets(photos, {
          matcher,
          known,
          folderOf: task.isAcrossFolders ? () => '' : folderOf,
          mayBePair: (one, other) => task.isMeant(one, other) && !apart.has(pairKeyOf(one, other)),
          signal,
          report,
        });
        const made = found.length === 0 ? [] : await makePairs(found, task.group);
        options.found(made, { pairs: made.length, photos: alone.length, isAsked: task.isAsked });
      },
    });
  }

  /** Gives those that nobody prevented meanwhile. */
  async function makePairs(found: readonly Pair[], group: string): Promise<Pair[]> {
    const idOf = new Map(document().pairs.map(({ id, wideId }) => [wideId, id]));
    const pairs = found.map((pair) => ({ ...pair, id: idOf.get(pair.wideId) ?? pair.id }));
    const before = pairKeysIn(document());
    await edit({ name: 'pair-alone', pairs }, { group });
    const meant = pairKeysIn({ pairs });
    return document().pairs.filter((pair) =>
      [...pairKeysIn({ pairs: [pair] })].some((key) => meant.has(key) && !before.has(key)),
    );
  }

  return {
    start(pairIds) {
      const chosen = new Set(pairIds);
      const [only] = chosen;
      const ofChosen = (): string[] =>
        document().pairs.flatMap(({ id, wideId, teleIds }) => (teleIds.length === 0 && chosen.has(id) ? [wideId] : []));
      const group = crypto.randomUUID();
      if (pairIds === null || only === undefined) {
        return startJob('all', { photoIds: aloneByItself, isMeant: () => true, group, isAsked: true });
      }
      if (chosen.size > 1) {
        const subject = `${chosen.size} photos`;
        return startJob(subject, {
          photoIds: ofChosen,
          known: () => knownSets().filter(({ id }) => chosen.has(id)),
          isMeant: () => true,
          isAcrossFolders: true,
          group,
          isAsked: true,
        });
      }
      const photoId = document().pairs.find(({ id }) => id === only)?.wideId;
      const isMeant = (one: string, other: string): boolean => one === photoId || other === photoId;
      return startJob(only, { photoIds: () => aloneIn(document()), isMeant, group, isAsked: true });
    },
    follow(photoIds, group) {
      if (photoIds.length === 0 || photoIds.length > maxComparedByItself) return;
      const added = new Set(photoIds);
      const isMeant = (one: string, other: string): boolean => added.has(one) || added.has(other);
      const folderOfPhoto = (id: string): string => folderOf(facts.get(id)?.path ?? '');
      const folders = new Set(photoIds.map(folderOfPhoto));
      const known = (): Pair[] => knownSets().filter(({ wideId }) => folders.has(folderOfPhoto(wideId)));
      if (aloneIn(document()).length + known().length < 2) return;
      startJob(`${photoIds.length} photos`, { photoIds: aloneByItself, known, isMeant, group, isAsked: false });
    },
  };
}

interface Task {
  /** Asked when the job begins. */
  readonly photoIds: () => string[];
  /** Sets that may grow; all that were found unless told. */
  readonly known?: () => Pair[];
  readonly isMeant: (one: string, other: string) => boolean;
  readonly isAcrossFolders?: boolean;
  readonly group: string;
  readonly isAsked: boolean;
}

type Pairs = Pick<ProjectDocument, 'pairs'>;

/** Ids of the photos that have no tele, in the order of the project. */
export function aloneIn({ pairs }: Pairs): string[] {
  return pairs.flatMap(({ wideId, teleIds }) => (teleIds.length === 0 ? [wideId] : []));
}
