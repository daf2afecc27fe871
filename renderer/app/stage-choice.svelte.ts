import type { PairView } from '#contract/api';

export type Stage = 'overlap' | 'crop' | 'preview' | 'compare';

/** Which picture is looked at: the comparison as soon as there is a result, unless a person chose otherwise since it was made. */
export class StageChoice {
  readonly #view: () => PairView | null;
  readonly #finished: () => string | null;
  #chosen = $state.raw<{ stage: Stage; pairId: string; finished: string | null } | null>(null);

  readonly current: Stage = $derived.by(() => {
    const [view, finished] = [this.#view(), this.#finished()];
    const chosen = this.#chosen;
    const isOld = chosen?.pairId !== view?.pair.id || (finished !== null && finished !== chosen?.finished);
    const stage = chosen === null || isOld ? 'compare' : chosen.stage;
    return stage === 'compare' && !this.canCompare ? 'overlap' : stage;
  });

  /** `finished` names the enhancement of the pair that succeeded last, null while none has or another one runs. */
  constructor(view: () => PairView | null, finished: () => string | null) {
    this.#view = view;
    this.#finished = finished;
  }

  get hasPhoto(): boolean {
    return this.#view() !== null;
  }

  get canCompare(): boolean {
    const view = this.#view();
    return view !== null && view.enhancement !== null;
  }

  choose(stage: Stage): void {
    const view = this.#view();
    if (view !== null) this.#chosen = { stage, pairId: view.pair.id, finished: this.#finished() };
  }
}
