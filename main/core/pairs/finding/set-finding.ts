import { sayClue, type PairClue, type PairFinding, type Sureness } from '#contract/pair-finding';
import { speak } from '#contract/messages';
import type { Pair } from '#contract/project-document';
import type { Candidate } from './pairing-candidate.ts';

/** A tele of a set, and what speaks for it. */
export interface FoundTele {
  readonly tele: Candidate;
  readonly finding: PairFinding;
}

/** The pair that a wide photo and its teles make, with what speaks for all of them; it carries the wide photo's id. */
export function pairOf(wide: Candidate, teles: readonly FoundTele[], leftOut: readonly Candidate[] = []): Pair {
  const { id } = wide.photo;
  const names = leftOut.map(({ photo }) => photo.name);
  const clues: PairClue[] = [
    ...commonClues(teles.map(({ finding }) => finding.clues)).filter(({ kind }) => kind !== 'same-view'),
    ...(names.length === 0 ? [] : [{ kind: 'same-view' as const, names }]),
  ];
  const sureness = leastSure(teles.map(({ finding }) => finding.sureness));
  return {
    id,
    wideId: id,
    teleIds: teles.map(({ tele }) => tele.photo.id),
    reason: speak(clues.map(sayClue), 'en'),
    finding: { sureness, clues },
  };
}

const fromSure: readonly Sureness[] = ['certain', 'likely', 'possible'];

function leastSure(all: readonly Sureness[]): Sureness {
  return fromSure.findLast((sureness) => all.includes(sureness)) ?? 'possible';
}

/** What is said of each tele, once: of numbers the one that all keep to. */
function commonClues(all: readonly (readonly PairClue[])[]): PairClue[] {
  const [first = [], ...others] = all;
  if (others.length === 0) return [...first];
  return first.flatMap((clue): PairClue[] => {
    const same = all.flatMap((clues) => clues.find(({ kind }) => kind === clue.kind) ?? []);
    if (same.length < all.length) return [];
    if (clue.kind === 'content') {
      const agreements = same.flatMap((one) => (one.kind === 'content' ? [one.agreement] : []));
      return [{ kind: 'contents', teles: all.length, agreement: Math.min(...agreements) }];
    }
    if (clue.kind === 'time') {
      return [
        { kind: 'time', seconds: Math.max(...same.flatMap((one) => (one.kind === 'time' ? [one.seconds] : []))) },
      ];
    }
    return same.every((one) => JSON.stringify(one) === JSON.stringify(clue)) && clue.kind !== 'numbers' ? [clue] : [];
  });
}
