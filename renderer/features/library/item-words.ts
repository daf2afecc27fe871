import type { PairStatus } from '#contract/library';
import type { JobSnapshot } from '#contract/jobs';
import { words as libraryWords } from './words.ts';
import type { LibraryItem } from './library-item.ts';

export type ItemTone = 'plain' | 'good' | 'doubtful' | 'failed';

/** What the line below a picture says, and how it looks. */
export interface ItemState {
  words: string;
  tone: ItemTone;
}

interface ItemKnowledge {
  status: PairStatus | null;
  problem: string | null;
  /** The name of what it is a version of. */
  original: string | null;
  registration: JobSnapshot | null;
  enhancement: JobSnapshot | null;
}

/** From what is known of an item and of its latest jobs. A problem is said by one word; its reason is told beside. */
export function describeItem(item: LibraryItem, known: ItemKnowledge): ItemState {
  if (item.pair === null) return { words: libraryWords.state.unreadable, tone: 'failed' };
  return atWork(known) ?? outcomeOf(known) ?? prospectOf(item, known);
}

function atWork({ enhancement }: ItemKnowledge): ItemState | null {
  const words = libraryWords.state;
  if (enhancement?.state.name === 'queued') return { words: words.queued, tone: 'plain' };
  if (enhancement?.state.name !== 'running') return null;
  return { words: words.enhancing(Math.floor(enhancement.state.progress.fraction * 100)), tone: 'plain' };
}

/** What became of it, good or bad. */
function outcomeOf({ status, problem }: ItemKnowledge): ItemState | null {
  const words = libraryWords.state;
  if (status?.verdict === 'failed' && status.step === 'new') return { words: words.failed, tone: 'failed' };
  if (problem !== null) return { words: words.problem, tone: 'failed' };
  if (status?.step === 'exported')
    return { words: status.isChanged ? words.exportedOtherwise : words.exported, tone: 'good' };
  return status?.step === 'enhanced' ? { words: words.enhanced, tone: 'good' } : null;
}

/** What can become of it. */
function prospectOf(item: LibraryItem, { status, registration, original }: ItemKnowledge): ItemState {
  const words = libraryWords.state;
  if (original !== null) return { words: libraryWords.versionOf(original), tone: 'plain' };
  if (item.teles.length === 0) return { words: libraryWords.single, tone: 'plain' };
  if (registration?.state.name === 'running' || registration?.state.name === 'queued') {
    return { words: words.registering, tone: 'plain' };
  }
  if (status?.verdict === 'doubtful') return { words: words.doubtful, tone: 'doubtful' };
  return { words: status?.verdict === 'good' ? words.good : words.unregistered, tone: 'plain' };
}
