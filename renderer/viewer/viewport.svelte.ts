import type { Point, Size } from '#contract/geometry';
import { clampView, fitView, largestScale, mixViews, panBy, toScene, zoomAt, type View } from './view-transform.ts';

const zoomStep = 1.5;
const panShare = 0.12;
const glideMs = 160;
/** Slow enough to see where one is taken. */
const flightMs = 700;

/** Between two frames beside each other, in CSS pixels. */
const gap = 2;

/** What is seen of one scene: its frame, and how the scene lies in it. Everything in device pixels. */
export class Viewport {
  scene = $state.raw<Size>({ width: 1, height: 1 });
  /** All that can be drawn on: the frame, or two of them beside each other. */
  canvas = $state.raw<Size>({ width: 1, height: 1 });
  /** Two frames show the same part of the scene beside each other. */
  columns = $state<1 | 2>(1);
  /** What one view of the scene fills. */
  readonly frame: Size = $derived.by(() => this.#frameOf(this.canvas));
  /** Device pixels per CSS pixel. */
  density = $state(1);
  /** Null while the whole picture is fitted into the frame, whatever the frame's size. */
  #chosen = $state.raw<View | null>(null);
  #glide = 0;
  readonly #room: { margin: number; below: number };
  readonly #margin = $derived.by(() => this.#room.margin * this.density);
  readonly #below = $derived.by(() => this.#room.below * this.density);
  readonly #fitted = $derived(fitView(this.scene, this.frame, this.#margin, this.#below));
  readonly #smallest = $derived(Math.min(this.#fitted.scale, 1) / 4);
  readonly view: View = $derived(this.#chosen === null ? this.#fitted : this.#clamped(this.#chosen));
  readonly isFitted: boolean = $derived(this.#chosen === null);
  readonly percent: number = $derived(this.view.scale * 100);

  /** What stays free around a fitted picture, in CSS pixels: `below` for the bars that lie over the lower edge. */
  constructor(room: { margin: number; below: number } = { margin: 18, below: 50 }) {
    this.#room = room;
  }

  showScene(scene: Size): void {
    if (scene.width === this.scene.width && scene.height === this.scene.height) return;
    this.scene = scene;
    this.#chosen = null;
  }

  resize(canvas: Size, density: number): void {
    this.canvas = canvas;
    this.density = density;
  }

  /** Where the second frame begins. */
  get secondLeft(): number {
    return this.canvas.width - this.frame.width;
  }

  /** A point of the canvas in the frame that it lies in. */
  inFrame({ x, y }: Point): Point {
    return { x: this.columns === 2 && x >= this.secondLeft ? x - this.secondLeft : x, y };
  }

  fit(): void {
    this.#glideTo(this.#fitted, () => {
      this.#chosen = null;
    });
  }

  /** Zooms at once, `point` of the frame staying where it is. */
  zoomBy(factor: number, point: Point): void {
    this.#stop();
    this.#chosen = this.#clamped(zoomAt(this.view, point, this.#allowed(this.view.scale * factor)));
  }

  stepIn(): void {
    this.zoomTo(this.view.scale * zoomStep);
  }

  stepOut(): void {
    this.zoomTo(this.view.scale / zoomStep);
  }

  /** Glides to a scale in device pixels per scene pixel; 1 is 100 %. */
  zoomTo(scale: number, point: Point = this.#centre()): void {
    this.#glideTo(this.#clamped(zoomAt(this.view, point, this.#allowed(scale))));
  }

  /** Between the whole picture and 100 % (200 % where that is the same), at the point of a double click. */
  toggleZoom(point: Point): void {
    if (!this.isFitted) this.fit();
    else this.zoomTo(this.view.scale < 0.9 ? 1 : 2, point);
  }

  panBy(dx: number, dy: number): void {
    this.#stop();
    this.#chosen = this.#clamped(panBy(this.view, dx, dy));
  }

  /** One press of an arrow key: the picture's part towards (right, down) comes into sight. */
  nudge(right: number, down: number): void {
    this.panBy(-right * this.frame.width * panShare, -down * this.frame.height * panShare);
  }

  /** At once: a point of the scene comes into the middle of the frame, at a scale in device pixels per scene pixel. */
  lookAt({ x, y }: Point, scale: number): void {
    this.#stop();
    const [centre, allowed] = [this.#centre(), this.#allowed(scale)];
    this.#chosen = this.#clamped({ scale: allowed, x: centre.x - x * allowed, y: centre.y - y * allowed });
  }

  /** The same as a flight, so that one sees where in the scene that is. */
  flyTo({ x, y }: Point, scale: number): void {
    const [centre, allowed] = [this.#centre(), this.#allowed(scale)];
    this.#glideTo(
      this.#clamped({ scale: allowed, x: centre.x - x * allowed, y: centre.y - y * allowed }),
      () => undefined,
      flightMs,
    );
  }

  sceneAt(point: Point): Point {
    return toScene(this.view, point);
  }

  #frameOf({ width, height }: Size): Size {
    if (this.columns === 1) return { width, height };
    return { width: Math.max(1, Math.floor((width - gap * this.density) / 2)), height };
  }

  #clamped(view: View): View {
    return clampView(view, this.scene, this.frame, this.#smallest, this.#below * 1.5);
  }

  #allowed(scale: number): number {
    return Math.min(largestScale, Math.max(this.#smallest, scale));
  }

  #centre(): Point {
    return { x: this.frame.width / 2, y: this.frame.height / 2 };
  }

  #glideTo(target: View, then: () => void = () => undefined, milliseconds = glideMs): void {
    this.#stop();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#chosen = target;
      then();
      return;
    }
    const [from, start] = [this.view, performance.now()];
    const step = (now: number): void => {
      const share = Math.min(1, Math.max(0, (now - start) / milliseconds));
      this.#chosen = mixViews(from, target, 1 - (1 - share) ** 3);
      if (share < 1) this.#glide = requestAnimationFrame(step);
      else then();
    };
    this.#glide = requestAnimationFrame(step);
  }

  #stop(): void {
    cancelAnimationFrame(this.#glide);
  }
}
