import { isFinished } from '#contract/jobs';
import { maxTeles } from '#contract/project-document';
import { words } from './words.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import type { LibraryItem } from './library-item.ts';
import type { Library } from './library.svelte.ts';

/** What a person does with what is chosen in the library. Everything but matching can be undone. */
export class LibraryEdits {
  readonly #app: AppState;
  readonly #library: Library;
  /** Of the photos that are enhanced together and have not all begun. */
  #starting = new AbortController();

  constructor(app: AppState, library: Library) {
    this.#app = app;
    this.#library = library;
  }

  /** Whether an item can become a part of a pair: it stands alone and can be read. */
  mayJoin({ pair, teles }: LibraryItem): boolean {
    return pair !== null && teles.length === 0;
  }

  /** Makes photos telephotos of a pair, as many as it may have, and looks for where they lie. */
  async addTeles(pairId: string, photoIds: readonly string[]): Promise<void> {
    const pair = this.#app.project.pairsById.get(pairId);
    if (pair === undefined) return;
    const added = photoIds.filter((id) => id !== pair.wideId && !pair.teleIds.includes(id));
    const fitting = added.slice(0, maxTeles - pair.teleIds.length);
    if (fitting.length < added.length) this.#app.notices.calm(words.tooManyTeles(maxTeles));
    if (fitting.length === 0) return;
    const teleIds = [...pair.teleIds, ...fitting];
    if (await this.#app.project.edit({ name: 'set-pair', pair: { ...pair, teleIds } })) await this.#register(pairId);
  }

  /** Makes one pair of two photos, or adds the second to the set of the first; of two the one with the longer focal length becomes the telephoto, else the second. */
  async join(one: LibraryItem, other: LibraryItem): Promise<void> {
    if (one.teles.length > 0) return this.addTeles(one.id, [other.photo.id]);
    const [wide, tele] = this.#focalLength(other) < this.#focalLength(one) ? [other, one] : [one, other];
    if (wide.pair === null || tele.pair === null) return;
    const { id } = wide.pair;
    const isMade = await this.#app.project.edit({
      name: 'set-pair',
      pair: { id, wideId: wide.photo.id, teleIds: [tele.photo.id], reason: null },
    });
    if (!isMade) return;
    this.#library.choose(id, 'alone');
    this.#app.notices.announce(words.joined(wide.name, tele.name));
    await this.#register(id);
  }

  /** The photos of these pairs stand alone from then on. */
  async separate(items: readonly LibraryItem[]): Promise<void> {
    const pairIds = pairIdsOf(items.filter(({ teles }) => teles.length > 0));
    if (pairIds.length > 0) await this.#app.project.edit({ name: 'separate', pairIds });
  }

  async swap(item: LibraryItem): Promise<void> {
    if (item.pair === null) return;
    const pairId = item.pair.id;
    if (await this.#app.project.edit({ name: 'swap-roles', pairId })) await this.#register(pairId);
  }

  /** Takes photos off the list; the files stay. */
  async remove(items: readonly LibraryItem[]): Promise<void> {
    const photoIds = items.flatMap(({ photo, teles }) => [photo, ...teles].map(({ id }) => id));
    if (photoIds.length > 0) await this.#app.project.edit({ name: 'remove-photos', photoIds });
  }

  /** Finds where the telephotos lie, one pair after the other. */
  async register(items: readonly LibraryItem[]): Promise<void> {
    for (const id of pairIdsOf(items.filter(({ teles }) => teles.length > 0))) await this.#register(id);
  }

  /** Enhances each by itself, with what was chosen for it: one after the other, beside everything else. */
  async enhance(items: readonly LibraryItem[]): Promise<void> {
    const { connection } = this.#app.link;
    this.#app.notices.announce(words.enhancing(items.length));
    const { signal } = (this.#starting = new AbortController());
    for (const pairId of pairIdsOf(items)) {
      if (signal.aborted) return;
      try {
        let view = await connection.call('pair.read', { pairId });
        if (view.teles.some(({ registration }) => registration === null)) {
          const jobId = await this.#register(pairId);
          if (jobId !== null) await this.#app.jobs.finished(jobId);
          view = await connection.call('pair.read', { pairId });
        }
        const choices = this.#app.choices.choicesFor(view);
        if (choices === null || signal.aborted) continue;
        const { jobId } = await connection.call('enhancement.start', { pairId, choices });
        if (signal.aborted) await connection.call('jobs.cancel', { jobId });
      } catch (error) {
        this.#app.notices.failure(words.enhanceFailed, error);
      }
    }
  }

  /** Whether any of these is being enhanced, or waits for that. */
  isEnhancing(items: readonly LibraryItem[]): boolean {
    return items.some((item) => this.#openJobOf(item) !== null);
  }

  /** Those that were still to begin do not. */
  async cancel(items: readonly LibraryItem[]): Promise<void> {
    this.#starting.abort();
    for (const item of items) {
      const jobId = this.#openJobOf(item);
      if (jobId !== null) await this.#app.link.connection.call('jobs.cancel', { jobId }).catch(() => undefined);
    }
  }

  #openJobOf({ id }: LibraryItem): string | null {
    const job = this.#app.jobs.latest('enhancement', id);
    return job === null || isFinished(job.state) ? null : job.id;
  }

  /** Gives the job that looks for the overlap; null when it could not be begun, which has been said then. */
  async #register(pairId: string): Promise<string | null> {
    try {
      const { jobId } = await this.#app.link.connection.call('registration.start', { pairId });
      return jobId;
    } catch (error) {
      this.#app.notices.failure(words.matchFailed, error);
      return null;
    }
  }

  #focalLength({ photo }: LibraryItem): number {
    return this.#library.factsOf(photo.id)?.focalLength35 ?? Number.POSITIVE_INFINITY;
  }
}

function pairIdsOf(items: readonly LibraryItem[]): string[] {
  return items.flatMap(({ pair }) => (pair === null ? [] : [pair.id]));
}
