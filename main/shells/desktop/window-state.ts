import { z } from 'zod';
import type { Rectangle } from '#contract/geometry';

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number().min(1), height: z.number().min(1) });

/** Where the window was when it closed, in screen points; null before the first time. */
export const windowState = z.object({ bounds: rectangle.nullable(), isMaximized: z.boolean() });
export type WindowState = z.infer<typeof windowState>;

export const defaultWindowState: WindowState = { bounds: null, isMaximized: false };

export const smallestWindow = { width: 900, height: 600 };
const defaultWindow = { width: 1360, height: 900 };
/** So much of the window, in points, must be on a screen for a person to get hold of it. */
const graspable = 100;

/** Bounds for a new window: the remembered ones when a screen still shows them, else the usual size wherever the system likes. */
export function placeWindow(
  { bounds }: WindowState,
  screens: readonly Rectangle[],
): Partial<Rectangle> & typeof defaultWindow {
  if (bounds === null) return defaultWindow;
  const width = Math.max(smallestWindow.width, bounds.width);
  const height = Math.max(smallestWindow.height, bounds.height);
  return screens.some((screen) => isGraspable(bounds, screen))
    ? { x: bounds.x, y: bounds.y, width, height }
    : { width, height };
}

function isGraspable(bounds: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  const down = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y);
  return across >= graspable && down >= graspable && bounds.y >= screen.y;
}
