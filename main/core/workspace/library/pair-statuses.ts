import type { PairStatus } from '#contract/library';
import type { Said } from '#contract/messages';
import type { Pair, ProjectDocument } from '#contract/project-document';
import type { Registration, Verdict } from '#contract/registration';
import type { ExportRecord } from './export-record.ts';

/** How far each pair has come, looked up where the results lie and remembered until something changes. */
export interface PairStatuses {
  of(pair: Pair): Promise<PairStatus>;
  /** A result of the pair was made, or its edits lead to another one. */
  changed(pairId: string): void;
  /** What went wrong with a pair last, in words; null when it went well since. */
  failed(pairId: string, problem: Said | null): void;
  /** Looks again at pairs that are made of other photos, or edited otherwise, than before. */
  follow(document: ProjectDocument): void;
}

const atOnce = 50;

/** `tell` hears of statuses that changed after they were asked for. */
export function createPairStatuses(options: {
  document: () => ProjectDocument;
  /** Of each of its teles. */
  registrationsOf: (pair: Pair) => Promise<(Registration | null)[]>;
  isEnhanced: (pair: Pair) => Promise<boolean>;
  exportOf: (pair: Pair) => ReturnType<ExportRecord['of']>;
  tell: (statuses: readonly PairStatus[]) => void;
}): PairStatuses {
  const { registrationsOf, isEnhanced, exportOf, tell } = options;
  const known = new Map<string, Promise<PairStatus>>();
  const failures = new Map<string, Said>();
  let before: ProjectDocument = options.document();

  async function look(pair: Pair): Promise<PairStatus> {
    const pairId = pair.id;
    const [registrations, hasResult] = await Promise.all([registrationsOf(pair), isEnhanced(pair)]);
    const verdict = verdictOf(registrations);
    const found = verdict !== null && verdict !== 'failed';
    const exported = exportOf(pair);
    const step = exported !== 'never' ? 'exported' : hasResult ? 'enhanced' : found ? 'registered' : 'new';
    const noOverlap = verdict === 'failed' && !hasResult ? (registrations[0]?.reason ?? null) : null;
    const isChanged = exported === 'otherwise';
    return { pairId, step, ...(isChanged && { isChanged }), verdict, problem: failures.get(pairId) ?? noOverlap };
  }

  function of(pair: Pair): Promise<PairStatus> {
    const status = known.get(pair.id) ?? look(pair);
    known.set(pair.id, status);
    return status;
  }

  /** Thousands at once are looked at a few at a time. That a pair is new goes without saying. */
  async function lookAgain(pairs: readonly Pair[], isAlwaysSaid = false): Promise<void> {
    const wasKnown = new Set(pairs.filter(({ id }) => known.delete(id)).map(({ id }) => id));
    for (let start = 0; start < pairs.length; start += atOnce) {
      const found = await Promise.all(pairs.slice(start, start + atOnce).map(of));
      const said = found.filter(({ pairId, step, problem, verdict }) => {
        return isAlwaysSaid || wasKnown.has(pairId) || step !== 'new' || problem !== null || verdict !== null;
      });
      if (said.length > 0) tell(said);
    }
  }

  function changed(pairId: string): void {
    const pair = options.document().pairs.find(({ id }) => id === pairId);
    if (pair !== undefined) void lookAgain([pair], true);
  }

  return {
    of,
    changed,
    failed(pairId, problem) {
      if ((failures.get(pairId) ?? null) === problem) return;
      if (problem === null) failures.delete(pairId);
      else failures.set(pairId, problem);
      changed(pairId);
    },
    follow(document) {
      const pairsBefore = new Map(before.pairs.map((pair) => [pair.id, pair]));
      const editsBefore = before.edits;
      before = document;
      const ids = new Set<string>();
      const others = document.pairs.filter((pair) => {
        ids.add(pair.id);
        const old = pairsBefore.get(pair.id);
        const isSame = old?.wideId === pair.wideId && old.teleIds.join() === pair.teleIds.join();
        return !(isSame && editsBefore[pair.id] === document.edits[pair.id]);
      });
      for (const { id } of others) failures.delete(id);
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      void lookAgain(others);
    },
  };
}

/** Of several teles: good when all are, failed when none can be used; null while one was not looked at. */
function verdictOf(registrations: readonly (Registration | null)[]): Verdict | null {
  const verdicts = new Set(registrations.map((one) => one?.verdict ?? null));
  const [only = null] = verdicts;
  return verdicts.has(null) ? null : verdicts.size <= 1 ? only : 'doubtful';
}
