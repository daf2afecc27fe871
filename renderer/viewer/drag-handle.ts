import type { Point } from '#contract/geometry';
import { toFrame } from './view-transform.ts';
import type { Viewport } from './viewport.svelte.ts';

/** Where a point of the scene lies in the frame, in CSS pixels. */
export function onFrame(viewport: Viewport, point: Point): Point {
  const { x, y } = toFrame(viewport.view, point);
  return { x: x / viewport.density, y: y / viewport.density };
}

/** The point of the scene under the pointer, `frame` being the element that shows the viewport's frame. */
export function sceneUnder(viewport: Viewport, event: MouseEvent, frame: Element): Point {
  const box = frame.getBoundingClientRect();
  const { density } = viewport;
  return viewport.sceneAt({ x: (event.clientX - box.left) * density, y: (event.clientY - box.top) * density });
}

/** What a drag tells. `by` is how far it has come from its start, in pixels of the scene. */
export interface Drag {
  start?(event: PointerEvent): void;
  move(by: Point, event: PointerEvent): void;
  end(): void;
  /** Escape, or the system took the pointer. */
  abandon(): void;
}

/** Makes an element that lies over a picture draggable. Use as an attachment. */
export function dragHandle(viewport: Viewport, drag: Drag): (element: HTMLElement | SVGElement) => () => void {
  return (element) => {
    const listening = new AbortController();
    const listen = { signal: listening.signal };
    let from: (Point & { id: number }) | null = null;

    function stop(how: 'end' | 'abandon'): void {
      if (from === null) return;
      from = null;
      drag[how]();
    }

    element.addEventListener(
      'pointerdown',
      (event) => {
        const { button, clientX, clientY, pointerId } = event as PointerEvent;
        if (button !== 0) return;
        event.stopPropagation();
        element.setPointerCapture(pointerId);
        from = { x: clientX, y: clientY, id: pointerId };
        drag.start?.(event as PointerEvent);
      },
      listen,
    );
    element.addEventListener(
      'pointermove',
      (event) => {
        const pointer = event as PointerEvent;
        if (from?.id !== pointer.pointerId) return;
        const scale = viewport.density / viewport.view.scale;
        drag.move({ x: (pointer.clientX - from.x) * scale, y: (pointer.clientY - from.y) * scale }, pointer);
      },
      listen,
    );
    element.addEventListener('pointerup', () => stop('end'), listen);
    element.addEventListener('pointercancel', () => stop('abandon'), listen);
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || from === null) return;
        event.preventDefault();
        stop('abandon');
      },
      { ...listen, capture: true },
    );
    return () => listening.abort();
  };
}

/** How far an arrow key goes: 1, with Shift 10, with Alt a tenth. Null for any other key. */
export function arrowStep({ key, shiftKey, altKey }: KeyboardEvent): Point | null {
  const size = shiftKey ? 10 : altKey ? 0.1 : 1;
  switch (key) {
    case 'ArrowLeft':
      return { x: -size, y: 0 };
    case 'ArrowRight':
      return { x: size, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: -size };
    case 'ArrowDown':
      return { x: 0, y: size };
    default:
      return null;
  }
}
