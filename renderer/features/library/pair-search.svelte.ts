import { isFinished } from '#contract/jobs';
import type { AppState } from '../../state/app-state.svelte.ts';
import { inWords } from '../../words/spoken.ts';
import { words as libraryWords } from './words.ts';
import type { LibraryItem } from './library-item.ts';

/** Looking for pairs by what photos show: after an import by itself, or when a person asks for it. */
export class PairSearch {
  readonly #app: AppState;
  /** The job that was heard of last. */
  #jobId = $state<string | null>(null);

  /** How far it is; null while nothing is looked for. */
  readonly progress: { label: string; fraction: number | null } | null = $derived.by(() => {
    const job = this.#jobId === null ? null : this.#app.jobs.get(this.#jobId);
    if (job === null || isFinished(job.state)) return null;
    if (job.state.name !== 'running') return { label: libraryWords.pairSearch.waiting, fraction: null };
    return { label: inWords(job.state.progress.label), fraction: job.state.progress.fraction };
  });

  constructor(app: AppState) {
    this.#app = app;
    const { connection } = app.link;
    const words = libraryWords.pairSearch;
    connection.on('job.changed', ({ kind, id }) => {
      if (kind === 'pairing') this.#jobId = id;
    });
    connection.on('photos.paired', ({ pairs, photos, isAsked }) => {
      if (pairs > 0) app.notices.calm(words.found(pairs));
      else if (isAsked) app.notices.calm(words.noneFound(photos));
    });
  }

  /** For one photo that stands alone, among several, or with none of them among all. */
  async start(items: readonly LibraryItem[]): Promise<void> {
    const pairIds = items.flatMap(({ pair, teles }) => (pair === null || teles.length > 0 ? [] : [pair.id]));
    try {
      const { jobId } = await this.#app.link.connection.call('photos.find-pairs', {
        pairIds: pairIds.length === 0 ? null : pairIds,
      });
      const state = await this.#app.jobs.finished(jobId);
      if (state.name !== 'failed') return;
      this.#app.notices.problem(libraryWords.pairSearch.failed, [{ text: state.error.message }]);
    } catch (error) {
      this.#app.notices.failure(libraryWords.pairSearch.failed, error);
    }
  }

  cancel(): void {
    if (this.#jobId === null) return;
    void this.#app.link.connection.call('jobs.cancel', { jobId: this.#jobId }).catch(() => null);
  }
}
