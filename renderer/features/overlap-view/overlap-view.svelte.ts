import type { PairView } from '#contract/api';
import type { Homography, Point } from '#contract/geometry';
import type { Layer } from '../../viewer/layer.ts';
import { toFrame } from '../../viewer/view-transform.ts';
import { Viewport } from '../../viewer/viewport.svelte.ts';

const unmoved: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The wide photo with the telephoto's outline on it, and on demand the telephoto itself. */
export class OverlapView {
  readonly viewport = new Viewport();
  isTeleShown = $state(false);
  readonly #view: () => PairView;
  readonly #pair: PairView = $derived.by(() => this.#view());

  readonly layers: readonly Layer[] = $derived.by(() => {
    const { wide, tele, registration } = this.#pair;
    const below: Layer = { pyramid: wide.pyramid, toScene: unmoved };
    const homography = registration?.homography ?? null;
    if (!this.isTeleShown || tele === null || homography === null) return [below];
    return [below, { pyramid: tele.pyramid, toScene: homography }];
  });

  /** The telephoto's corners in CSS pixels of the frame; empty when nothing matched. */
  readonly outline: readonly Point[] = $derived.by(() => {
    const { registration } = this.#pair;
    if (registration === null || registration.verdict === 'failed') return [];
    const { view, density } = this.viewport;
    return registration.corners.map((corner) => {
      const { x, y } = toFrame(view, corner);
      return { x: x / density, y: y / density };
    });
  });

  /** Where the wide photo lies in the frame, in CSS pixels. */
  readonly place: { x: number; y: number; width: number; height: number } = $derived.by(() => {
    const { view, density, scene } = this.viewport;
    const scale = view.scale / density;
    return { x: view.x / density, y: view.y / density, width: scene.width * scale, height: scene.height * scale };
  });

  constructor(view: () => PairView) {
    this.#view = view;
    $effect.pre(() => this.viewport.showScene(this.#pair.wide.pyramid));
  }
}
