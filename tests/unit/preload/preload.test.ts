import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { desktopChannels } from '#contract/desktop-channels';

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn() },
  webUtils: { getPathForFile: vi.fn((file: { path?: string }) => file.path ?? '') },
  ipcRenderer: null as unknown as EventEmitter & { send: ReturnType<typeof vi.fn>; sendSync: ReturnType<typeof vi.fn> },
}));
vi.mock('electron', () => electron);

const page = Object.assign(new EventTarget(), { postMessage: vi.fn(), location: { origin: 'telewide://app' } });

beforeAll(async () => {
  electron.ipcRenderer = Object.assign(new EventEmitter(), { send: vi.fn(), sendSync: vi.fn() });
  vi.stubGlobal('window', page);
  await import('../../../preload/preload.ts');
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => {
  electron.ipcRenderer.send.mockClear();
  electron.ipcRenderer.sendSync.mockClear();
});

function tellPage(source: unknown, data: unknown): void {
  page.dispatchEvent(Object.assign(new Event('message'), { source, data }));
}

function bridge(): { pathOf: (file: unknown) => string } {
  const [name, exposed] = electron.contextBridge.exposeInMainWorld.mock.calls[0] as [
    string,
    { pathOf: (file: unknown) => string },
  ];
  expect(name).toBe('telewide');
  return exposed;
}

test('the page gets one function and nothing else', () => {
  expect(electron.contextBridge.exposeInMainWorld).toHaveBeenCalledOnce();
  expect(Object.keys(bridge())).toEqual(['pathOf']);
});

test('a file that the page made up has no path, and the main process hears nothing', () => {
  expect(bridge().pathOf({})).toBe('');
  expect(electron.ipcRenderer.sendSync).not.toHaveBeenCalled();
});

test('the main process knows the path of a dropped file before the page does', () => {
  expect(bridge().pathOf({ path: '/photos/a.jpg' })).toBe('/photos/a.jpg');
  expect(electron.ipcRenderer.sendSync).toHaveBeenCalledExactlyOnceWith(desktopChannels.dropped, '/photos/a.jpg');
});

test('a port is asked for when the page itself says that it is ready', () => {
  for (const data of [null, 'telewide-ready', {}, { type: 'other' }]) tellPage(page, data);
  tellPage({}, { type: 'telewide-ready' });
  expect(electron.ipcRenderer.send).not.toHaveBeenCalled();
  tellPage(page, { type: 'telewide-ready' });
  expect(electron.ipcRenderer.send).toHaveBeenCalledExactlyOnceWith(desktopChannels.connect);
});

test('the port goes to our page only', () => {
  const ports = [{}];
  electron.ipcRenderer.emit(desktopChannels.port, { ports });
  expect(page.postMessage).toHaveBeenCalledExactlyOnceWith({ type: 'telewide-port' }, 'telewide://app', ports);
});

test('it stays small', () => {
  const source = readFileSync(new URL('../../../preload/preload.ts', import.meta.url), 'utf8');
  expect(source.split('\n').length).toBeLessThan(40);
});
