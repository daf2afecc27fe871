import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopChannels } from '#contract/desktop-channels';
import { FakeUtilityProcess, FakeWindow, fakeElectron, type FakePort } from '../../../support/fake-electron.ts';
import { saying } from '../../../support/saying.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron);

const { app, clipboard, dialog, ipcMain, Menu, powerMonitor, protocol, session, shell } = fakeElectron;
const ready = { event: 'engine.changed', payload: { name: 'ready' } };
let root: string;

/** Starts the program once: it is one process, and so is the test file. */
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-desktop-')));
  vi.stubEnv('TELEWIDE_DATA', join(root, 'data'));
  process.argv = ['telewide'];
  writeFileSync(join(root, 'photo.jpg'), 'x');
  await import('../../../../main/shells/desktop/desktop.ts');
  await vi.waitUntil(() => FakeWindow.all.length === 1);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

function theWindow(): FakeWindow {
  const window = FakeWindow.all.at(-1);
  if (!window) throw new Error('No window was opened');
  return window;
}

function theEngine(): FakeUtilityProcess {
  const engine = FakeUtilityProcess.all.at(-1);
  if (!engine) throw new Error('No engine was started');
  return engine;
}

/** Answers the engine's next question for its batches. */
async function tellBatches(batches: readonly { outputFolder: string }[]): Promise<void> {
  const { asked } = theEngine();
  const before = asked.length;
  const question = await vi.waitUntil(() => asked.slice(before).find(({ name }) => name === 'batch.list'));
  theEngine().emit('message', { id: question.id, result: batches });
}

interface Sender {
  senderFrame: {
    url: string;
    parent: unknown;
    postMessage: (channel: string, message: unknown, ports: FakePort[]) => void;
  } | null;
  returnValue?: unknown;
}

function sender(url: string, parent: unknown = null): { event: Sender; ports: FakePort[] } {
  const ports: FakePort[] = [];
  const postMessage = (_channel: string, _message: unknown, sent: FakePort[]): void => void ports.push(...sent);
  return { event: { senderFrame: { url, parent, postMessage } }, ports };
}

interface FakePage {
  heard: { id?: number; event?: string }[];
  call: (name: string, params: unknown) => Promise<unknown>;
  close: () => void;
}

function connectPage(): FakePage {
  const { event, ports } = sender('telewide://app/');
  ipcMain.emit(desktopChannels.connect, event);
  const [port] = ports;
  if (!port) throw new Error('No port was handed out');
  const heard: FakePage['heard'] = [];
  port.on('message', ({ data }: { data: FakePage['heard'][number] }) => heard.push(data));
  let lastId = 0;
  return {
    heard,
    async call(name, params) {
      const id = ++lastId;
      port.postMessage({ id, name, params });
      return vi.waitUntil(() => heard.find((message) => message.id === id), { timeout: 60_000 });
    },
    close: () => port.other?.emit('close'),
  };
}

describe('the window', () => {
  test('runs its page isolated, in a sandbox, without Node', () => {
    expect(theWindow().options.webPreferences).toEqual({
      preload: expect.stringMatching(/preload[/\\]preload\.cjs$/) as string,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    });
    expect(theWindow().loadURL).toHaveBeenCalledExactlyOnceWith('telewide://app/');
  });

  test('appears when there is something to see', () => {
    expect(theWindow().show).not.toHaveBeenCalled();
    theWindow().emit('ready-to-show');
    expect(theWindow().show).toHaveBeenCalledOnce();
  });

  test.each(['https://example.com/', 'file:///etc/passwd', 'telewide://other/', 'telewide://app/elsewhere'])(
    'does not leave for %s',
    (url) => {
      const event = { url, preventDefault: vi.fn() };
      theWindow().webContents.emit('will-frame-navigate', event);
      expect(event.preventDefault).toHaveBeenCalledOnce();
      expect(theWindow().webContents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    },
  );

  test('takes no webview', () => {
    const event = { preventDefault: vi.fn() };
    theWindow().webContents.emit('will-attach-webview', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  test('comes back when its page crashes', () => {
    theWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(theWindow().reload).toHaveBeenCalledOnce();
  });

  test('is brought to the front when the program is started again', () => {
    theWindow().minimized = true;
    app.emit('second-instance', {}, ['telewide'], root);
    expect(theWindow().restore).toHaveBeenCalledOnce();
    expect(theWindow().focus).toHaveBeenCalledOnce();
    expect(FakeWindow.all).toHaveLength(1);
  });
});

describe('the session', () => {
  test('grants no permission', () => {
    const decide = vi.fn();
    const [request] = session.defaultSession.setPermissionRequestHandler.mock.calls[0] as [
      (...given: unknown[]) => void,
    ];
    request({}, 'media', decide);
    expect(decide).toHaveBeenCalledExactlyOnceWith(false);
    const [check] = session.defaultSession.setPermissionCheckHandler.mock.calls[0] as [() => boolean];
    expect(check()).toBe(false);
    const [device] = session.defaultSession.setDevicePermissionHandler.mock.calls[0] as [() => boolean];
    expect(device()).toBe(false);
  });

  test.each([
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['ws://example.com/', true],
    ['file:///etc/passwd', true],
    ['telewide://app.example.com/', true],
    ['telewide://other/', true],
    ['telewide://app/', false],
    ['telewide://app/media/provenance/0123456789abcdef.png', false],
    ['blob:telewide://app/1', false],
  ])('a request to %s is cancelled: %s', (url, cancel) => {
    const [decideOn] = session.defaultSession.webRequest.onBeforeRequest.mock.calls[0] as [
      (details: { url: string }, decide: unknown) => void,
    ];
    const decide = vi.fn();
    decideOn({ url }, decide);
    expect(decide).toHaveBeenCalledExactlyOnceWith({ cancel });
  });
});

describe('the app scheme', () => {
  const ask = (url: string): Promise<Response> => {
    const [scheme, handle] = protocol.handle.mock.calls[0] as [
      string,
      (request: { url: string; method: string }) => Promise<Response>,
    ];
    expect(scheme).toBe('telewide');
    return handle({ url, method: 'GET' });
  };

  test('is registered with an origin of its own, before anything else', () => {
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledExactlyOnceWith([
      { scheme: 'telewide', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
    const [registered] = protocol.registerSchemesAsPrivileged.mock.invocationCallOrder;
    expect(registered).toBeLessThan(app.whenReady.mock.invocationCallOrder[0] ?? 0);
  });

  test.each([
    'telewide://other/index.html',
    'telewide://app/../../package.json',
    'telewide://app/..%2f..%2fpackage.json',
    'telewide://app/media/project.json',
  ])('%s is nothing', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  test('serves pixels with the strict policy', async () => {
    mkdirSync(join(root, 'data', 'cache', 'provenance'), { recursive: true });
    writeFileSync(join(root, 'data', 'cache', 'provenance', '0123456789abcdef.png'), 'map');
    const response = await ask('telewide://app/media/provenance/0123456789abcdef.png');
    expect(await response.text()).toBe('map');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('the port', () => {
  test.each([
    ['another origin', sender('https://example.com/')],
    ['an origin that only begins like ours', sender('telewide://app.example.com/')],
    ['a frame inside our page', sender('telewide://app/', {})],
    ['a frame that is gone', { event: { senderFrame: null }, ports: [] }],
  ])('is not handed to %s, nor is its word taken for a dropped file', async (_who, { event, ports }) => {
    ipcMain.emit(desktopChannels.connect, event);
    expect(ports).toEqual([]);
    ipcMain.emit(desktopChannels.dropped, event, join(root, 'photo.jpg'));
    expect(event).toHaveProperty('returnValue', null);
    const page = connectPage();
    expect(await page.call('photos.add', { paths: [join(root, 'photo.jpg')] })).toMatchObject({
      error: { code: 'not-allowed' },
    });
  });

  test('joins our page with the shell', async () => {
    const page = connectPage();
    expect(await page.call('shell.describe', {})).toMatchObject({
      result: { kind: 'desktop', platform: process.platform },
    });
    expect(page.heard[0]).toMatchObject({ event: 'engine.changed' });
  });

  test('that was closed is no longer written to', async () => {
    const page = connectPage();
    await page.call('shell.describe', {});
    page.close();
    const before = page.heard.length;
    theEngine().emit('message', { event: 'pair.changed', payload: { pairId: 'p' } });
    await new Promise((done) => setTimeout(done, 2));
    expect(page.heard).toHaveLength(before);
  });
});

describe('dialogs and paths', () => {
  let page: FakePage;
  beforeEach(() => {
    page = connectPage();
    theEngine().emit('message', ready);
  });

  test('nothing chosen is nothing', async () => {
    expect(await page.call('shell.choose-photo-folders', {})).toMatchObject({ result: { paths: [] } });
    expect(await page.call('shell.choose-photos', {})).toMatchObject({ result: { paths: [] } });
    expect(await page.call('shell.choose-save-path', { suggestedName: 'a.jpg' })).toMatchObject({
      result: { path: null, downloadUrl: null },
    });
  });

  test('a photo may be named once it was chosen, not before', async () => {
    const path = join(root, 'photo.jpg');
    expect(await page.call('photos.add', { paths: [path] })).toMatchObject({ error: { code: 'not-allowed' } });
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
    expect(await page.call('shell.choose-photos', {})).toMatchObject({ result: { paths: [path] } });
    void page.call('photos.add', { paths: [path] });
    await expect
      .poll(() => theEngine().asked)
      .toContainEqual(expect.objectContaining({ name: 'photos.add', params: { paths: [path] } }));
  });

  test('photos of a folder may be named once it was chosen, and it is added as a whole', async () => {
    const folder = join(root, 'folder');
    mkdirSync(folder);
    expect(await page.call('photos.add', { paths: [folder] })).toMatchObject({ error: { code: 'not-allowed' } });
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [folder] });
    expect(await page.call('shell.choose-photo-folders', {})).toMatchObject({ result: { paths: [folder] } });
    void page.call('photos.add', { paths: [folder] });
    await expect.poll(() => theEngine().asked).toContainEqual(expect.objectContaining({ params: { paths: [folder] } }));
  });

  test('a file that was dropped may be named', async () => {
    const path = join(root, 'dropped.jpg');
    writeFileSync(path, 'x');
    const { event } = sender('telewide://app/');
    ipcMain.emit(desktopChannels.dropped, event, path);
    expect(event.returnValue).toBeNull();
    void page.call('photos.add', { paths: [path] });
    await expect.poll(() => theEngine().asked).toContainEqual(expect.objectContaining({ params: { paths: [path] } }));
  });

  test('a photo is saved where the dialog said and nowhere else; the suggestion stays a mere name', async () => {
    const path = join(root, 'out.jpg');
    dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path });
    expect(await page.call('shell.choose-save-path', { suggestedName: '../../out.jpg' })).toMatchObject({
      result: { path },
    });
    expect(dialog.showSaveDialog).toHaveBeenLastCalledWith(
      theWindow(),
      expect.objectContaining({
        defaultPath: join('/pictures', '_.._out.jpg'),
        filters: [{ name: 'JPG photo', extensions: ['jpg'] }],
      }),
    );
    const settings = { format: 'jpeg', quality: 90, keepGps: true };
    expect(
      await page.call('export.start', { enhancementKey: 'k', path: join(root, 'other.jpg'), settings }),
    ).toMatchObject({ error: { code: 'not-allowed' } });
    void page.call('export.start', { enhancementKey: 'k', path, settings });
    await expect.poll(() => theEngine().asked).toContainEqual(expect.objectContaining({ name: 'export.start' }));
  });

  test('what was saved is shown in its folder and dragged out of the window, and nothing else is', async () => {
    const path = join(root, 'saved.jpg');
    dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path });
    await page.call('shell.choose-save-path', { suggestedName: 'saved.jpg' });
    await page.call('shell.show-file', { path });
    expect(shell.showItemInFolder).toHaveBeenLastCalledWith(path);
    await page.call('shell.drag-file', { path });
    expect(theWindow().webContents.startDrag).toHaveBeenLastCalledWith({ file: path, icon: `icon of ${path}` });
    const elsewhere = page.call('shell.show-file', { path: join(root, 'photo.jpg') });
    await tellBatches([{ outputFolder: join(root, 'exports') }]);
    expect(await elsewhere).toMatchObject({ error: { code: 'not-allowed' } });
    expect(shell.showItemInFolder).toHaveBeenCalledOnce();
  });

  test('an export of a batch is shown in its folder', async () => {
    const path = join(root, 'exports', 'a.jpg');
    const shown = page.call('shell.show-file', { path });
    await tellBatches([{ outputFolder: join(root, 'exports') }]);
    expect(await shown).toMatchObject({ result: null });
    expect(shell.showItemInFolder).toHaveBeenLastCalledWith(path);
  });

  test('a picture goes to the clipboard as it is', async () => {
    await page.call('shell.copy-picture', { png: Buffer.from('a picture').toString('base64') });
    const [calls] = clipboard.write.mock.calls as unknown as [{ items: Record<string, Blob> }[]][];
    const text = await calls?.[0][0]?.items['image/png']?.text();
    expect(text).toBe('a picture');
  });

  test('an exported model is saved and opened where the dialogs said and nowhere else', async () => {
    const path = join(root, 'mine.telewide-model');
    writeFileSync(path, 'x');
    expect(await page.call('models.import', { path })).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await page.call('shell.choose-model', {})).toMatchObject({ result: { path: null } });
    dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path });
    const suggestedName = 'mine.telewide-model';
    expect(await page.call('shell.choose-save-path', { suggestedName })).toMatchObject({ result: { path } });
    const filters = [{ name: 'Telewide model', extensions: ['telewide-model'] }];
    expect(dialog.showSaveDialog).toHaveBeenLastCalledWith(theWindow(), expect.objectContaining({ filters }));
    expect(await page.call('models.export', { modelId: 'mine', path: join(root, 'other') })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    void page.call('models.export', { modelId: 'mine', path });
    await expect
      .poll(() => theEngine().asked)
      .toContainEqual(expect.objectContaining({ name: 'models.export', params: { modelId: 'mine', path } }));
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
    expect(await page.call('shell.choose-model', {})).toMatchObject({ result: { path } });
    expect(dialog.showOpenDialog).toHaveBeenLastCalledWith(theWindow(), expect.objectContaining({ filters }));
    void page.call('models.import', { path });
    await expect
      .poll(() => theEngine().asked)
      .toContainEqual(expect.objectContaining({ name: 'models.import', params: { path } }));
  });

  test('the menu opens photos too', async () => {
    const path = join(root, 'photo.jpg');
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
    const [template] = Menu.setApplicationMenu.mock.calls[0] as [Electron.MenuItemConstructorOptions[]];
    const file = template.find(({ label }) => label === '&File')?.submenu as Electron.MenuItemConstructorOptions[];
    const before = theEngine().asked.length;
    (file[0]?.click as () => void)();
    await expect
      .poll(() => theEngine().asked.slice(before))
      .toMatchObject([{ name: 'photos.add', params: { paths: [path] } }]);
  });

  test('tools for developers are not in a packaged program', () => {
    expect(JSON.stringify(Menu.setApplicationMenu.mock.calls)).not.toContain('toggleDevTools');
  });
});

test('every engine hears what the machine runs on, and when that changes', async () => {
  const reports = (): unknown[] =>
    theEngine().asked.flatMap(({ name, params }) => (name === 'power.report' ? [params] : []));
  theEngine().emit('message', ready);
  await expect.poll(reports).toContainEqual({ isOnBattery: false });
  powerMonitor.isOnBatteryPower.mockReturnValue(true);
  powerMonitor.emit('on-battery');
  await expect.poll(() => reports().at(-1)).toEqual({ isOnBattery: true });
  const before = theEngine();
  before.emit('exit', 1);
  await expect.poll(() => theEngine()).not.toBe(before);
  theEngine().emit('message', ready);
  await expect.poll(reports).toEqual([{ isOnBattery: true }]);
  powerMonitor.isOnBatteryPower.mockReturnValue(false);
  powerMonitor.emit('on-ac');
  await expect.poll(reports).toEqual([{ isOnBattery: true }, { isOnBattery: false }]);
});

test('an engine that dies is started again and the page is told', async () => {
  const page = connectPage();
  theEngine().emit('message', ready);
  const before = theEngine();
  before.emit('exit', 139);
  await expect.poll(() => theEngine()).not.toBe(before);
  theEngine().emit('message', ready);
  await expect
    .poll(() => page.heard.filter(({ event }) => event === 'engine.changed').slice(-2))
    .toMatchObject([
      { payload: { name: 'restarting', reason: saying('exit code 139') } },
      { payload: { name: 'ready' } },
    ]);
  expect(theEngine().programArguments[0]).toBe(join(root, 'data'));
});

test('the data folder of Electron lies in ours', () => {
  expect(app.setPath).toHaveBeenCalledExactlyOnceWith('userData', join(root, 'data', 'browser'));
});

test('quitting keeps where the window was and ends the engine first', async () => {
  theWindow().emit('close');
  theWindow().emit('closed');
  app.emit('window-all-closed');
  if (process.platform !== 'darwin') expect(app.quit).toHaveBeenCalledOnce();
  const event = { preventDefault: vi.fn() };
  let engineEnded = false;
  theEngine().on('exit', () => (engineEnded = true));
  app.emit('will-quit', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
  await expect.poll(() => app.exit.mock.calls).toEqual([[0]]);
  expect(engineEnded).toBe(true);
  expect(JSON.parse(readFileSync(join(root, 'data', 'window.json'), 'utf8'))).toEqual({
    bounds: theWindow().bounds,
    isMaximized: false,
  });
});
