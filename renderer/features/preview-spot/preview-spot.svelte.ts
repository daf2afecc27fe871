import type { Said } from '#contract/messages';
import { untrack } from 'svelte';
import type { PairView, ParamsOf, RegionPreview } from '#contract/api';
import { largestCrop, outputHomography } from '#contract/crop-geometry';
import { AppError, toWireError } from '#contract/errors';
import { cornersOf, type Point, type Rectangle } from '#contract/geometry';
import { editsOf } from '#contract/project-document';
import type { AppState } from '../../state/app-state.svelte.ts';
import { clipToScene, divisionThrough, partOf, type Division } from '../../viewer/divide-frame.ts';
import type { Layer } from '../../viewer/scene-renderer.ts';
import { toFrame, toScene } from '../../viewer/view-transform.ts';
import { Viewport } from '../../viewer/viewport.svelte.ts';
import { words } from './words.ts';

/** After a slider moved. */
const restMs = 120;
/** Of the pair being looked at, before it is made ready for a click. */
const warmAfterMs = 600;

type PreviewState = { name: 'none' } | { name: 'working' } | { name: 'shown' } | { name: 'failed'; message: Said };

/** Spots of the photo, enhanced where a person clicks. The scene is the result, in its own pixels. */
export class PreviewSpot {
  readonly viewport = new Viewport();
  /** Divides the patch: before on its left. */
  division = $state.raw<Division>({ at: 0, angle: 0 });
  state = $state.raw<PreviewState>({ name: 'none' });
  /** In wide pixels of the turned photo, as the crop is. */
  point = $state.raw<Point | null>(null);
  shown = $state.raw<RegionPreview | null>(null);
  /** Where the pointer is on the canvas, in device pixels. */
  pointer = $state.raw<Point | null>(null);
  readonly #app: AppState;
  readonly #view: () => PairView;
  readonly #pair: PairView = $derived.by(() => this.#view());
  readonly #choices = $derived.by(() => this.#app.choices.choicesFor(this.#pair));
  readonly #straighten = $derived.by(() => editsOf(this.#app.project.document, this.#pair.pair.id).straighten);
  /** What the result will show, in pixels of the turned photo. */
  readonly #crop: Rectangle = $derived.by(() => {
    const { crop } = editsOf(this.#app.project.document, this.#pair.pair.id);
    return crop ?? largestCrop(this.#pair.wide.pyramid, this.#straighten);
  });
  /** By value: the document is another object after every edit. */
  readonly #framing = $derived(JSON.stringify([this.#crop, this.#straighten]));
  #framed = '';
  #asked = 0;

  /** The patch's place in the frame, in device pixels; null while there is none. */
  readonly place = $derived.by(() => {
    if (this.shown === null) return null;
    const { region } = this.shown;
    const { scale } = this.viewport.view;
    const { x: left, y: top } = toFrame(this.viewport.view, this.#toScene(region));
    return { left, top, width: 2 * region.width * scale, height: 2 * region.height * scale };
  });

  readonly layers: readonly Layer[] = $derived.by(() => {
    const { view, scene, frame } = this.viewport;
    const { pyramid } = this.#pair.wide;
    const wide: Layer = {
      pyramid,
      toScene: outputHomography(pyramid, this.#crop, this.#straighten),
      // What is cut off is not part of the result.
      clip: clipToScene(cornersOf(frame), view, scene),
    };
    const [place, shown] = [this.place, this.shown];
    if (shown === null || place === null) return [wide];
    const corners = partOf(cornersOf(place), 'after', this.division, place);
    if (corners.length < 3) return [wide];
    const clip = corners.map(({ x, y }) => ({ x: x + place.left, y: y + place.top }));
    const { x, y } = this.#toScene(shown.region);
    return [wide, { pyramid: shown.pyramid, toScene: [1, 0, x, 0, 1, y, 0, 0, 1], clip }];
  });
  /** Where the spot lies that is being made, in the frame; null while none is. */
  readonly waiting: Point | null = $derived.by(() => {
    if (this.point === null || this.shown !== null || this.state.name === 'failed') return null;
    return toFrame(this.viewport.view, this.#toScene(this.point));
  });

  constructor(app: AppState, view: () => PairView) {
    this.#app = app;
    this.#view = view;
    const { connection } = app.link;
    $effect.pre(() => {
      const { width, height } = this.#crop;
      this.viewport.showScene({ width: 2 * width, height: 2 * height });
    });
    $effect.pre(() => {
      // A spot of the picture as it was framed before lies elsewhere now.
      if (this.#framing !== this.#framed) this.close();
      this.#framed = this.#framing;
    });
    $effect(() => {
      const [choices, pairId] = [this.#choices, this.#pair.pair.id];
      if (choices === null || (choices.useReference && !app.choices.isMatched(this.#pair))) return;
      const timer = setTimeout(
        () => void connection.call('preview.warm', { pairId, choices }).catch(() => null),
        warmAfterMs,
      );
      return () => clearTimeout(timer);
    });
    $effect(() => {
      const [choices, point, pairId] = [this.#choices, this.point, this.#pair.pair.id];
      if (choices === null || point === null) return;
      // What comes of it is no reason to ask again.
      const isFirst = untrack(() => this.shown === null);
      const timer = setTimeout(() => void this.#ask({ pairId, choices, point }), isFirst ? 0 : restMs);
      return () => clearTimeout(timer);
    });
    $effect(() => () => void connection.call('preview.cancel', {}).catch(() => null));
  }

  /** Enhances the spot under a point of the frame. */
  showAt(frame: Point): void {
    const { x, y } = toScene(this.viewport.view, frame);
    const { width, height } = this.viewport.scene;
    if (x < 0 || y < 0 || x > width || y > height) return;
    this.shown = null;
    this.division = { at: 0, angle: 0 };
    this.point = { x: this.#crop.x + x / 2, y: this.#crop.y + y / 2 };
    // A spot of 512 pixels says little when it is as small as a stamp.
    if (this.viewport.view.scale < 0.5) this.viewport.zoomTo(1, frame);
  }

  /** The spot under the pointer, else in the middle of what is seen. */
  showHere(): void {
    const { width, height } = this.viewport.frame;
    this.showAt(this.pointer ?? { x: width / 2, y: height / 2 });
  }

  close(): void {
    this.point = null;
    this.shown = null;
    this.state = { name: 'none' };
  }

  /** Whether a press is on the patch, where the divider follows it instead of a new spot being enhanced. */
  divideAt(frame: Point): boolean {
    const place = this.place;
    if (place === null) return false;
    const inside = { x: frame.x - place.left, y: frame.y - place.top };
    if (inside.x < 0 || inside.y < 0 || inside.x > place.width || inside.y > place.height) return false;
    this.division = divisionThrough(inside, this.division.angle, place);
    return true;
  }

  #toScene({ x, y }: Point): Point {
    return { x: 2 * (x - this.#crop.x), y: 2 * (y - this.#crop.y) };
  }

  async #ask(request: ParamsOf<'preview.show'>): Promise<void> {
    const number = ++this.#asked;
    this.state = { name: 'working' };
    try {
      const shown = await this.#app.link.connection.call('preview.show', request);
      if (number !== this.#asked || this.point === null) return;
      this.shown = shown;
      this.state = { name: 'shown' };
      this.#app.notices.announce(words.announce);
    } catch (error) {
      if (number !== this.#asked || (error instanceof AppError && error.code === 'cancelled')) return;
      this.state = { name: 'failed', message: toWireError(error).message };
    }
  }
}
