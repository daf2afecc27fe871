import type { Point } from '#contract/geometry';
import type { Viewport } from './viewport.svelte.ts';

const wheelDivisor = 400;
const pinchDivisor = 100;
const linePixels = 16;

/** Lets a person move the picture in an element: drag, wheel, pinch, double click. Returns what takes it away again. */
export function listenForGestures(element: HTMLElement, viewport: Viewport): () => void {
  const pointers = new Map<number, Point>();
  const listening = new AbortController();
  const listen = { signal: listening.signal };

  function pointOf(event: MouseEvent): Point {
    const box = element.getBoundingClientRect();
    return { x: (event.clientX - box.left) * viewport.density, y: (event.clientY - box.top) * viewport.density };
  }

  function move(event: PointerEvent): void {
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
    viewport.zoomBy(distance(now, other) / Math.max(1, distance(before, other)), middleNow);
  }

  function release(event: PointerEvent): void {
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
    },
    listen,
  );
  element.addEventListener('pointermove', move, listen);
  element.addEventListener('pointerup', release, listen);
  element.addEventListener('pointercancel', release, listen);
  element.addEventListener('dblclick', (event) => viewport.toggleZoom(pointOf(event)), listen);
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // Browsers report a pinch on a trackpad as a wheel with the control key.
      const divisor = event.ctrlKey ? pinchDivisor : wheelDivisor;
      viewport.zoomBy(2 ** (-wheelPixels(event) / divisor), pointOf(event));
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
