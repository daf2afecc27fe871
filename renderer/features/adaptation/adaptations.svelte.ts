import { untrack } from 'svelte';
import type { AdaptationChoices, AdaptationSummary, AdaptationView } from '#contract/adaptation';
import { AppError } from '#contract/errors';
import type { JobProgress } from '#contract/jobs';
import type { ModelId } from '#contract/models';
import type { AppState } from '../../state/app-state.svelte.ts';
import { words } from './words.ts';

/** What the panel shows: the form for a new adaptation, one adaptation, or one model. */
export type Shown = { kind: 'new' } | { kind: 'adaptation'; id: string } | { kind: 'model'; id: ModelId };

/** Every adaptation as the engine tells it, the one that is looked at, and what can be done with it. */
export class Adaptations {
  readonly #app: AppState;
  list = $state.raw<readonly AdaptationSummary[]>([]);
  /** Null while it is being read, or nothing is looked at. */
  view = $state.raw<AdaptationView | null>(null);
  /** Null until a person chooses: then the panel chooses itself. */
  #chosen = $state.raw<Shown | null>(null);
  /** One thing at a time is asked of the engine. */
  isBusy = $state(false);
  #isReading = false;
  #isOld = false;

  /** What a person chose while it is there; else what is going on, and with nothing going on the form. */
  readonly shown: Shown = $derived.by(() => {
    const chosen = this.#chosen;
    if (chosen?.kind === 'new') return chosen;
    if (chosen?.kind === 'adaptation' && this.list.some(({ id }) => id === chosen.id)) return chosen;
    if (chosen?.kind === 'model' && this.#app.choices.models?.some(({ id }) => id === chosen.id)) return chosen;
    const open = this.list.findLast(({ state }) => state !== 'adopted');
    return open === undefined ? { kind: 'new' } : { kind: 'adaptation', id: open.id };
  });
  readonly #shownId: string | null = $derived(this.shown.kind === 'adaptation' ? this.shown.id : null);
  readonly learning: AdaptationSummary | null = $derived(this.list.find(({ state }) => state === 'learning') ?? null);
  /** Of the one that learns, 0 to 1; null while none does or nothing is known. */
  readonly fraction: number | null = $derived.by(() =>
    this.learning === null ? null : (this.progressOf(this.learning.id)?.fraction ?? null),
  );

  constructor(app: AppState) {
    this.#app = app;
    app.link.connection.on('adaptation.changed', ({ adaptationId }) => {
      void this.#readList();
      if (adaptationId === this.#shownId) void this.#readView();
    });
    $effect(() => {
      if (app.link.status === 'ready') void untrack(() => this.#readList());
    });
    $effect(() => {
      const id = this.#shownId;
      if (app.link.status !== 'ready') return;
      untrack(() => {
        if (this.view?.id !== id) this.view = null;
        if (id !== null) void this.#readView();
      });
    });
  }

  show(shown: Shown): void {
    this.#chosen = shown;
  }

  /** Of the job that learns; null while it waits or there is none. */
  progressOf(id: string): JobProgress | null {
    const state = this.#app.jobs.latest('adaptation', id)?.state;
    return state?.name === 'running' ? state.progress : null;
  }

  async start(choices: AdaptationChoices): Promise<void> {
    await this.#ask(words.startFailed, async ({ connection }) => {
      const { adaptationId } = await connection.call('adaptation.start', { choices });
      await this.#readList();
      this.show({ kind: 'adaptation', id: adaptationId });
      this.#app.notices.announce(words.announceStart);
    });
  }

  async pause(adaptationId: string): Promise<void> {
    await this.#ask(words.changeFailed, async ({ connection }) => {
      await connection.call('adaptation.pause', { adaptationId });
      this.#app.notices.announce(words.announcePaused);
    });
  }

  async resume(adaptationId: string): Promise<void> {
    await this.#ask(words.changeFailed, async ({ connection }) => {
      await connection.call('adaptation.resume', { adaptationId });
      this.#app.notices.announce(words.announceStart);
    });
  }

  async remove(adaptationId: string): Promise<void> {
    await this.#ask(words.changeFailed, async ({ connection }) => {
      await connection.call('adaptation.remove', { adaptationId });
      await this.#readList();
    });
  }

  /** The model that it becomes is the one that enhances from then on. */
  async adopt({ id, name }: AdaptationSummary, despiteJudgement: boolean): Promise<void> {
    await this.#ask(words.adoptFailed, async ({ connection }) => {
      const { modelId } = await connection.call('adaptation.adopt', { adaptationId: id, despiteJudgement });
      const models = await connection.call('models.list', {});
      this.#app.choices.models = models;
      const camera = models.find(({ id: known }) => known === modelId)?.camera ?? null;
      await this.#app.choices.use(modelId, camera);
      this.show({ kind: 'model', id: modelId });
      this.#app.notices.calm(camera === null ? words.nowUsed(name) : words.nowUsedFor(name, camera));
    });
  }

  async #ask(failure: string, work: (link: AppState['link']) => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await work(this.#app.link);
    } catch (error) {
      this.#app.notices.failure(failure, error);
    } finally {
      this.isBusy = false;
    }
  }

  async #readList(): Promise<void> {
    const before = this.list;
    try {
      this.list = await this.#app.link.connection.call('adaptation.list', {});
    } catch {
      return; // The engine is away: the list is read again when it is back.
    }
    for (const { id, name, state } of this.list) {
      const wasLearning = before.some((one) => one.id === id && one.state === 'learning');
      if (wasLearning && (state === 'judged' || state === 'failed'))
        this.#app.notices.announce(words.announceEnd[state](name));
    }
  }

  /** A change that comes while it is read is read afterwards, once. */
  async #readView(): Promise<void> {
    this.#isOld = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isOld && this.#shownId !== null) {
        this.#isOld = false;
        const adaptationId = this.#shownId;
        const view = await this.#app.link.connection.call('adaptation.read', { adaptationId });
        if (adaptationId === this.#shownId) this.view = view;
      }
    } catch (error) {
      if (!isExpected(error)) this.#app.notices.failure(words.readFailed, error);
    } finally {
      this.#isReading = false;
    }
  }
}

/** It was removed in between, or the engine is away and it is read again when that is back. */
function isExpected(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'not-found' || error.code === 'engine-stopped');
}
