import { largestCrop, teleCrop, turnHomography } from '#contract/crop-geometry';
import type { Point, Rectangle, Size } from '#contract/geometry';
import { noEdits, type CropRatio, type Framing } from '#contract/project-edits';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Gesture } from '../../state/gesture.svelte.ts';
import type { Layer } from '../../viewer/scene-renderer.ts';
import { moveCrop, pullCrop, ratioValue, reshapeCrop, straightenBy, turnCrop, type Grip } from './pull-crop.ts';

/** What of the photo is enhanced, and how it is turned: for the pair that is looked at. */
export class CropEditor {
  readonly #app: AppState;
  readonly #gesture: Gesture<Framing>;
  /** While the crop is pulled or moved. */
  isHeld = $state(false);
  isDrawingHorizon = $state(false);
  #begun: Rectangle = { x: 0, y: 0, width: 1, height: 1 };

  readonly framing: Framing = $derived.by(() => this.#gesture.value);
  readonly photo: Size = $derived.by(() => this.#app.project.selectedView?.wide.pyramid ?? { width: 1, height: 1 });
  readonly whole: Rectangle = $derived(largestCrop(this.photo, this.framing.straighten));
  readonly crop: Rectangle = $derived(this.framing.crop ?? this.whole);
  readonly output: Size = $derived.by(() => {
    const view = this.#app.project.selectedView;
    const scale = view === null ? 2 : this.#app.choices.scaleOf(view, this.crop);
    return { width: scale * this.crop.width, height: scale * this.crop.height };
  });
  readonly isWhole: boolean = $derived(this.framing.crop === null && this.framing.straighten === 0);
  readonly teleView: Rectangle | null = $derived.by(() => {
    const view = this.#app.project.selectedView;
    const teles = view === null ? [] : this.#app.choices.telesOf(view);
    const seen = teles.flatMap(({ registration }) => registration?.overlap ?? []);
    return teleCrop(this.photo, seen, this.framing.straighten);
  });

  readonly layers: readonly Layer[] = $derived.by(() => {
    const pyramid = this.#app.project.selectedView?.wide.pyramid;
    return pyramid === undefined ? [] : [{ pyramid, toScene: turnHomography(this.photo, this.framing.straighten) }];
  });

  constructor(app: AppState) {
    this.#app = app;
    this.#gesture = new Gesture<Framing>({
      saved: () => app.project.selectedEdits,
      subject: () => app.project.selected?.id ?? '',
      save: (pairId, { crop, straighten, ratio }) =>
        app.project.edit({ name: 'set-framing', pairId, framing: { crop, straighten, ratio } }),
    });
    app.project.unsent.push(() => this.#gesture.commit());
  }

  /** Takes hold of the crop. */
  begin(): void {
    this.isHeld = true;
    this.#begun = this.crop;
  }

  pull(grip: Grip | 'all', by: Point): void {
    this.#gesture.preview({ ...this.framing, crop: this.#pulled(this.#begun, grip, by) });
  }

  commit(): void {
    this.isHeld = false;
    void this.#gesture.commit();
  }

  abandon(): void {
    this.isHeld = false;
    this.#gesture.abandon();
  }

  /** A small step by a key. */
  nudge(grip: Grip | 'all', by: Point): void {
    const step = { x: Math.sign(by.x) * Math.ceil(Math.abs(by.x)), y: Math.sign(by.y) * Math.ceil(Math.abs(by.y)) };
    this.#gesture.nudge({ ...this.framing, crop: this.#pulled(this.crop, grip, step) });
  }

  chooseRatio(ratio: CropRatio): void {
    const value = ratioValue(ratio, this.photo);
    const { crop, straighten } = this.framing;
    const isOwn = value === null || (ratio === 'original' && crop === null);
    void this.#gesture.set({
      ...this.framing,
      ratio,
      crop: isOwn ? crop : reshapeCrop(this.photo, straighten, this.crop, value),
    });
  }

  useTeleView(): void {
    if (this.teleView !== null) void this.#gesture.set({ ...this.framing, crop: this.teleView, ratio: 'free' });
  }

  useWhole(): void {
    const { crop, straighten, ratio } = noEdits;
    void this.#gesture.set({ crop, straighten, ratio });
  }

  /** Sets a typed crop as far as it fits. */
  setSize(change: Partial<Rectangle>): void {
    const crop = { ...this.crop, ...change };
    const by = { x: crop.width - this.crop.width, y: crop.height - this.crop.height };
    void this.#gesture.set({ ...this.framing, crop: this.#pulled(this.crop, 'se', by) });
  }

  /** While the slider moves; `commit` keeps it. */
  turn(degrees: number): void {
    this.#gesture.preview(this.#turned(degrees));
  }

  turnTo(degrees: number): void {
    void this.#gesture.set(this.#turned(degrees));
  }

  /** A line along the horizon, or along something upright, in the picture as it is shown. */
  levelLine(from: Point, to: Point): void {
    this.isDrawingHorizon = false;
    if (Math.hypot(to.x - from.x, to.y - from.y) < 8) return;
    this.turnTo(straightenBy(this.framing.straighten, from, to));
  }

  #pulled(crop: Rectangle, grip: Grip | 'all', by: Point): Rectangle {
    const { straighten, ratio } = this.framing;
    if (grip === 'all') return moveCrop(this.photo, straighten, crop, by);
    return pullCrop(this.photo, straighten, crop, { grip, by, ratio: ratioValue(ratio, this.photo) });
  }

  #turned(degrees: number): Framing {
    const straighten = Math.round(Math.min(45, Math.max(-45, degrees)) * 100) / 100;
    const { crop, straighten: before } = this.framing;
    return { ...this.framing, straighten, crop: crop && turnCrop(this.photo, crop, before, straighten) };
  }
}
