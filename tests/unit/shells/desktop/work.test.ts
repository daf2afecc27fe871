import { afterAll, describe, expect, test, vi } from 'vitest';
import {
  inRoot,
  theWindow,
  asked,
  refuse,
  tell,
  menuItem,
  choose,
  startDesktopProgram,
} from '../../../support/desktop-program.ts';
import { FakeNotification, fakeElectron } from '../../../support/fake-electron.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron);

const { app, dialog, Menu, nativeTheme, powerSaveBlocker } = fakeElectron;

startDesktopProgram();

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
