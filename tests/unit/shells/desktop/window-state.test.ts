import { expect, test } from 'vitest';
import { defaultWindowState, placeWindow, windowState } from '../../../../main/shells/desktop/window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: -200, width: 1280, height: 1024 };

test.each([null, {}, { bounds: { x: 'left' }, isMaximized: false }, { bounds: null }])(
  '%j is no window state',
  (json) => {
    expect(windowState.safeParse(json).success).toBe(false);
  },
);

test('the first window has the usual size, wherever the system likes', () => {
  expect(placeWindow(defaultWindowState, [screen])).toEqual({ width: 1360, height: 900 });
});

test.each([
  ['where it was', { x: 100, y: 50, width: 1000, height: 700 }, { x: 100, y: 50, width: 1000, height: 700 }],
  [
    'on the second screen',
    { x: 2000, y: -100, width: 1000, height: 700 },
    { x: 2000, y: -100, width: 1000, height: 700 },
  ],
  ['partly outside', { x: -500, y: 900, width: 1000, height: 700 }, { x: -500, y: 900, width: 1000, height: 700 }],
  ['its screen is gone', { x: 5000, y: 50, width: 1000, height: 700 }, { width: 1000, height: 700 }],
  ['its title bar is above the screen', { x: 100, y: -80, width: 1000, height: 700 }, { width: 1000, height: 700 }],
  ['it was too small', { x: 100, y: 50, width: 20, height: 10 }, { width: 900, height: 600 }],
])('%s', (_what, bounds, expected) => {
  expect(placeWindow({ bounds, isMaximized: false }, [screen, second])).toEqual(expected);
});
