import type { PairView, RegionPreview } from '#contract/api';
import { boundsOf, type Point } from '#contract/geometry';
import type { ModelId } from '#contract/models';
import type { AppState } from '../../state/app-state.svelte.ts';
import { modelWords } from './model-words.ts';

/** Where spots lie in the part that is looked at, as shares of it: its middle first. */
const places: readonly Point[] = [
  { x: 0.5, y: 0.5 },
  { x: 0.3, y: 0.35 },
  { x: 0.7, y: 0.65 },
  { x: 0.7, y: 0.35 },
  { x: 0.3, y: 0.65 },
];

/** One spot of a photo, enhanced with each of two models. */
export interface ComparedSpot {
  readonly models: readonly [ModelId, ModelId];
  readonly pictures: readonly [RegionPreview, RegionPreview];
}

/** Two models, compared on spots of the photo that is open. */
export class ModelComparison {
  readonly #app: AppState;
  spot = $state.raw<ComparedSpot | null>(null);
  isRunning = $state(false);
  #shown = 0;

  readonly view: PairView | null = $derived.by(() => this.#app.project.selectedView);

  constructor(app: AppState) {
    this.#app = app;
  }

  async compare(models: readonly [ModelId, ModelId]): Promise<void> {
    const { view } = this;
    const choices = view === null ? null : this.#app.choices.choicesFor(view);
    if (view === null || choices === null || this.isRunning) return;
    this.isRunning = true;
    const point = spotOf(view, this.#shown);
    const number = ++this.#shown;
    const showWith = (model: ModelId): Promise<RegionPreview> =>
      this.#app.link.connection.call('preview.show', { pairId: view.pair.id, choices: { ...choices, model }, point });
    try {
      // One after the other: a newer preview ends an older one.
      const first = await showWith(models[0]);
      if (number !== this.#shown) return;
      const second = await showWith(models[1]);
      if (number === this.#shown) this.spot = { models, pictures: [first, second] };
    } catch (error) {
      this.#app.notices.failure(modelWords.compare.failed, error);
    } finally {
      if (number === this.#shown) this.isRunning = false;
    }
  }

  cancel(): void {
    this.#shown += 1;
    this.isRunning = false;
    void this.#app.link.connection.call('preview.cancel', {}).catch(() => null);
  }
}

/** Inside the overlap where there is one: that is where two models differ most. */
export function spotOf({ wide, teles }: Pick<PairView, 'wide' | 'teles'>, index: number): Point {
  const { width, height } = wide.pyramid;
  const overlap = teles[0]?.registration?.overlap ?? [];
  const { x, y, width: across, height: down } = overlap.length > 2 ? boundsOf(overlap) : { x: 0, y: 0, width, height };
  const share = places[index % places.length] ?? { x: 0.5, y: 0.5 };
  return { x: x + share.x * across, y: y + share.y * down };
}
