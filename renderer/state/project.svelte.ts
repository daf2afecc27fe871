import { SvelteMap } from 'svelte/reactivity';
import type { CoreConnection, PairView } from '#contract/api';
import { applyChanges } from '#contract/document-changes';
import { AppError, toWireError } from '#contract/errors';
import type { Said } from '#contract/messages';
import type { ProjectChange, ProjectState } from '#contract/project-change';
import type { EditCommand } from '#contract/project-commands';
import { editsOf, emptyProject, type Pair, type ProjectDocument, type ProjectPhoto } from '#contract/project-document';
import { noEdits, type PairEdits } from '#contract/project-edits';
import { emptyHistory, type EditLabel, type ProjectHistory } from '#contract/project-history';
import { general } from '../words/general.ts';
import { byId, fileNameOf } from './look-up.ts';
import type { Notices } from './notices.svelte.ts';

/** The project as the engine tells it, what is known of the pairs that are looked at, and which pair that is. */
export class Project {
  document = $state.raw<ProjectDocument>(emptyProject);
  history = $state.raw<ProjectHistory>(emptyHistory);
  isLoaded = $state(false);
  /** Of pairs that are or were looked at, see `open`. */
  readonly views = new SvelteMap<string, PairView>();
  /** Why a pair that is looked at cannot be opened, in words of the engine. */
  readonly faults = new SvelteMap<string, Said>();
  /** Pairs that a person chose to do something with, in the order of the library. */
  chosen = $state.raw<readonly string[]>([]);
  /** Edits that are made but not sent yet: sent before anything is undone. */
  readonly unsent: (() => Promise<void>)[] = [];
  /** Whether many photos are coming in, so that what is new is not looked at by itself. */
  isFilling = false;
  #revision = 0;
  #selectedId = $state<string | null>(null);
  readonly #connection: CoreConnection;
  readonly #notices: Notices;

  readonly pairsById: ReadonlyMap<string, Pair> = $derived(byId(this.document.pairs));
  readonly photosById: ReadonlyMap<string, ProjectPhoto> = $derived(byId(this.document.photos));
  readonly selected: Pair | null = $derived(
    this.pairsById.get(this.#selectedId ?? '') ?? this.document.pairs[0] ?? null,
  );
  readonly selectedFault: Said | null = $derived(this.faults.get(this.selected?.id ?? '') ?? null);
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
    connection.on('project.changed', (change) => this.#follow(change));
    connection.on('history.changed', (history) => {
      this.history = history;
    });
    connection.on('pair.changed', ({ pairId }) => {
      if (this.views.has(pairId) || pairId === this.selected?.id) void this.#read(pairId);
    });
  }

  /** Reads everything anew. */
  async load(): Promise<void> {
    const [state, history] = await Promise.all([
      this.#connection.call('project.read', {}),
      this.#connection.call('project.history', {}),
    ]);
    this.history = history;
    this.views.clear();
    this.#begin(state);
    this.isLoaded = true;
  }

  select(pairId: string): void {
    this.#selectedId = pairId;
    this.lookAgain();
  }

  /** Reads the pair that is looked at, whose photos may have been exchanged on the disk meanwhile. */
  lookAgain(): void {
    if (this.selected !== null) void this.#read(this.selected.id);
  }

  /** Has pairs read that are not the one looked at, one after the other. */
  async open(pairIds: readonly string[]): Promise<void> {
    for (const id of pairIds) if (!this.views.has(id)) await this.#read(id);
  }

  nameOf(pair: Pair): string {
    return fileNameOf(this.photosById.get(pair.wideId)?.path ?? '');
  }

  /** Changes the project. False when that failed, which has been said then. */
  async edit(command: EditCommand): Promise<boolean> {
    try {
      await this.#connection.call('project.edit', { command });
      return true;
    } catch (error) {
      this.#notices.failure(general.errors.changeFailed, error);
      return false;
    }
  }

  /** The latest edits, as many as that. */
  async undo(count = 1): Promise<void> {
    await this.#move('project.undo', count, () => this.history.done);
  }

  async redo(count = 1): Promise<void> {
    await this.#move('project.redo', count, () => this.history.undone);
  }

  /** What is undone last is looked at. */
  async #move(method: 'project.undo' | 'project.redo', count: number, next: () => readonly EditLabel[]): Promise<void> {
    try {
      for (const send of this.unsent) await send();
      const pairId = next()[count - 1]?.pairId ?? null;
      for (let step = 0; step < count; step += 1) await this.#connection.call(method, {});
      if (pairId !== null && this.pairsById.has(pairId)) this.select(pairId);
    } catch (error) {
      this.#notices.failure(general.errors.changeFailed, error);
    }
  }

  #begin({ revision, ...document }: ProjectState): void {
    this.#revision = revision;
    this.#take(document);
  }

  /** A change that does not follow what is known here was told too late or too early: the whole is read anew. */
  #follow({ revision, changes }: ProjectChange): void {
    if (revision <= this.#revision) return;
    if (revision === this.#revision + 1) {
      try {
        this.#revision = revision;
        this.#take(applyChanges(this.document, changes));
        return;
      } catch {
        this.#revision = 0;
      }
    }
    void this.#connection.call('project.read', {}).then(
      (state) => this.#begin(state),
      () => undefined, // The engine is away: everything is read again when it is back.
    );
  }

  #take(document: ProjectDocument): void {
    const before = this.document;
    const pairsBefore = this.pairsById;
    this.document = document;
    const added = document.pairs.find((pair) => !pairsBefore.has(pair.id));
    const isFirst = before.pairs.length === 0;
    this.#stayWithJoined(pairsBefore.get(this.#selectedId ?? ''));
    if (added !== undefined && (isFirst || !this.isFilling)) this.#selectedId = added.id;
    for (const [id, view] of this.views) {
      const pair = this.pairsById.get(id);
      if (pair === undefined) this.views.delete(id);
      else if (!isSameEdit(editsOf(before, id), editsOf(document, id)) || !isSamePair(view.pair, pair)) {
        void this.#read(id);
      }
    }
    this.#openSelected();
  }

  /** A single photo that was looked at and became a telephoto is looked at in its pair. */
  #stayWithJoined(selected: Pair | undefined): void {
    if (selected === undefined || this.pairsById.has(selected.id)) return;
    const joined = this.document.pairs.find(({ teleIds }) => teleIds.includes(selected.wideId));
    if (joined !== undefined) this.#selectedId = joined.id;
  }

  #openSelected(): void {
    const { selected } = this;
    if (selected !== null && !this.views.has(selected.id)) void this.#read(selected.id);
  }

  async #read(pairId: string): Promise<void> {
    const pair = this.pairsById.get(pairId);
    if (pair === undefined) return;
    try {
      const view = await this.#connection.call('pair.read', { pairId });
      this.faults.delete(pairId);
      const isNews = JSON.stringify(view) !== JSON.stringify(this.views.get(pairId));
      if (isNews && this.pairsById.has(pairId)) this.views.set(pairId, view);
    } catch (error) {
      if (!isStopped(error)) this.faults.set(pairId, toWireError(error).message);
    }
  }
}

function isSameEdit(a: PairEdits, b: PairEdits): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function isSamePair(a: Pair, b: Pair): boolean {
  return a.wideId === b.wideId && a.teleIds.join() === b.teleIds.join() && a.reason === b.reason;
}

/** The engine is away: everything is read again when it is back. */
function isStopped(error: unknown): boolean {
  return error instanceof AppError && error.code === 'engine-stopped';
}
