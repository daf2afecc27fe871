import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopChannels } from '#contract/desktop-channels';
import { emptyProject } from '#contract/project-document';
import { version } from '#contract/version';
import { english } from '../../../../main/shells/desktop/words/english.ts';
import {
  FakeNotification,
  FakeUtilityProcess,
  FakeWindow,
  fakeElectron,
  type FakePort,
} from '../../../support/fake-electron.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron);

const { app, clipboard, dialog, ipcMain, Menu, nativeTheme, powerSaveBlocker, shell } = fakeElectron;
let root: string;

/** The program is started with a photo, and macOS has told of another one before anything was ready. */
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
  await import('../../../../main/shells/desktop/desktop.ts');
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

function inRoot(name: string): string {
  return join(root, name);
}

function engine(): FakeUtilityProcess {
  const [running] = FakeUtilityProcess.all.slice(-1);
  if (running === undefined) throw new Error('No engine was started');
  return running;
}

function theWindow(): FakeWindow {
  const [window] = FakeWindow.all.slice(-1);
  if (window === undefined) throw new Error('No window was opened');
  return window;
}

/** What the engine was asked under that name, in the order of asking. */
function asked(name: string): unknown[] {
  return engine().asked.flatMap((call) => (call.name === name ? [call.params] : []));
}

function answer(name: string, result: unknown): void {
  for (const call of engine().asked.filter((one) => one.name === name))
    engine().emit('message', { id: call.id, result });
}

function refuse(name: string, message: string): void {
  const call = engine().asked.findLast((one) => one.name === name);
  engine().emit('message', { id: call?.id, error: { code: 'unsupported-format', message } });
}

function tell(event: string, payload: unknown): void {
  engine().emit('message', { event, payload });
}

interface Item {
  label?: string;
  role?: string;
  enabled?: boolean;
  submenu?: Item[];
  click?: (item: unknown, window: unknown) => void;
}

/** An entry of the latest menu bar, by the labels that lead there. */
function menuItem(...labels: string[]): Item {
  let items = Menu.setApplicationMenu.mock.lastCall?.[0] as Item[];
  let found: Item | undefined;
  for (const label of labels) {
    found = items.find((item) => item.label?.replace('&', '') === label || item.role === label);
    items = found?.submenu ?? [];
  }
  if (found === undefined) throw new Error(`Expected ${labels.join(' > ')} in the menu`);
  return found;
}

function choose(...labels: string[]): void {
  menuItem(...labels).click?.({}, theWindow());
}

const job = (id: string, kind: string, state: object): object => ({ id, kind, subject: 'a.jpg', state });
const running = (fraction: number): object => ({
  name: 'running',
  progress: { fraction, label: [], remainingMs: null },
});
const batch = (fraction: number, changes: object = {}): object => ({
  id: 'b',
  outputFolder: '/x',
  isPaused: false,
  problem: null,
  snapshot: {
    isFinished: false,
    waitingFor: null,
    counts: { done: 3, failed: 1 },
    progress: { fraction, label: [], remainingMs: null },
    ...changes,
  },
});

describe('files from outside the window', () => {
  test('those that the program was started with, and those that came before it was ready, are opened once it is', async () => {
    await expect.poll(() => asked('photos.add')).toEqual([{ paths: [inRoot('first.jpg'), inRoot('dock.jpg')] }]);
    answer('photos.add', { jobId: 'j' });
  });

  test.each([
    ['a photo', 'second.heic', 'photos.add', { paths: ['second.heic'] }],
    ['a folder', 'folder', 'photos.add', { paths: ['folder'] }],
    ['a personal model', 'tuned.telewide-model', 'models.import', { path: 'tuned.telewide-model' }],
    ['a project', 'mine.telewide', 'project.open', { path: 'mine.telewide' }],
  ])('%s dropped onto the dock, or opened from the Finder', async (_, name, method, params) => {
    const event = { preventDefault: vi.fn() };
    app.emit('open-file', event, inRoot(name));
    expect(event.preventDefault).toHaveBeenCalledOnce();
    const expected = 'paths' in params ? { paths: params.paths.map(inRoot) } : { path: inRoot(params.path) };
    await expect.poll(() => asked(method)).toContainEqual(expected);
    answer(method, null);
  });

  test('"open with", a double click, a drop onto the taskbar: a second start hands its files over, relative ones too', async () => {
    theWindow().minimized = true;
    theWindow().restore.mockClear();
    app.emit('second-instance', {}, ['telewide', '--flag', 'second.heic', inRoot('first.jpg'), 'nowhere.jpg'], root);
    expect(theWindow().restore).toHaveBeenCalledOnce();
    await expect
      .poll(() => asked('photos.add').at(-1))
      .toEqual({ paths: [inRoot('second.heic'), inRoot('first.jpg')] });
    answer('photos.add', { jobId: 'j' });
    theWindow().minimized = false;
  });

  test('a file that cannot be opened is said, with the reason', async () => {
    const before = asked('project.open').length;
    app.emit('open-file', { preventDefault: vi.fn() }, inRoot('gone.telewide'));
    await expect.poll(() => asked('project.open').length).toBe(before + 1);
    refuse('project.open', 'Expected a project of Telewide. Choose another file.');
    await expect.poll(() => dialog.showMessageBox.mock.calls.length).toBe(1);
    expect(dialog.showMessageBox.mock.calls[0]?.slice(-1)).toMatchObject([
      { message: 'gone.telewide could not be opened', detail: 'Expected a project of Telewide. Choose another file.' },
    ]);
  });
});

describe('recent projects', () => {
  test('are in the menu, known to the system, and kept; one that could not be opened is not', async () => {
    expect(app.addRecentDocument.mock.calls).toEqual([[inRoot('mine.telewide')]]);
    expect(menuItem('File', 'Open recent').submenu?.map(({ label }) => label)).toContain('mine.telewide');
    await expect
      .poll(() => JSON.parse(readFileSync(join(root, 'data', 'recent-projects.json'), 'utf8')) as unknown)
      .toEqual({ projects: [inRoot('mine.telewide')] });
    const before = asked('project.open').length;
    choose('File', 'Open recent', 'mine.telewide');
    await expect.poll(() => asked('project.open').length).toBe(before + 1);
    answer('project.open', null);
  });

  test('the project is saved as a file of its own, which is recent from then on', async () => {
    const path = inRoot('copy.telewide');
    dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path });
    choose('File', 'Save a copy of the project…');
    await expect.poll(() => asked('project.save-copy')).toEqual([{ path }]);
    writeFileSync(path, '{}');
    answer('project.save-copy', null);
    await expect
      .poll(() => menuItem('File', 'Open recent').submenu?.map(({ label }) => label))
      .toEqual(expect.arrayContaining(['copy.telewide', 'mine.telewide']));
  });

  test('a project is chosen in a dialog that begins where the last one was', async () => {
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [inRoot('mine.telewide')] });
    const before = asked('project.open').length;
    choose('File', 'Open project…');
    await expect.poll(() => asked('project.open').length).toBe(before + 1);
    answer('project.open', null);
    expect(dialog.showOpenDialog.mock.calls.at(-1)?.slice(-1)).toMatchObject([{ defaultPath: root }]);
  });

  test('can be forgotten', async () => {
    choose('File', 'Open recent', 'Clear the list');
    expect(app.clearRecentDocuments).toHaveBeenCalledOnce();
    await expect.poll(() => menuItem('File', 'Open recent').submenu).toHaveLength(1);
    expect(menuItem('File', 'Open recent', 'Clear the list').enabled).toBe(false);
  });
});

test('dialogs remember their folders, each kind its own', async () => {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [join(root, 'folder', 'a.jpg')] });
  choose('File', 'Add photos…');
  await vi.waitUntil(() => dialog.showOpenDialog.mock.calls.length === 1);
  await expect
    .poll(() => JSON.parse(readFileSync(join(root, 'data', 'dialog-folders.json'), 'utf8')) as unknown)
    .toEqual({ photos: inRoot('folder'), project: root });
  choose('File', 'Add photos…');
  await vi.waitUntil(() => dialog.showOpenDialog.mock.calls.length === 2);
  expect(dialog.showOpenDialog.mock.calls.at(-1)?.slice(-1)).toMatchObject([{ defaultPath: inRoot('folder') }]);
  rmSync(inRoot('folder'), { recursive: true });
  choose('File', 'Add photos…');
  await vi.waitUntil(() => dialog.showOpenDialog.mock.calls.length === 3);
  expect(dialog.showOpenDialog.mock.calls.at(-1)?.slice(-1)).toEqual([
    expect.not.objectContaining({ defaultPath: expect.anything() as unknown }),
  ]);
});

describe('work', () => {
  test('is on the taskbar, and the machine stays awake until it is done', () => {
    tell('job.changed', job('1', 'registration', running(0.5)));
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(-1);
    expect(powerSaveBlocker.start).not.toHaveBeenCalled();
    tell('job.changed', job('2', 'enhancement', running(0.25)));
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(0.25);
    expect(powerSaveBlocker.start).toHaveBeenCalledExactlyOnceWith('prevent-app-suspension');
    tell('job.changed', job('3', 'export', { name: 'queued' }));
    tell('job.changed', job('2', 'enhancement', running(0.5)));
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(0.25);
    tell('job.changed', job('2', 'enhancement', { name: 'succeeded' }));
    expect(powerSaveBlocker.stop).not.toHaveBeenCalled();
    tell('job.changed', job('3', 'export', { name: 'failed', error: { code: 'internal', message: [] } }));
    expect(powerSaveBlocker.stop).toHaveBeenCalledExactlyOnceWith(7);
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(-1);
  });

  test('that only learns is shown, but lets the machine sleep', () => {
    powerSaveBlocker.start.mockClear();
    tell('job.changed', job('4', 'adaptation', running(0.75)));
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(0.75);
    expect(powerSaveBlocker.start).not.toHaveBeenCalled();
    tell('job.changed', job('4', 'adaptation', { name: 'cancelled' }));
  });

  test('of a batch counts while it goes on, not while it is paused, waits, or is forgotten', () => {
    powerSaveBlocker.start.mockClear();
    powerSaveBlocker.stop.mockClear();
    tell('batch.changed', batch(0.5));
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(0.5);
    expect(powerSaveBlocker.start).toHaveBeenCalledOnce();
    tell('batch.changed', { ...batch(0.5), isPaused: true });
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(-1);
    expect(powerSaveBlocker.stop).toHaveBeenCalledOnce();
    tell('batch.changed', batch(0.6, { waitingFor: 'The disk is full' }));
    expect(powerSaveBlocker.start).toHaveBeenCalledOnce();
    tell('batch.changed', batch(0.7));
    tell('batch.forgotten', { batchId: 'b' });
    expect(theWindow().setProgressBar).toHaveBeenLastCalledWith(-1);
  });

  test('of a batch that is done is told when nobody looks, and only then', () => {
    for (const focused of [true, false]) {
      theWindow().focused = focused;
      tell('batch.changed', batch(0.9));
      tell('batch.changed', batch(1, { isFinished: true }));
      tell('batch.changed', batch(1, { isFinished: true }));
      expect(FakeNotification.shown).toHaveLength(focused ? 0 : 1);
    }
    expect(FakeNotification.shown[0]?.options.body).toBe('3 photos are done, 1 failed.');
    theWindow().focus.mockClear();
    FakeNotification.shown[0]?.emit('click');
    expect(theWindow().focus).toHaveBeenCalledOnce();
  });
});

test('the theme is the one of the settings, from the first moment and at every change', async () => {
  expect(nativeTheme.themeSource).toBe('system');
  tell('settings.changed', { theme: 'dark', language: 'system' });
  expect(nativeTheme.themeSource).toBe('dark');
  expect(theWindow().options.backgroundColor).toMatch(/^#[0-9a-f]{6}$/);
});

describe('the language', () => {
  afterAll(() => tell('settings.changed', { theme: 'system', language: 'system' }));

  test('is the one of the settings, in menus that are made anew, what the system says of the program, and messages', async () => {
    expect(menuItem('File', 'Add photos…')).toBeDefined();
    const before = Menu.setApplicationMenu.mock.calls.length;
    tell('settings.changed', { theme: 'system', language: 'en' });
    expect(Menu.setApplicationMenu.mock.calls).toHaveLength(before);
    tell('settings.changed', { theme: 'system', language: 'de' });
    expect(Menu.setApplicationMenu.mock.calls).toHaveLength(before + 1);
    expect(app.setAboutPanelOptions.mock.lastCall).toMatchObject([{ copyright: 'Die Autoren von Telewide' }]);
    FakeNotification.shown = [];
    theWindow().focused = false;
    tell('batch.changed', batch(0.9));
    tell('batch.changed', batch(1, { isFinished: true }));
    theWindow().focused = true;
    expect(FakeNotification.shown[0]?.options.body).toBe('3 Fotos sind fertig, 1 fehlgeschlagen.');

    choose(process.platform === 'darwin' ? 'Ablage' : 'Datei', 'Fotos hinzufügen …');
    await vi.waitUntil(() => dialog.showOpenDialog.mock.calls.length === 1);
    expect(dialog.showOpenDialog.mock.calls[0]?.slice(-1)).toMatchObject([{ title: 'Fotos hinzufügen' }]);
  });

  test('says why a file could not be opened', async () => {
    const before = asked('project.open').length;
    app.emit('open-file', { preventDefault: vi.fn() }, inRoot('gone.telewide'));
    await expect.poll(() => asked('project.open').length).toBe(before + 1);
    refuse('project.open', 'Expected a project of Telewide. Choose another file.');
    await expect.poll(() => dialog.showMessageBox.mock.calls.length).toBe(1);
    expect(dialog.showMessageBox.mock.calls[0]?.slice(-1)).toMatchObject([
      {
        message: 'gone.telewide ließ sich nicht öffnen',
        detail: 'Expected a project of Telewide. Choose another file.',
      },
    ]);
  });

  test('of the system is spoken until a person chose', () => {
    app.getLocale.mockReturnValueOnce('de-AT');
    tell('settings.changed', { theme: 'system', language: 'system' });
    expect(menuItem('help').label).toBe('&Hilfe');
    tell('settings.changed', { theme: 'system', language: 'system' });
    expect(menuItem('help').label).toBe('&Help');
  });
});

test('folders are added by a dialog of their own, many at once', async () => {
  mkdirSync(inRoot('holiday'));
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [inRoot('holiday')] });
  choose('File', 'Add folder…');
  await expect.poll(() => asked('photos.add')).toContainEqual({ paths: [inRoot('holiday')] });
  answer('photos.add', { jobId: 'j' });
  expect(dialog.showOpenDialog.mock.calls[0]?.slice(-1)).toMatchObject([
    { properties: ['openDirectory', 'multiSelections'] },
  ]);
});

describe('a page in trouble', () => {
  test('that crashes is loaded again, and after three times within a minute the person is asked', async () => {
    theWindow().reload.mockClear();
    const crash = (): void => void theWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    theWindow().webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(theWindow().reload).not.toHaveBeenCalled();
    crash();
    crash();
    expect(theWindow().reload).toHaveBeenCalledTimes(2);
    dialog.showMessageBox.mockResolvedValueOnce({ response: 0 });
    crash();
    await expect.poll(() => theWindow().reload.mock.calls.length).toBe(3);
    expect(dialog.showMessageBox).toHaveBeenCalledOnce();
  });

  test('that does not answer is loaded again, waited for or closed as the person says, who is asked once', async () => {
    theWindow().reload.mockClear();
    theWindow().emit('unresponsive');
    theWindow().emit('unresponsive');
    await expect.poll(() => dialog.showMessageBox.mock.calls.length).toBe(1);
    expect(theWindow().reload).not.toHaveBeenCalled();
    await Promise.resolve();
    dialog.showMessageBox.mockResolvedValueOnce({ response: 0 });
    theWindow().emit('unresponsive');
    await expect.poll(() => theWindow().reload.mock.calls.length).toBe(1);
    dialog.showMessageBox.mockResolvedValueOnce({ response: 2 });
    theWindow().emit('unresponsive');
    await expect.poll(() => app.quit.mock.calls.length).toBe(1);
  });
});

describe('help', () => {
  test('says what this program is, with its versions and what it ships with', () => {
    expect(app.setAboutPanelOptions.mock.calls[0]).toMatchObject([
      { applicationName: 'Telewide', applicationVersion: version, copyright: 'The Telewide authors' },
    ]);
    const [about] = app.setAboutPanelOptions.mock.calls[0] as [{ version: string; credits: string }];
    expect(about.version).toContain(`Node ${process.versions.node}`);
    expect(about.credits).toContain('Apache-2.0');
  });

  test('opens the folder of the logs', () => {
    choose('help', 'Show the log folder');
    expect(shell.openPath).toHaveBeenLastCalledWith(join(root, 'data', 'logs'));
  });

  test('opens the sample pair as a beginning', async () => {
    choose('help', 'Try the sample pair');
    await expect.poll(() => asked('photos.add-sample')).toEqual([{}]);
    answer('photos.add-sample', { jobId: 'j' });
  });

  test.each([
    ['Copy diagnostics', false],
    ['Copy diagnostics with file names', true],
  ])('%s: file names are in it: %s', async (label, hasNames) => {
    clipboard.writeText.mockClear();
    const secret = join(root, 'My holiday', 'grandma at the sea.jpg');
    writeFileSync(
      join(root, 'data', 'logs', 'engine.log'),
      `2026 error ${secret} could not be read: grandma at the sea.jpg\n`,
    );
    const before = asked('devices.list').length;
    choose('help', label);
    await expect.poll(() => asked('devices.list').length).toBe(before + 1);
    answer('devices.list', [{ name: 'cpu', usable: true }]);
    await expect.poll(() => asked('models.list').length).toBe(before + 1);
    answer('models.list', [{ id: 'fast' }]);
    await expect.poll(() => asked('settings.read').length).toBeGreaterThan(before + 1);
    answer('settings.read', { theme: 'dark' });
    await expect.poll(() => clipboard.writeText.mock.calls.length).toBe(1);
    const [text] = clipboard.writeText.mock.calls[0] as [string];
    for (const expected of [`Telewide ${version}`, '"name":"cpu"', '"id":"fast"', 'could not be read']) {
      expect(text).toContain(expected);
    }
    expect(text.includes('grandma')).toBe(hasNames);
    expect(text.includes('My holiday')).toBe(hasNames);
    expect(text.includes(root)).toBe(hasNames);
  });
});

describe('the menu bar', () => {
  test('hands the page its commands, whatever has the focus there', async () => {
    const heard: unknown[] = [];
    const ports: FakePort[] = [];
    const postMessage = (_channel: string, _message: unknown, sent: FakePort[]): void => void ports.push(...sent);
    ipcMain.emit(desktopChannels.connect, { senderFrame: { url: 'telewide://app/', parent: null, postMessage } });
    ports[0]?.on('message', ({ data }: { data: unknown }) => heard.push(data));
    choose(process.platform === 'darwin' ? 'appMenu' : 'File', 'Settings…');
    choose('help', 'Keyboard shortcuts');
    await expect
      .poll(() => heard)
      .toEqual(
        expect.arrayContaining([
          { event: 'command.run', payload: { id: 'open-settings' } },
          { event: 'command.run', payload: { id: 'show-shortcuts' } },
        ]),
      );
    ports[0]?.other?.emit('close');
  });

  test.each<[NodeJS.Platform, string[], string[], string]>([
    [
      'darwin',
      ['appMenu', 'File', 'editMenu', 'View', 'windowMenu', 'help'],
      ['about', 'services', 'hide', 'quit'],
      'close',
    ],
    ['win32', ['File', 'editMenu', 'View', 'windowMenu', 'help'], [], 'quit'],
    ['linux', ['File', 'editMenu', 'View', 'windowMenu', 'help'], [], 'quit'],
  ])('is laid out as on %s', async (platform, names, ownRoles, lastOfFile) => {
    vi.stubGlobal('process', Object.create(process, { platform: { value: platform } }));
    const { setMenu } = await import('../../../../main/shells/desktop/menu.ts');
    const nothing = (): void => undefined;
    const help = { describe: nothing, showLogs: nothing, showLicences: nothing, copyDiagnostics: nothing };
    setMenu(
      {
        addPhotos: nothing,
        addFolder: nothing,
        openProject: nothing,
        saveProject: nothing,
        openRecent: nothing,
        clearRecent: nothing,
        openSamplePair: nothing,
        runCommand: nothing,
        help,
      },
      [],
      english(platform).menu,
    );
    vi.unstubAllGlobals();
    const bar = Menu.setApplicationMenu.mock.lastCall?.[0] as Item[];
    expect(bar.map(({ label, role }) => role ?? label?.replace('&', ''))).toEqual(names);
    if (ownRoles.length > 0) expect(bar[0]?.submenu?.map(({ role }) => role)).toEqual(expect.arrayContaining(ownRoles));
    expect(menuItem('File').submenu?.at(-1)?.role).toBe(lastOfFile);
    expect(menuItem('help').submenu?.some(({ role }) => role === 'about')).toBe(platform !== 'darwin');
  });
});

function deferred(): { promise: Promise<undefined>; resolve: (value: undefined) => void } {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((done) => (resolve = done));
  return { promise, resolve };
}

test('a project that names photos elsewhere is opened when the person says so, and not before', async () => {
  const project = inRoot('theirs.telewide');
  const photos = [inRoot('beside.jpg'), '/elsewhere/a.jpg', '//server/share/b.jpg'];
  const named = photos.map((path, index) => ({ id: `${index}`.repeat(16), path }));
  writeFileSync(project, JSON.stringify({ ...emptyProject, photos: named }));
  const before = asked('project.open').length;
  dialog.showMessageBox.mockResolvedValueOnce({ response: 1 });
  app.emit('open-file', { preventDefault: vi.fn() }, project);
  await expect.poll(() => dialog.showMessageBox.mock.calls.length).toBe(1);
  expect(dialog.showMessageBox.mock.calls[0]?.slice(-1)).toMatchObject([
    { detail: '/elsewhere/a.jpg\n//server/share/b.jpg', defaultId: 1, cancelId: 1 },
  ]);
  dialog.showMessageBox.mockResolvedValueOnce({ response: 0 });
  app.emit('open-file', { preventDefault: vi.fn() }, project);
  await expect.poll(() => asked('project.open').slice(before)).toEqual([{ path: project }]);
  answer('project.open', null);
});
