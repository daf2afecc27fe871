import { offerCommands } from '../commands/offer-commands.svelte.ts';
import type { Viewport } from './viewport.svelte.ts';

/** Offers zooming and moving of a picture, for as long as the component that calls this is there. */
export function offerPictureCommands(viewport: Viewport): void {
  offerCommands({
    'zoom-in': { run: () => viewport.stepIn() },
    'zoom-out': { run: () => viewport.stepOut() },
    fit: { run: () => viewport.fit() },
    'full-size': { run: () => viewport.zoomTo(1) },
    'double-size': { run: () => viewport.zoomTo(2) },
    'move-left': { run: () => viewport.nudge(-1, 0) },
    'move-right': { run: () => viewport.nudge(1, 0) },
    'move-up': { run: () => viewport.nudge(0, -1) },
    'move-down': { run: () => viewport.nudge(0, 1) },
  });
}
