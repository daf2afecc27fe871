import type { Viewport } from './viewport.svelte.ts';

const keys: Readonly<Record<string, (viewport: Viewport) => void>> = {
  '+': (viewport) => viewport.stepIn(),
  '=': (viewport) => viewport.stepIn(),
  '-': (viewport) => viewport.stepOut(),
  '0': (viewport) => viewport.fit(),
  z: (viewport) => viewport.zoomTo(1),
  Z: (viewport) => viewport.zoomTo(2),
  ArrowLeft: (viewport) => viewport.nudge(-1, 0),
  ArrowRight: (viewport) => viewport.nudge(1, 0),
  ArrowUp: (viewport) => viewport.nudge(0, -1),
  ArrowDown: (viewport) => viewport.nudge(0, 1),
};

/** Moves the picture if the key is one for that. True when it was. */
export function moveByKey(viewport: Viewport, key: string): boolean {
  const move = keys[key];
  move?.(viewport);
  return move !== undefined;
}
