import type { Point } from '#contract/geometry';
import type { Viewport } from './viewport.svelte.ts';

const wheelDivisor = 400;
const pinchDivisor = 100;
const linePixels = 16;
/** In pixels: smaller steps are those of a trackpad. */
const minWheelStep = 40;
const sameTouchMs = 300;

/** In CSS pixels: a press that moves no further is a click. */
const clickReach = 4;

/** What else a part of the page wants to know; points are of the canvas, in device pixels. */
export interface PointListeners {
  click(point: Point): void;
  /** Null when the pointer has left. */
  point(point: Point | null): void;
}

/** Lets a person move the picture in an element: drag, two fingers, wheel, pinch, double click. Returns what takes it away again. */
export function listenForGestures(element: HTMLElement, viewport: Viewport, listeners: PointListeners): () => void {
  const pointers = new Map<number, Point>();
  let pressed: Point | null = null;
  /** When fingers moved on a trackpad last. */
  let touchedAt = -Infinity;
  const listening = new AbortController();
  const listen = { signal: listening.signal };

  function pointOf(event: MouseEvent): Point {
    const box = element.getBoundingClientRect();
    return { x: (event.clientX - box.left) * viewport.density, y: (event.clientY - box.top) * viewport.density };
  }

  /** Nothing says so: wheels turn in large steps up and down, fingers begin small and go any way. */
  function isFromTrackpad({ deltaMode, deltaX, deltaY, timeStamp }: WheelEvent): boolean {
    if (deltaMode !== WheelEvent.DOM_DELTA_PIXEL) return false;
    if (deltaX !== 0 || Math.abs(deltaY) < minWheelStep || timeStamp - touchedAt < sameTouchMs) touchedAt = timeStamp;
    return timeStamp === touchedAt;
  }

  function move(event: PointerEvent): void {
    listeners.point(pointOf(event));
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = pointOf(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other === undefined) {
      viewport.panBy(now.x - before.x, now.y - before.y);
      return;
    }
    const [middleBefore, middleNow] = [between(before, other), between(now, other)];
    viewport.panBy(middleNow.x - middleBefore.x, middleNow.y - middleBefore.y);
    viewport.zoomBy(distance(now, other) / Math.max(1, distance(before, other)), viewport.inFrame(middleNow));
  }

  function release(event: PointerEvent): void {
    const point = pointOf(event);
    const isClick = event.type === 'pointerup' && event.button === 0 && pointers.size === 1;
    if (isClick && pressed !== null && distance(point, pressed) <= clickReach * viewport.density)
      listeners.click(point);
    pressed = null;
    pointers.delete(event.pointerId);
    if (pointers.size === 0) element.classList.remove('is-dragged');
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 && event.button !== 1) return;
      element.setPointerCapture(event.pointerId);
      element.classList.add('is-dragged');
      pointers.set(event.pointerId, pointOf(event));
      pressed = pointers.size === 1 ? pointOf(event) : null;
    },
    listen,
  );
  element.addEventListener('pointermove', move, listen);
  element.addEventListener('pointerup', release, listen);
  element.addEventListener('pointercancel', release, listen);
  element.addEventListener('pointerleave', () => listeners.point(null), listen);
  element.addEventListener('dblclick', (event) => viewport.toggleZoom(viewport.inFrame(pointOf(event))), listen);
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      if (!event.ctrlKey && isFromTrackpad(event)) {
        viewport.panBy(-event.deltaX * viewport.density, -event.deltaY * viewport.density);
        return;
      }
      // Browsers report a pinch on a trackpad as a wheel with the control key.
      const divisor = event.ctrlKey ? pinchDivisor : wheelDivisor;
      viewport.zoomBy(2 ** (-wheelPixels(event) / divisor), viewport.inFrame(pointOf(event)));
    },
    { ...listen, passive: false },
  );
  return () => listening.abort();
}

function wheelPixels(event: WheelEvent): number {
  switch (event.deltaMode) {
    case WheelEvent.DOM_DELTA_LINE:
      return event.deltaY * linePixels;
    case WheelEvent.DOM_DELTA_PAGE:
      return event.deltaY * linePixels * 20;
    default:
      return event.deltaY;
  }
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
