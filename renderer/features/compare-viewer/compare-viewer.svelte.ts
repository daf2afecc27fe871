import type { Enhancement, PairView } from '#contract/api';
import { composeHomographies, type Homography } from '#contract/geometry';
import type { BlockMap, Layer } from '../../viewer/layer.ts';
import { Viewport } from '../../viewer/viewport.svelte.ts';
import { blockSizeOf } from './block-size.ts';

export type Opponent = 'wide' | 'tele';

const unmoved: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Before and after, divided at a place of the frame. The scene is the result, in its own pixels. */
export class CompareViewer {
  readonly viewport = new Viewport();
  /** Where the divider stands: share of the frame's width that shows before. */
  split = $state(0.5);
  opponent = $state<Opponent>('wide');
  /** While held, the whole frame shows before. */
  isHeld = $state(false);
  isProvenanceShown = $state(false);
  #provenance = $state.raw<{ key: string; picture: ImageBitmap } | null>(null);
  readonly #view: () => PairView;
  readonly #pair: PairView = $derived.by(() => this.#view());
  readonly result: Enhancement | null = $derived(this.#pair.enhancement);
  readonly canShowTele: boolean = $derived(
    this.#pair.tele !== null && (this.#pair.registration?.homography ?? null) !== null,
  );
  readonly shown: Opponent = $derived(this.canShowTele ? this.opponent : 'wide');
  readonly shareBefore: number = $derived(this.isHeld ? 1 : this.split);

  readonly layers: readonly Layer[] = $derived.by(() => {
    const { wide, tele, registration } = this.#pair;
    const result = this.result;
    if (result === null) return [];
    const { crop } = result.report;
    const wideToResult: Homography = [2, 0, -2 * crop.x, 0, 2, -2 * crop.y, 0, 0, 1];
    const beforePart = [0, this.shareBefore] as const;
    const after: Layer = { pyramid: result.pyramid, toScene: unmoved, between: [this.shareBefore, 1] };
    const before: Layer = { pyramid: wide.pyramid, toScene: wideToResult, between: beforePart };
    const homography = registration?.homography ?? null;
    if (this.shown !== 'tele' || tele === null || homography === null) return [after, before];
    const laid: Layer = {
      pyramid: tele.pyramid,
      toScene: composeHomographies(wideToResult, homography),
      between: beforePart,
    };
    return [after, before, laid];
  });

  readonly blockMap: BlockMap | null = $derived.by(() => {
    const [result, map] = [this.result, this.#provenance];
    if (!this.isProvenanceShown || this.isHeld || result === null || map?.key !== result.key) return null;
    const blockSize = blockSizeOf(result.pyramid, map.picture);
    if (blockSize === null) return null;
    const { picture } = map;
    return {
      picture,
      width: picture.width * blockSize,
      height: picture.height * blockSize,
      opacity: 0.75,
      between: [this.split, 1],
    };
  });

  constructor(view: () => PairView, loadProvenance: (key: string, signal: AbortSignal) => Promise<ImageBitmap>) {
    this.#view = view;
    $effect.pre(() => {
      if (this.result !== null) this.viewport.showScene(this.result.pyramid);
    });
    $effect(() => {
      const key = this.result?.key;
      if (!this.isProvenanceShown || key === undefined || this.#provenance?.key === key) return;
      const loading = new AbortController();
      loadProvenance(key, loading.signal).then(
        (picture) => {
          this.#provenance = { key, picture };
        },
        () => {
          if (!loading.signal.aborted) this.isProvenanceShown = false;
        },
      );
      return () => loading.abort();
    });
  }

  /** The map lies on the result only: where hardly any of that is in sight, the divider makes room. */
  showProvenance(isShown: boolean): void {
    this.isProvenanceShown = isShown;
    if (isShown && this.split > 0.75) this.split = 0;
  }

  moveSplit(share: number): void {
    this.split = Math.min(1, Math.max(0, share));
  }
}
