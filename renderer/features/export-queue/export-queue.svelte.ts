import { SvelteMap } from 'svelte/reactivity';
import {
  builtInPresets,
  defaultBatchSettings,
  type BatchSettings,
  type BatchView,
  templateFault,
} from '#contract/batch';
import { applyBatchChange, type BatchChange } from '#contract/batch-changes';
import type { DeviceReport, ModelSummary } from '#contract/models';
import type { PairStatus, PhotoFacts } from '#contract/library';
import type { Pair } from '#contract/project-document';
import { fileNameOf, grouped } from '../../state/look-up.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { words, type ExportScope } from './words.ts';
import { general } from '../../words/general.ts';

/** Tells the person outside of the page; does nothing where that is not allowed. */
export interface Notifier {
  ask(): void;
  tell(title: string, text: string): void;
}

/** The exports that are on the go, and the settings of the next one. They go on whether this page is open or not. */
export class ExportQueue {
  readonly #app: AppState;
  readonly #notifier: Notifier;
  readonly #statusOf: (pairId: string) => PairStatus | null;
  readonly #factsOf: (photoId: string) => PhotoFacts | null;
  readonly #batches = new SvelteMap<string, BatchView>();
  readonly batches: readonly BatchView[] = $derived([...this.#batches.values()]);
  presets = $state.raw<Record<string, BatchSettings>>(builtInPresets);
  preset = $state('standard');
  settings = $state<BatchSettings>(structuredClone(defaultBatchSettings));
  scope = $state<ExportScope>('pairs');
  /** Photos of a camera that has a model of its own are enhanced with that. */
  followsCameras = $state(true);
  isStarting = $state(false);

  readonly pairIds: readonly string[] = $derived.by(() => {
    const { document, selected, chosen } = this.#app.project;
    if (this.scope === 'chosen') return chosen.length > 0 ? chosen : selected === null ? [] : [selected.id];
    const isWanted: Record<Exclude<ExportScope, 'chosen'>, (pair: Pair) => boolean> = {
      pairs: (pair) => pair.teleIds.length > 0 && this.#statusOf(pair.id)?.verdict !== 'failed',
      // What stands for several versions is made once.
      singles: ({ teleIds, wideId }) => teleIds.length === 0 && this.#factsOf(wideId)?.versionOf === undefined,
      changed: (pair) => isWanted.pairs(pair) && this.#statusOf(pair.id)?.isChanged === true,
      unexported: (pair) => isWanted.pairs(pair) && this.#statusOf(pair.id)?.step !== 'exported',
    };
    return document.pairs.filter(isWanted[this.scope]).map(({ id }) => id);
  });
  /** What is wrong with the names that files are to have; null when nothing is. */
  readonly nameFault: string | null = $derived(templateFault(this.settings.nameTemplate));
  readonly canStart: boolean = $derived.by(
    () => this.#app.link.status === 'ready' && this.pairIds.length > 0 && this.nameFault === null && !this.isStarting,
  );
  readonly models: readonly ModelSummary[] = $derived.by(() =>
    (this.#app.choices.models ?? []).filter(({ isOutdated }) => !isOutdated),
  );
  /** Whether some photo to export is of a camera that has a model of its own. */
  readonly hasCameraModels: boolean = $derived.by(() => Object.keys(this.#modelsOf(this.pairIds)).length > 0);
  /** Those that can be used here. */
  readonly devices: readonly DeviceReport[] = $derived.by(() =>
    (this.#app.devices ?? []).filter(({ usable }) => usable),
  );
  readonly isDesktop: boolean = $derived.by(() => this.#app.link.shell?.kind === 'desktop');
  /** Pairs by the file name of their wide photo. */
  readonly #pairsByName = $derived.by(() => {
    const { document, photosById } = this.#app.project;
    const pairs = document.pairs.map(({ id, wideId }) => ({ id, path: photosById.get(wideId)?.path ?? '' }));
    return grouped(pairs, ({ path }) => fileNameOf(path));
  });
  /** Photos that are waiting or worked on. */
  readonly open: number = $derived(
    this.batches.reduce(
      (sum, { snapshot }) => sum + (snapshot?.counts.waiting ?? 0) + (snapshot?.counts.running ?? 0),
      0,
    ),
  );

  /** `statusOf` says how far a pair has come, `factsOf` what is known of a photo. */
  constructor(
    app: AppState,
    notifier: Notifier,
    {
      statusOf,
      factsOf,
    }: {
      statusOf: (pairId: string) => PairStatus | null;
      factsOf: (photoId: string) => PhotoFacts | null;
    },
  ) {
    this.#app = app;
    this.#statusOf = statusOf;
    this.#factsOf = factsOf;
    this.#notifier = notifier;
    const { connection } = app.link;
    connection.on('batch.changed', (change) => this.#hear(change));
    connection.on('batch.forgotten', ({ batchId }) => void this.#batches.delete(batchId));
  }

  /** Asks the engine for everything anew. */
  async load(): Promise<void> {
    const { connection } = this.#app.link;
    try {
      const [batches, presets] = await Promise.all([
        connection.call('batch.list', {}),
        connection.call('batch.presets', {}),
      ]);
      for (const id of [...this.#batches.keys()]) {
        if (!batches.some((batch) => batch.id === id)) this.#batches.delete(id);
      }
      for (const batch of batches) this.#batches.set(batch.id, batch);
      this.presets = presets;
    } catch (error) {
      this.#app.notices.failure(general.errors.load, error);
    }
  }

  choosePreset(name: string): void {
    const preset = this.presets[name];
    if (preset === undefined) return;
    this.preset = name;
    this.settings = structuredClone(preset);
  }

  async savePreset(name: string): Promise<void> {
    const settings = $state.snapshot(this.settings);
    await this.#ask(() => this.#app.link.connection.call('batch.save-preset', { name, settings }));
    this.presets = { ...this.presets, [name]: settings };
    this.preset = name;
  }

  async start(): Promise<void> {
    if (!this.canStart) return;
    this.isStarting = true;
    this.#notifier.ask();
    const { connection } = this.#app.link;
    const pairIds = [...this.pairIds];
    const settings = $state.snapshot(this.settings);
    const models = this.followsCameras ? this.#modelsOf(pairIds) : {};
    await this.#ask(async () => {
      const { path } = await connection.call('shell.choose-folder', {});
      if (path !== null) await connection.call('batch.start', { pairIds, outputFolder: path, settings, models });
    });
    this.isStarting = false;
  }

  /** Of the pairs whose camera has a model of its own. */
  #modelsOf(pairIds: readonly string[]): Record<string, string> {
    const { choices, project } = this.#app;
    const entries = pairIds.map((id) => {
      const camera = this.#factsOf(project.pairsById.get(id)?.wideId ?? '')?.camera ?? null;
      return [id, camera === null ? null : choices.ownModelOf(camera)] as const;
    });
    return Object.fromEntries(entries.flatMap(([id, model]) => (model === null ? [] : [[id, model.id]])));
  }

  /** The pair of the project that an item of a batch is made of; null when it is no longer there. */
  pairOf(source: string): string | null {
    const place = `/${source.replace(/^(\.\.\/)+/, '')}`;
    const pairs = this.#pairsByName.get(fileNameOf(source)) ?? [];
    return pairs.find(({ path }) => `/${path.replaceAll('\\', '/')}`.endsWith(place))?.id ?? null;
  }

  showFile = ({ outputFolder }: BatchView, target: string): Promise<void> =>
    this.#ask(() => this.#call('shell.show-file', { path: `${outputFolder}/${target}` }));
  pause = (batchId: string): Promise<void> => this.#ask(() => this.#call('batch.pause', { batchId }));
  resume = (batchId: string): Promise<void> => this.#ask(() => this.#call('batch.resume', { batchId }));
  cancel = (batchId: string, key: string | null): Promise<void> =>
    this.#ask(() => this.#call('batch.cancel', { batchId, key }));
  retry = (batchId: string, key: string | null): Promise<void> =>
    this.#ask(() => this.#call('batch.retry', { batchId, key }));
  move = (batchId: string, key: string, place: number): Promise<void> =>
    this.#ask(() => this.#call('batch.move', { batchId, key, place }));
  forget = (batchId: string): Promise<void> => this.#ask(() => this.#call('batch.forget', { batchId }));

  get #call() {
    return this.#app.link.connection.call.bind(this.#app.link.connection);
  }

  async #ask(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#app.notices.failure(words.failed, error);
    }
  }

  #hear(change: BatchChange): void {
    const before = this.#batches.get(change.id) ?? null;
    const batch = applyBatchChange(before, change);
    if (batch === null) {
      void this.load();
      return;
    }
    this.#batches.set(batch.id, batch);
    const { snapshot } = batch;
    if (!snapshot?.isFinished || !before?.snapshot || before.snapshot.isFinished) return;
    const text = words.summary(snapshot.counts, snapshot.elapsedMs);
    this.#app.notices.announce(text);
    this.#notifier.tell(words.finished, text);
  }
}

/** `pairs` that match, those of them that were never exported, or edited since they were, single photos, what is chosen in the library or else looked at. */

/** Notifications of the system, where the person allows them; they are told only while the page is not looked at. */
export const desktopNotifier: Notifier = {
  ask() {
    if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
  },
  tell(title, text) {
    if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return;
    new Notification(title, { body: text });
  },
};
