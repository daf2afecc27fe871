import { untrack } from 'svelte';
import { largestCrop } from '#contract/crop-geometry';
import type { Size } from '#contract/geometry';
import { editsOf } from '#contract/project-document';
import { isFinished, type JobState } from '#contract/jobs';
import type { DeviceChoice, DeviceReport, ModelSummary } from '#contract/models';
import type { PairView } from '#contract/api';
import type { ScaleChoice } from '#contract/project-edits';
import { remainingWords } from '../../words/durations.ts';
import { inWords } from '../../words/spoken.ts';
import { words, words as ownWords } from './words.ts';
import { choiceWords } from '../../words/choice-words.ts';
import { general } from '../../words/general.ts';
import type { AppState } from '../../state/app-state.svelte.ts';

/** The choices for an enhancement, and the enhancement while it runs. */
export class EnhancePanel {
  readonly #app: AppState;
  readonly #view: () => PairView;
  readonly #pair: PairView = $derived.by(() => this.#view());
  #isStarting = $state(false);
  #cancelledJob = $state<string | null>(null);

  readonly models: readonly ModelSummary[] | null = $derived.by(
    () => this.#app.choices.models?.filter(({ isOutdated }) => !isOutdated) ?? null,
  );
  readonly devices: readonly DeviceReport[] | null = $derived.by(() => this.#app.devices);
  readonly device: DeviceChoice = $derived.by(() => this.#app.choices.device);
  readonly model: ModelSummary | null = $derived.by(() => this.#app.choices.model);
  readonly adjustments = $derived.by(() => this.#app.choices.adjustmentsOf(this.#pair.pair.id));
  /** Why the device that would run does so, in words; null while unknown. */
  readonly deviceReason: string | null = $derived.by(() => {
    const devices = this.devices ?? [];
    if (this.device !== 'auto') {
      const chosen = devices.find(({ name }) => name === this.device);
      return chosen === undefined ? null : inWords(chosen.reason);
    }
    const first = devices.find(({ usable }) => usable);
    return first === undefined ? null : ownWords.autoReason(choiceWords.devices[first.name]);
  });

  readonly #job = $derived.by(() => this.#app.jobs.latest('enhancement', this.#pair.pair.id));
  readonly state: JobState | null = $derived(this.#job?.state ?? null);
  readonly isRunning: boolean = $derived(this.state !== null && !isFinished(this.state));
  readonly isCancelling: boolean = $derived(this.isRunning && this.#cancelledJob === this.#job?.id);
  readonly mayUseReference: boolean = $derived.by(() => this.#app.choices.mayUseReference(this.#pair));
  readonly usesReference: boolean = $derived.by(() => this.#app.choices.usesReference(this.#pair));
  /** The overlap is still being looked for, unless the telephoto is not wanted. */
  readonly #isMatched: boolean = $derived.by(() => !this.usesReference || this.#app.choices.isMatched(this.#pair));
  readonly canStart: boolean = $derived.by(
    () =>
      this.#app.link.status === 'ready' &&
      this.model !== null &&
      this.#isMatched &&
      !this.isRunning &&
      !this.#isStarting,
  );

  /** Whether what would come out is there already. */
  readonly isSame: boolean = $derived.by(() => this.#app.choices.isResult(this.#pair));

  /** Why it cannot start, in words; null when it can. */
  readonly blocked: string | null = $derived.by(() => {
    const words = ownWords.blocked;
    if (this.canStart) return null;
    if (this.#app.link.status !== 'ready') return words.noEngine;
    if (this.isRunning || this.#isStarting) return words.running;
    return this.model === null ? words.noModel : words.unmatched;
  });

  /** Of what comes out. */
  readonly output: Size = $derived.by(() => {
    const { crop, straighten } = editsOf(this.#app.project.document, this.#pair.pair.id);
    const size = crop ?? largestCrop(this.#pair.wide.pyramid, straighten);
    const scale = this.#app.choices.scaleOf(this.#pair, size);
    return { width: scale * size.width, height: scale * size.height };
  });
  /** How long it takes, in milliseconds; null while that is not known. */
  estimate = $state<number | null>(null);
  /** What the estimate depends on, by value. */
  readonly #estimated = $derived.by(() => {
    const { model, device, crop, scale, useReference } = this.#app.choices.choicesFor(this.#pair) ?? {};
    return JSON.stringify([model, device, crop, scale, useReference, this.#pair.enhancement?.key]);
  });

  constructor(app: AppState, view: () => PairView) {
    this.#app = app;
    this.#view = view;
    $effect(() => {
      const asked = this.#estimated;
      untrack(() => void this.#askEstimate(asked));
    });
  }

  chooseModel(model: string): void {
    this.#app.choices.chooseModel(model);
  }

  chooseDevice(device: DeviceChoice): void {
    this.#app.choices.chooseDevice(device);
  }

  chooseReference(useReference: boolean): void {
    this.#app.choices.chooseReference(this.#pair.pair.id, useReference);
  }

  chooseStrength(referenceStrength: number): void {
    this.#app.choices.change(this.#pair.pair.id, { referenceStrength });
  }

  chooseScale(scale: ScaleChoice): void {
    this.#app.choices.change(this.#pair.pair.id, { scale });
  }

  chooseDenoise(denoise: number): void {
    this.#app.choices.change(this.#pair.pair.id, { denoise });
  }

  async start(): Promise<void> {
    const choices = this.#app.choices.choicesFor(this.#pair);
    if (!this.canStart || choices === null) return;
    const { connection } = this.#app.link;
    this.#isStarting = true;
    try {
      const { jobId } = await connection.call('enhancement.start', { pairId: this.#pair.pair.id, choices });
      this.#isStarting = false;
      await this.#tell(jobId);
    } catch (error) {
      this.#app.notices.failure(ownWords.failed, error);
    } finally {
      this.#isStarting = false;
    }
  }

  async #askEstimate(asked: string): Promise<void> {
    const [choices, pairId] = [this.#app.choices.choicesFor(this.#pair), this.#pair.pair.id];
    if (choices === null) return;
    const { connection } = this.#app.link;
    const known = await connection.call('enhancement.estimate', { pairId, choices }).catch(() => null);
    if (asked === this.#estimated) this.estimate = known?.milliseconds ?? null;
  }

  async cancel(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    this.#cancelledJob = job.id;
    try {
      await this.#app.link.connection.call('jobs.cancel', { jobId: job.id });
    } catch (error) {
      this.#cancelledJob = null;
      this.#app.notices.failure(general.cancel, error);
    }
  }

  /** What a screen reader hears: the beginning, each quarter, the end. */
  async #tell(jobId: string): Promise<void> {
    const { connection } = this.#app.link;
    this.#app.notices.announce(words.announceStart);
    let lastQuarter = 0;
    const stopListening = connection.on('job.changed', ({ id, state }) => {
      if (id !== jobId || state.name !== 'running') return;
      const quarter = Math.floor(state.progress.fraction * 4);
      if (quarter <= lastQuarter || quarter >= 4) return;
      lastQuarter = quarter;
      this.#app.notices.announce(words.announcePercent(quarter * 25, remainingWords(state.progress.remainingMs)));
    });
    const end = await this.#app.jobs.finished(jobId);
    stopListening();
    if (end.name === 'succeeded') this.#app.notices.announce(words.announceDone);
    if (end.name === 'cancelled') this.#app.notices.announce(words.cancelled);
    if (end.name === 'failed') this.#app.notices.announce(`${words.failed}. ${inWords(end.error.message)}`);
  }
}
