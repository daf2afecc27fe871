import type { PairView } from '#contract/api';
import type { Pair } from '#contract/project-document';
import { cameraName } from '#contract/photos';
import { inWords } from '../../words/spoken.ts';
import { words as adaptationWords } from './words.ts';
import { photoWords } from '../../words/photo-words.ts';

/** A pair of the library as something to learn from. */
export interface LearnablePair {
  readonly id: string;
  readonly name: string;
  /** Null while it is being opened. */
  readonly view: PairView | null;
  readonly canLearn: boolean;
  /** Why it cannot be learned from, or what happens with it first, in words; null when all is well. */
  readonly note: string | null;
  /** The phone as the photo names it; null when it does not. */
  readonly phone: string | null;
}

export function learnablePair(pair: Pair, name: string, view: PairView | null): LearnablePair {
  const words = adaptationWords.pairs;
  const phone = view === null ? null : phoneOf(view);
  const about = { id: pair.id, name, view, phone };
  if (pair.teleIds.length === 0) return { ...about, canLearn: false, note: words.noTele };
  if (view === null) return { ...about, canLearn: false, note: photoWords.loading };
  const found = view.teles.map(({ registration }) => registration);
  if (found.some((one) => one?.verdict === 'good')) return { ...about, canLearn: true, note: null };
  const [first = null] = found;
  if (first === null || found.includes(null)) return { ...about, canLearn: true, note: words.unmatched };
  return { ...about, canLearn: false, note: words.leftOut(inWords(first.reason)) };
}

/** Those that are ticked to begin with: every one that can be learned from, and that the phone of the pair that is looked at took. */
export function firstTicked(pairs: readonly LearnablePair[], selectedId: string | null): string[] {
  const usable = pairs.filter(({ canLearn }) => canLearn);
  const lookedAt = usable.find(({ id }) => id === selectedId) ?? usable[0];
  return usable.filter(({ phone }) => phone === lookedAt?.phone).map(({ id }) => id);
}

/** The phones of some pairs, each once. */
export function phonesOf(pairs: readonly LearnablePair[]): string[] {
  return [...new Set(pairs.flatMap(({ phone }) => (phone === null ? [] : [phone])))];
}

function phoneOf({ wide }: PairView): string | null {
  return cameraName(wide.summary.camera);
}
