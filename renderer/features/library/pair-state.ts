import type { PairView } from '#contract/api';
import type { JobSnapshot } from '#contract/jobs';
import { strings } from '../../words/strings.ts';

export type PairTone = 'plain' | 'good' | 'doubtful' | 'failed';

/** What a pair's line in the list says. */
export interface PairState {
  words: string;
  tone: PairTone;
}

/** From what is known of the pair and of its latest jobs. */
export function describePair(
  view: PairView | null,
  registration: JobSnapshot | null,
  enhancement: JobSnapshot | null,
): PairState {
  const words = strings.library.state;
  if (view === null) return { words: words.loading, tone: 'plain' };
  if (enhancement?.state.name === 'running') {
    return { words: words.enhancing(Math.floor(enhancement.state.progress.fraction * 100)), tone: 'plain' };
  }
  if (enhancement?.state.name === 'queued') return { words: words.queued, tone: 'plain' };
  if (view.enhancement !== null) return { words: words.enhanced, tone: 'good' };
  if (view.tele === null) return { words: strings.library.single, tone: 'plain' };
  if (view.registration !== null) {
    const { verdict } = view.registration;
    return { words: words[verdict], tone: verdict === 'good' ? 'plain' : verdict };
  }
  const isLooking = registration?.state.name === 'running' || registration?.state.name === 'queued';
  return { words: isLooking ? words.registering : words.unregistered, tone: 'plain' };
}
