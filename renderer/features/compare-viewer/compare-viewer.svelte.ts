import { untrack } from 'svelte';
import type { Enhancement, PairView } from '#contract/api';
import { outputHomography } from '#contract/crop-geometry';
import type { BestPlace } from '#contract/enhancement';
import { applyHomography, boundsOf, cornersOf, shareInside, type Point, type Rectangle } from '#contract/geometry';
import type { JobState } from '#contract/jobs';
import { isFinished } from '#contract/jobs';
import { chooseOne, copyPicture } from '../../connection/files.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import type { Division } from '../../viewer/divide-frame.ts';
import { drawPart } from '../../viewer/draw-part.ts';
import type { Layer } from '../../viewer/scene-renderer.ts';
import { Viewport } from '../../viewer/viewport.svelte.ts';
import { words } from './words.ts';
import { compareLayers, loupeAt, loupeLayers, type CompareMode, type Loupe } from './compare-layers.ts';
import {
  canHave,
  pictureNamed,
  pictureNames,
  telePictures,
  type ComparedPicture,
  type PictureName,
} from './compare-pictures.ts';

const turnStep = 15;

/** Two pictures of a pair, compared. The scene is the result, in its own pixels. */
export class CompareViewer {
  readonly viewport = new Viewport();
  mode = $state<CompareMode>('split');
  division = $state.raw<Division>({ at: 0.5, angle: 0 });
  before = $state<PictureName>('wide');
  after = $state<PictureName>('result');
  /** While held, before is seen wherever after would be. */
  isHeld = $state(false);
  isLoupeShown = $state(false);
  isProvenanceShown = $state(false);
  /** 0 to 1. */
  provenanceOpacity = $state(0.55);
  /** Where the pointer is on the canvas, in device pixels. */
  pointer = $state.raw<Point | null>(null);
  readonly #app: AppState;
  readonly #view: () => PairView;
  readonly #pair: PairView = $derived.by(() => this.#view());
  readonly result: Enhancement | null = $derived(this.#pair.enhancement);
  /** What the result began and ended as. */
  readonly ends = $derived({ wide: pictureNamed('wide', this.#pair), result: pictureNamed('result', this.#pair) });
  readonly places: readonly BestPlace[] = $derived(this.result?.report.bestPlaces ?? []);
  /** Which of the places was flown to last; null after a result without any. */
  place = $state<number | null>(null);
  /** What each telephoto gave to the result, where there are several and as far as it gave something; they are counted as in the set. */
  readonly givers = $derived.by(() => {
    const names = this.#pair.teles.map(({ summary }) => summary.name);
    const teles = this.result?.report.teles ?? [];
    return teles.flatMap(({ name, share }) => (share > 0 ? [{ name, share, number: names.indexOf(name) + 1 }] : []));
  });
  /** The outlines of the telephotos in the result. */
  readonly outlines: readonly (readonly Point[])[] = $derived.by(() => {
    const { wide, enhancement } = this.#pair;
    const teles = this.#app.choices.telesOf(this.#pair);
    if (enhancement === null) return [];
    const { crop, straighten = 0, scale } = enhancement.report;
    const toScene = outputHomography(wide.pyramid, crop, straighten, scale);
    return teles.map(({ registration }) =>
      (registration?.overlap ?? []).map((corner) => applyHomography(toScene, corner)),
    );
  });
  readonly names: readonly PictureName[] = $derived(pictureNames.filter((name) => canHave(name, this.#pair)));
  readonly comparison: JobState | null = $derived.by(
    () => this.#app.jobs.latest('comparison', this.#pair.pair.id)?.state ?? null,
  );
  readonly isMakingAlone: boolean = $derived(this.comparison !== null && !isFinished(this.comparison));

  readonly #pictures = $derived({ before: this.#stack(this.before), after: this.#stack(this.after) });
  /** Null unless it is wanted and the pointer is over one frame; without a pointer it looks at the middle. */
  readonly loupe: Loupe | null = $derived.by(() => {
    if (!this.isLoupeShown || this.mode === 'side') return null;
    const { canvas, density } = this.viewport;
    return loupeAt(this.pointer ?? { x: canvas.width / 2, y: canvas.height / 2 }, density);
  });
  readonly layers: readonly Layer[] = $derived.by(() => {
    const { mode, division, isHeld, viewport, loupe } = this;
    const layers = compareLayers({ ...this.#pictures, mode, division, isHeld }, viewport);
    return loupe === null ? layers : [...layers, ...loupeLayers(this.#pictures, loupe, viewport)];
  });
  /** Where a telephoto reaches, as a share of the result; 0 without one. */
  readonly shareOfTele: number = $derived.by(() => {
    return this.result === null ? 0 : shareInside(this.result.pyramid, this.outlines);
  });

  constructor(app: AppState, view: () => PairView) {
    this.#app = app;
    this.#view = view;
    $effect.pre(() => {
      if (this.result !== null) this.viewport.showScene(this.result.pyramid);
    });
    let opened = '';
    $effect(() => {
      const key = this.result?.key ?? '';
      if (key === opened || this.viewport.canvas.width <= 1) return;
      opened = key;
      untrack(() => this.showPlace(0));
    });
    $effect.pre(() => {
      this.viewport.columns = this.mode === 'side' ? 2 : 1;
    });
  }

  /** Flies to one of the places where the result gained most, at 100 %, with the divider in its middle. */
  showPlace(index: number): void {
    const place = this.places[index];
    this.place = place === undefined ? null : index;
    if (place === undefined) return;
    this.division = { ...this.division, at: 0.5 };
    this.viewport.flyTo({ x: place.x + place.width / 2, y: place.y + place.height / 2 }, 1);
  }

  nextPlace(step: 1 | -1): void {
    const { length } = this.places;
    if (length > 0) this.showPlace(((this.place ?? -step) + step + length) % length);
  }

  /** What it is called: the result with the model that made it. */
  nameOf(name: PictureName): string {
    const model = this.#app.choices.models?.find(({ id }) => id === this.result?.report.model)?.name;
    return name === 'result' && model !== undefined ? `${words.pictures.result} · ${model}` : words.pictures[name];
  }

  get pairId(): string {
    return this.#pair.pair.id;
  }

  get photoName(): string {
    return this.#pair.wide.summary.name;
  }

  /** What is seen of the result, in its pixels: at most as much of its middle as fits on a screen. */
  seen(): Rectangle | null {
    const { frame, scene } = this.viewport;
    const bounds = boundsOf(cornersOf(frame).map((corner) => this.viewport.sceneAt(corner)));
    const along = (start: number, length: number, whole: number, most: number): [number, number] => {
      const [from, to] = [Math.max(0, start), Math.min(whole, start + length)];
      const size = Math.floor(Math.min(most, to - from));
      return [Math.floor((from + to - size) / 2), size];
    };
    const [x, width] = along(bounds.x, bounds.width, scene.width, 1600);
    const [y, height] = along(bounds.y, bounds.height, scene.height, 1200);
    return width < 1 || height < 1 ? null : { x, y, width, height };
  }

  /** Puts what is seen of the result on the clipboard, in its own pixels. */
  async copy(): Promise<void> {
    const [result, part] = [this.result, this.seen()];
    if (result === null || part === null) return;
    try {
      await copyPicture(this.#app, drawPart(result.pyramid, part));
      this.#app.notices.calm(words.copied(part.width, part.height));
    } catch (error) {
      this.#app.notices.failure(words.copyFailed, error);
    }
  }

  /** Chooses what is shown on one side; what is not there yet is made, or asked for by `chooseTruth`. */
  choose(side: 'before' | 'after', name: PictureName): void {
    this[side] = name;
    if (name === 'alone' && this.#pair.alone === null && !this.isMakingAlone) void this.#makeAlone();
  }

  /** The next of the pictures that are there. */
  chooseNext(side: 'before' | 'after'): void {
    const there = this.names.filter((name) => pictureNamed(name, this.#pair) !== null);
    const next = there[(there.indexOf(this[side]) + 1) % there.length];
    if (next !== undefined) this[side] = next;
  }

  isThere(name: PictureName): boolean {
    return pictureNamed(name, this.#pair) !== null;
  }

  moveSplit(at: number): void {
    this.division = { ...this.division, at: Math.min(1, Math.max(0, at)) };
    if (this.mode !== 'split') this.mode = 'split';
  }

  turn(direction: 1 | -1): void {
    const angle = this.division.angle + direction * turnStep;
    this.division = { ...this.division, angle: angle > 180 ? angle - 360 : angle <= -180 ? angle + 360 : angle };
    this.mode = 'split';
  }

  /** The map lies on the result only: where hardly any of that is in sight, the divider makes room. */
  showProvenance(isShown: boolean): void {
    this.isProvenanceShown = isShown;
    if (isShown && this.mode === 'split' && this.division.at > 0.75) this.division = { ...this.division, at: 0 };
  }

  /** Lets a person choose the picture that counts as the truth. False when they choose none. */
  async openTruth(): Promise<boolean> {
    try {
      const path = await chooseOne(this.#app, 'picture');
      if (path !== null) await this.chooseTruth(path);
      return path !== null;
    } catch (error) {
      this.#app.notices.failure(words.truthFailed, error);
      return false;
    }
  }

  /** `path` is a picture on disk that the shell lets the page name; null for none. */
  async chooseTruth(path: string | null): Promise<void> {
    try {
      await this.#app.link.connection.call('truth.choose', { pairId: this.#pair.pair.id, path });
      if (path === null && this.before === 'truth') this.before = 'wide';
      if (path === null && this.after === 'truth') this.after = 'result';
    } catch (error) {
      this.#app.notices.failure(words.truthFailed, error);
    }
  }

  async #makeAlone(): Promise<void> {
    try {
      await this.#app.link.connection.call('comparison.start', { pairId: this.#pair.pair.id });
    } catch (error) {
      this.#app.notices.failure(words.aloneFailed, error);
    }
  }

  async cancelAlone(): Promise<void> {
    const job = this.#app.jobs.latest('comparison', this.#pair.pair.id);
    if (job !== null) await this.#app.link.connection.call('jobs.cancel', { jobId: job.id }).catch(() => null);
  }

  /** The tele covers only a part, so the wide goes on around it; what is not there yet shows the wide. */
  #stack(name: PictureName): readonly ComparedPicture[] {
    const chosen = pictureNamed(name, this.#pair);
    const wide = pictureNamed('wide', this.#pair);
    const needsGround = name === 'tele' || chosen === null;
    const shown = name === 'tele' ? telePictures(this.#pair) : chosen === null ? [] : [chosen];
    return [...(needsGround && wide !== null ? [wide] : []), ...shown];
  }
}
