import { SvelteMap } from 'svelte/reactivity';
import { defaultLibraryView, type LibraryView, type PairStatus, type PhotoFacts } from '#contract/library';
import type { AppState } from '../../state/app-state.svelte.ts';
import { fileNameOf, placesOf } from '../../state/look-up.ts';
import { arrangeItems, LibraryKnowledge } from './arrange-items.ts';
import { choiceOf, choose, keepPresent, noChoice, type Choice, type ChoiceKind } from './choose-items.ts';
import { itemsOf, type LibraryItem } from './library-item.ts';
import { PairSearch } from './pair-search.svelte.ts';
import { Thumbnails } from './thumbnails.svelte.ts';
import { inWords } from '../../words/spoken.ts';

/** So many files at once are looked through in the library; fewer are looked at one by one. */
const manyFiles = 12;
const keepAfterMs = 600;

/** All photos as a person looks through them: what is known of them, how they are arranged, and what is chosen. */
export class Library {
  readonly #app: AppState;
  readonly thumbnails: Thumbnails;
  readonly pairSearch: PairSearch;
  isOpen = $state(defaultLibraryView.isOpen);
  order = $state(defaultLibraryView.order);
  isDescending = $state(defaultLibraryView.isDescending);
  kind = $state(defaultLibraryView.kind);
  state = $state(defaultLibraryView.state);
  text = $state(defaultLibraryView.text);
  pictureSize = $state(defaultLibraryView.pictureSize);
  /** The item at the top of what is in sight. */
  top = $state<string | null>(null);
  choice = $state.raw<Choice>(noChoice);
  /** Whether the library is as it was left, so that it may be kept from now on. */
  #isRestored = $state(false);
  readonly #knowledge = new LibraryKnowledge();
  readonly #statuses = new SvelteMap<string, PairStatus>();
  /** The same, put there anew with everything that is told, so that the order follows. */
  #known = $state.raw({ knowledge: this.#knowledge });
  #hasVersions = $state(false);
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #kept = '';

  readonly all: readonly LibraryItem[] = $derived.by(() => itemsOf(this.#app.project.document));
  readonly items: readonly LibraryItem[] = $derived.by(() => {
    const { order, isDescending, kind, state, text } = this;
    // Nothing that is told later changes what is merely shown as it was added, except which photos are versions.
    const isPlain = order === 'added' && state === 'any' && text.trim() === '' && !this.#hasVersions;
    const { knowledge } = isPlain ? { knowledge: this.#knowledge } : this.#known;
    return arrangeItems(this.all, { order, isDescending, kind, state, text }, knowledge);
  });
  readonly ids: readonly string[] = $derived(this.items.map(({ id }) => id));
  readonly #places: ReadonlyMap<string, number> = $derived(placesOf(this.ids));
  readonly isFiltered: boolean = $derived(this.kind !== 'all' || this.state !== 'any' || this.text.trim() !== '');
  readonly chosenItems: readonly LibraryItem[] = $derived(this.items.filter(({ id }) => this.choice.chosen.has(id)));
  readonly chosenPairIds: readonly string[] = $derived(
    this.chosenItems.flatMap(({ pair }) => (pair === null ? [] : [pair.id])),
  );
  readonly active: LibraryItem | null = $derived.by(() => {
    const place = this.#places.get(this.choice.active ?? '');
    return place === undefined ? null : (this.items[place] ?? null);
  });

  constructor(app: AppState) {
    this.#app = app;
    const { connection } = app.link;
    this.thumbnails = new Thumbnails(connection);
    this.pairSearch = new PairSearch(app);
    connection.on('library.changed', (changed) => this.#learn(changed));
    connection.on('photos.found', ({ files }) => {
      app.project.isFilling = files > manyFiles;
      if (files > manyFiles) this.isOpen = true;
    });
    connection.on('photos.added', ({ firstPairId }) => {
      app.project.isFilling = false;
      if (firstPairId === null) return;
      app.project.select(firstPairId);
      this.choose(firstPairId, 'alone');
    });
  }

  /** Reads everything anew, part by part. */
  async load(): Promise<void> {
    const { connection } = this.#app.link;
    try {
      if (!this.#isRestored) this.#restore(await connection.call('library.view', {}));
      for (let from: number | null = 0; from !== null;) {
        const page: { photos: readonly PhotoFacts[]; statuses: readonly PairStatus[]; next: number | null } =
          await connection.call('library.read', { from });
        this.#learn(page);
        from = page.next;
      }
      this.thumbnails.askAgain();
    } catch {
      // The engine is away: everything is read again when it is back.
    }
  }

  factsOf(photoId: string): PhotoFacts | null {
    return this.#known.knowledge.factsOf(photoId);
  }

  statusOf({ pair }: LibraryItem): PairStatus | null {
    return pair === null ? null : (this.#statuses.get(pair.id) ?? null);
  }

  statusOfPair(pairId: string): PairStatus | null {
    return this.#statuses.get(pairId) ?? null;
  }

  /** What a photo that stands alone is a version of, by its name; null for one that is none. */
  originalNameOf({ photo, teles }: LibraryItem): string | null {
    const original = teles.length > 0 ? undefined : this.factsOf(photo.id)?.versionOf;
    const path = original === undefined ? undefined : this.#app.project.photosById.get(original)?.path;
    return path === undefined ? null : fileNameOf(path);
  }

  /** Why something is wrong with an item, in words; null when nothing is. */
  problemOf(item: LibraryItem): string | null {
    const { photo, teles } = item;
    const problem =
      photo.problem ??
      this.statusOf(item)?.problem ??
      this.thumbnails.problemOf(photo.id) ??
      teles.map(({ id }) => this.thumbnails.problemOf(id)).find((one) => one !== null) ??
      null;
    return problem === null ? null : inWords(problem);
  }

  placeOf = (id: string): number | undefined => this.#places.get(id);

  choose(id: string, kind: ChoiceKind): void {
    this.choice = choose(this.choice, id, kind, { ids: this.ids, placeOf: this.placeOf });
  }

  chooseAll(): void {
    this.choice = choiceOf(this.ids, this.choice.active ?? this.ids[0] ?? null);
  }

  /** After items came or went: what is gone is no longer chosen, and the focus is never lost. */
  keepPresent(before: readonly string[]): void {
    const kept = keepPresent(this.choice, before, { ids: this.ids, placeOf: this.placeOf });
    if (kept !== this.choice) this.choice = kept;
  }

  /** Shows one photo large. A pair that was never matched is matched now. */
  open(item: LibraryItem): void {
    const { pair } = item;
    if (pair === null) return;
    this.look(pair.id);
    this.isOpen = false;
    const isUnmatched = pair.teleIds.length > 0 && this.statusOf(item)?.verdict === null;
    const job = this.#app.jobs.latest('registration', pair.id);
    const isBusy = job?.state.name === 'running' || job?.state.name === 'queued';
    if (isUnmatched && !isBusy) {
      void this.#app.link.connection.call('registration.start', { pairId: pair.id }).catch(() => null);
    }
  }

  /** Goes to another pair of the list. */
  look(pairId: string): void {
    if (pairId !== this.#app.project.selected?.id) this.#app.notices.leave();
    this.#app.project.select(pairId);
    this.choose(pairId, 'alone');
  }

  /** Goes to the pair so many places further in the list; stays where there is none. */
  lookBeside(step: 1 | -1): void {
    const pairs = this.items.flatMap(({ pair }) => pair?.id ?? []);
    const next = pairs[pairs.indexOf(this.#app.project.selected?.id ?? '') + step];
    if (next !== undefined) this.look(next);
  }

  /** Shows all photos, with the one that was looked at chosen. */
  show(pairId: string | null): void {
    this.isOpen = true;
    if (pairId !== null && pairId !== this.choice.active) this.choose(pairId, 'alone');
  }

  showAll(): void {
    this.kind = 'all';
    this.state = 'any';
    this.text = '';
  }

  /** Keeps how the library is looked at, soon. To be called whenever that may have changed. */
  keep(): void {
    const view: LibraryView = {
      isOpen: this.isOpen,
      order: this.order,
      isDescending: this.isDescending,
      kind: this.kind,
      state: this.state,
      text: this.text.slice(0, 200),
      pictureSize: this.pictureSize,
      chosen: [...this.choice.chosen],
      active: this.choice.active,
      top: this.top,
    };
    if (!this.#isRestored) return;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => {
      const text = JSON.stringify(view);
      if (text === this.#kept) return;
      this.#kept = text;
      void this.#app.link.connection.call('library.keep-view', { view }).catch(() => (this.#kept = ''));
    }, keepAfterMs);
  }

  #restore(view: LibraryView): void {
    Object.assign(this, {
      isOpen: this.isOpen || view.isOpen,
      order: view.order,
      isDescending: view.isDescending,
      kind: view.kind,
      state: view.state,
      text: view.text,
      pictureSize: view.pictureSize,
      top: view.top,
    });
    this.choice = choiceOf(view.chosen, view.active);
    if (view.active !== null) this.#app.project.select(view.active);
    this.#kept = JSON.stringify(view);
    this.#isRestored = true;
  }

  #learn(told: { photos: readonly PhotoFacts[]; statuses: readonly PairStatus[] }): void {
    this.#knowledge.take(told);
    this.#hasVersions ||= told.photos.some(({ versionOf }) => versionOf !== undefined);
    for (const status of told.statuses) this.#statuses.set(status.pairId, status);
    this.#known = { knowledge: this.#knowledge };
  }
}
