import type { PairView } from '#contract/api';

export type Stage = 'overlap' | 'compare';

/** Which picture is looked at: the comparison as soon as there is a result, unless a person chose otherwise for that result. */
export class StageChoice {
  readonly #view: () => PairView | null;
  #chosen = $state.raw<{ stage: Stage; pairId: string; resultKey: string | null } | null>(null);

  readonly current: Stage = $derived.by(() => {
    const view = this.#view();
    const resultKey = view?.enhancement?.key ?? null;
    if (resultKey === null) return 'overlap';
    const isForThis = this.#chosen?.pairId === view?.pair.id && this.#chosen?.resultKey === resultKey;
    return isForThis ? (this.#chosen?.stage ?? 'compare') : 'compare';
  });

  constructor(view: () => PairView | null) {
    this.#view = view;
  }

  get canCompare(): boolean {
    const view = this.#view();
    return view !== null && view.enhancement !== null;
  }

  choose(stage: Stage): void {
    const view = this.#view();
    if (view !== null) this.#chosen = { stage, pairId: view.pair.id, resultKey: view.enhancement?.key ?? null };
  }
}
