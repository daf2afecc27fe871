import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { FakeUtilityProcess, FakeWindow, fakeElectron } from './fake-electron.ts';

const { app, dialog, Menu } = fakeElectron;
let root: string;

/**
 * Starts the desktop program once for a test file, which puts `fakeElectron` in the place of Electron: with a photo among its
 * arguments, and macOS has told of another one before anything was ready.
 */
export function startDesktopProgram(): void {
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-behaviours-')));
    vi.stubEnv('TELEWIDE_DATA', join(root, 'data'));
    for (const name of [
      'first.jpg',
      'dock.jpg',
      'second.heic',
      'mine.telewide',
      'tuned.telewide-model',
      'gone.telewide',
    ]) {
      writeFileSync(inRoot(name), 'x');
    }
    mkdirSync(inRoot('folder'));
    process.argv = ['telewide', '--some-switch', inRoot('first.jpg'), inRoot('missing.jpg')];
    const ready = deferred();
    app.whenReady.mockReturnValueOnce(ready.promise);
    await import('../../main/shells/desktop/desktop.ts');
    app.emit('open-file', { preventDefault: vi.fn() }, inRoot('dock.jpg'));
    ready.resolve(undefined);
    await vi.waitUntil(() => FakeWindow.all.length === 1);
    engine().emit('message', { event: 'engine.changed', payload: { name: 'ready' } });
    await vi.waitUntil(() => asked('settings.read').length > 0);
    answer('settings.read', { theme: 'system', language: 'system' });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    dialog.showMessageBox.mockClear();
    dialog.showOpenDialog.mockClear();
    dialog.showSaveDialog.mockClear();
  });
}

export function inRoot(name: string): string {
  return join(root, name);
}

export function engine(): FakeUtilityProcess {
  const [running] = FakeUtilityProcess.all.slice(-1);
  if (running === undefined) throw new Error('No engine was started');
  return running;
}

export function theWindow(): FakeWindow {
  const [window] = FakeWindow.all.slice(-1);
  if (window === undefined) throw new Error('No window was opened');
  return window;
}

/** What the engine was asked under that name, in the order of asking. */
export function asked(name: string): unknown[] {
  return engine().asked.flatMap((call) => (call.name === name ? [call.params] : []));
}

export function answer(name: string, result: unknown): void {
  for (const call of engine().asked.filter((one) => one.name === name))
    engine().emit('message', { id: call.id, result });
}

export function refuse(name: string, message: string): void {
  const call = engine().asked.findLast((one) => one.name === name);
  engine().emit('message', { id: call?.id, error: { code: 'unsupported-format', message } });
}

export function tell(event: string, payload: unknown): void {
  engine().emit('message', { event, payload });
}

export interface Item {
  label?: string;
  role?: string;
  enabled?: boolean;
  submenu?: Item[];
  click?: (item: unknown, window: unknown) => void;
}

/** An entry of the latest menu bar, by the labels that lead there. */
export function menuItem(...labels: string[]): Item {
  let items = Menu.setApplicationMenu.mock.lastCall?.[0] as Item[];
  let found: Item | undefined;
  for (const label of labels) {
    found = items.find((item) => item.label?.replace('&', '') === label || item.role === label);
    items = found?.submenu ?? [];
  }
  if (found === undefined) throw new Error(`Expected ${labels.join(' > ')} in the menu`);
  return found;
}

export function choose(...labels: string[]): void {
  menuItem(...labels).click?.({}, theWindow());
}

function deferred(): { promise: Promise<undefined>; resolve: (value: undefined) => void } {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((done) => (resolve = done));
  return { promise, resolve };
}
