import { SvelteMap } from 'svelte/reactivity';
import type { ModelSummary } from '#contract/models';
import type { Pair } from '#contract/project-document';
import type { AppState } from '../../state/app-state.svelte.ts';
import { words as adaptationWords } from './words.ts';
import type { Adaptations } from './adaptations.svelte.ts';
import { firstTicked, learnablePair, phonesOf, type LearnablePair } from './pair-choice.ts';

export const defaultMinutes = 6;
const maxMinutes = 24 * 60;
const enough = 5;
/** More are chosen from in the library. */
const maxPairs = 60;

/** The choices for a new adaptation. */
export class NewAdaptation {
  readonly #app: AppState;
  readonly #adaptations: Adaptations;
  /** What a person ticked or unticked; the others are as proposed. */
  readonly #ticks = new SvelteMap<string, boolean>();
  #name = $state<string | null>(null);
  #base = $state<string | null>(null);
  minutes = $state<number | null>(defaultMinutes);

  /** What is chosen in the library, else as many as can be looked through. */
  readonly #candidates: readonly Pair[] = $derived.by(() => {
    const { document, chosen, pairsById } = this.#app.project;
    const some = chosen.length > 1 ? chosen.flatMap((id) => pairsById.get(id) ?? []) : document.pairs;
    return some.slice(0, maxPairs);
  });
  readonly pairs: readonly LearnablePair[] = $derived.by(() => {
    const { project } = this.#app;
    return this.#candidates.map((pair) =>
      learnablePair(pair, project.nameOf(pair), project.views.get(pair.id) ?? null),
    );
  });
  readonly #proposed: readonly string[] = $derived.by(() =>
    firstTicked(this.pairs, this.#app.project.selected?.id ?? null),
  );
  readonly ticked: readonly LearnablePair[] = $derived(
    this.pairs.filter(({ id, canLearn }) => canLearn && (this.#ticks.get(id) ?? this.#proposed.includes(id))),
  );
  readonly phones: readonly string[] = $derived(phonesOf(this.ticked));
  /** What so many pairs are good for, in words. */
  readonly advice: string = $derived.by(() => {
    const words = adaptationWords.pairs.advice;
    if (this.pairs.every(({ canLearn }) => !canLearn)) return words.noneUsable;
    if (this.ticked.length === 0) return words.none;
    return this.ticked.length < enough ? words.few(this.ticked.length) : words.enough(this.ticked.length);
  });
  /** Models of the network as it is; variations for experiments cannot be tuned. */
  readonly bases: readonly ModelSummary[] = $derived.by(() =>
    (this.#app.choices.models ?? []).filter(({ variation }) => variation === null),
  );
  readonly base: string = $derived.by(() => {
    const wanted = this.#base ?? this.#app.choices.model?.id;
    return (this.bases.find(({ id }) => id === wanted) ?? this.bases[0])?.id ?? '';
  });
  readonly name: string = $derived.by(() => this.#name ?? this.phones[0] ?? adaptationWords.defaultName);
  readonly isMinutesGood: boolean = $derived(this.minutes !== null && this.minutes > 0 && this.minutes <= maxMinutes);
  readonly canStart: boolean = $derived.by(
    () =>
      this.#app.link.status === 'ready' &&
      this.ticked.length > 0 &&
      this.name.trim() !== '' &&
      this.base !== '' &&
      this.isMinutesGood &&
      !this.#adaptations.isBusy,
  );

  constructor(app: AppState, adaptations: Adaptations) {
    this.#app = app;
    this.#adaptations = adaptations;
  }

  /** Has the pairs read that are to be learned from. */
  async open(): Promise<void> {
    const pairs = this.#candidates.filter(({ teleIds }) => teleIds.length > 0);
    await this.#app.project.open(pairs.map(({ id }) => id));
  }

  isTicked(id: string): boolean {
    return this.ticked.some((pair) => pair.id === id);
  }

  tick(id: string, isTicked: boolean): void {
    this.#ticks.set(id, isTicked);
  }

  call(name: string): void {
    this.#name = name;
  }

  chooseBase(id: string): void {
    this.#base = id;
  }

  async start(): Promise<void> {
    if (!this.canStart || this.minutes === null) return;
    const { name, base, minutes } = this;
    await this.#adaptations.start({ name: name.trim(), base, minutes, pairIds: this.ticked.map(({ id }) => id) });
  }
}
