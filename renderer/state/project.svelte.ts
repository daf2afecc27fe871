import { SvelteMap } from 'svelte/reactivity';
import type { CoreConnection, PairView } from '#contract/api';
import { AppError } from '#contract/errors';
import type { EditCommand } from '#contract/project-commands';
import { editsOf, emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import { noEdits, type PairEdits } from '#contract/project-edits';
import { emptyHistory, type EditLabel, type ProjectHistory } from '#contract/project-history';
import { strings } from '../words/strings.ts';
import type { Notices } from './notices.svelte.ts';

/** The project as the engine tells it, what is known of each pair, and which pair is looked at. */
export class Project {
  document = $state.raw<ProjectDocument>(emptyProject);
  history = $state.raw<ProjectHistory>(emptyHistory);
  isLoaded = $state(false);
  readonly views = new SvelteMap<string, PairView>();
  /** Edits that are made but not sent yet: sent before anything is undone. */
  readonly unsent: (() => Promise<void>)[] = [];
  #selectedId = $state<string | null>(null);
  readonly #connection: CoreConnection;
  readonly #notices: Notices;

  readonly selected: Pair | null = $derived(
    this.document.pairs.find((pair) => pair.id === this.#selectedId) ?? this.document.pairs[0] ?? null,
  );
  readonly selectedView: PairView | null = $derived(
    this.selected === null ? null : (this.views.get(this.selected.id) ?? null),
  );

  /** What a person edited of the pair that is looked at. */
  readonly selectedEdits: PairEdits = $derived(
    this.selected === null ? noEdits : editsOf(this.document, this.selected.id),
  );

  constructor(connection: CoreConnection, notices: Notices) {
    this.#connection = connection;
    this.#notices = notices;
    connection.on('project.changed', (document) => this.#take(document));
    connection.on('history.changed', (history) => {
      this.history = history;
    });
    connection.on('pair.changed', ({ pairId }) => void this.#read(pairId));
  }

  /** Reads everything anew. */
  async load(): Promise<void> {
    const [document, history] = await Promise.all([
      this.#connection.call('project.read', {}),
      this.#connection.call('project.history', {}),
    ]);
    this.history = history;
    this.#take(document);
    this.isLoaded = true;
    await Promise.all(document.pairs.map((pair) => this.#read(pair.id)));
  }

  select(pairId: string): void {
    this.#selectedId = pairId;
  }

  nameOf(pair: Pair): string {
    const path = this.document.photos.find((photo) => photo.id === pair.wideId)?.path ?? '';
    return this.views.get(pair.id)?.wide.summary.name ?? path.split(/[/\\]/).at(-1) ?? '';
  }

  /** Changes the project. False when that failed, which has been said then. */
  async edit(command: EditCommand): Promise<boolean> {
    try {
      this.#take(await this.#connection.call('project.edit', { command }));
      return true;
    } catch (error) {
      this.#notices.failure(strings.library.changeFailed, error);
      return false;
    }
  }

  async undo(): Promise<void> {
    await this.#move('project.undo', () => this.history.undo);
  }

  async redo(): Promise<void> {
    await this.#move('project.redo', () => this.history.redo);
  }

  /** What is undone is looked at. */
  async #move(method: 'project.undo' | 'project.redo', next: () => EditLabel | null): Promise<void> {
    try {
      for (const send of this.unsent) await send();
      const pairId = next()?.pairId ?? null;
      this.#take(await this.#connection.call(method, {}));
      if (pairId !== null && this.document.pairs.some(({ id }) => id === pairId)) this.select(pairId);
    } catch (error) {
      this.#notices.failure(strings.library.changeFailed, error);
    }
  }

  #take(document: ProjectDocument): void {
    const before = this.document;
    const known = this.document.pairs.map((pair) => pair.id);
    const added = document.pairs.find((pair) => !known.includes(pair.id));
    if (added !== undefined) this.#selectedId = added.id;
    this.document = document;
    for (const id of this.views.keys()) {
      if (!document.pairs.some((pair) => pair.id === id)) this.views.delete(id);
    }
    for (const pair of document.pairs) {
      const view = this.views.get(pair.id);
      const isEdited = !isSameEdit(editsOf(before, pair.id), editsOf(document, pair.id));
      if (view === undefined || isEdited || !isSamePair(view.pair, pair)) void this.#read(pair.id);
    }
  }

  async #read(pairId: string): Promise<void> {
    const pair = this.document.pairs.find((one) => one.id === pairId);
    if (pair === undefined) return;
    try {
      const view = await this.#connection.call('pair.read', { pairId });
      if (this.document.pairs.some((one) => one.id === pairId)) this.views.set(pairId, view);
    } catch (error) {
      const isGone = !this.document.pairs.some((one) => one.id === pairId);
      if (!isGone && !isStopped(error)) this.#notices.failure(strings.library.readFailed(this.nameOf(pair)), error);
    }
  }
}

function isSameEdit(a: PairEdits, b: PairEdits): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function isSamePair(a: Pair, b: Pair): boolean {
  return a.wideId === b.wideId && a.teleId === b.teleId && a.reason === b.reason;
}

/** The engine is away: everything is read again when it is back. */
function isStopped(error: unknown): boolean {
  return error instanceof AppError && error.code === 'engine-stopped';
}
