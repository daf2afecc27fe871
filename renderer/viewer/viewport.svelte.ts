import type { Point, Size } from '#contract/geometry';
import { clampView, fitView, largestScale, mixViews, panBy, toScene, zoomAt, type View } from './view-transform.ts';

const zoomStep = 1.5;
const panShare = 0.12;
const glideMs = 160;

/** What is seen of one scene: its frame, and how the scene lies in it. Everything in device pixels. */
export class Viewport {
  scene = $state.raw<Size>({ width: 1, height: 1 });
  frame = $state.raw<Size>({ width: 1, height: 1 });
  /** Device pixels per CSS pixel. */
  density = $state(1);
  /** Null while the whole picture is fitted into the frame, whatever the frame's size. */
  #chosen = $state.raw<View | null>(null);
  #glide = 0;
  readonly #margin = $derived(18 * this.density);
  /** Room for the bars that lie over the lower edge. */
  readonly #below = $derived(50 * this.density);
  readonly #fitted = $derived(fitView(this.scene, this.frame, this.#margin, this.#below));
  readonly #smallest = $derived(Math.min(this.#fitted.scale, 1) / 4);
  readonly view: View = $derived(this.#chosen === null ? this.#fitted : this.#clamped(this.#chosen));
  readonly isFitted: boolean = $derived(this.#chosen === null);
  readonly percent: number = $derived(this.view.scale * 100);

  showScene(scene: Size): void {
    if (scene.width === this.scene.width && scene.height === this.scene.height) return;
    this.scene = scene;
    this.#chosen = null;
  }

  resize(frame: Size, density: number): void {
    this.frame = frame;
    this.density = density;
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

  sceneAt(point: Point): Point {
    return toScene(this.view, point);
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

  #glideTo(target: View, then: () => void = () => undefined): void {
    this.#stop();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#chosen = target;
      then();
      return;
    }
    const [from, start] = [this.view, performance.now()];
    const step = (now: number): void => {
      const share = Math.min(1, Math.max(0, (now - start) / glideMs));
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
