import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { desktopChannels } from '#contract/desktop-channels';
import { version } from '#contract/version';
import { english } from '../../../../main/shells/desktop/words/english.ts';
import {
  inRoot,
  theWindow,
  asked,
  answer,
  menuItem,
  choose,
  startDesktopProgram,
  type Item,
} from '../../../support/desktop-program.ts';
import { fakeElectron, type FakePort } from '../../../support/fake-electron.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron);

const { app, clipboard, dialog, ipcMain, Menu, shell } = fakeElectron;

startDesktopProgram();

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
    expect(shell.openPath).toHaveBeenLastCalledWith(join(inRoot('data'), 'logs'));
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
    const secret = join(inRoot(''), 'My holiday', 'grandma at the sea.jpg');
    writeFileSync(
      join(inRoot('data'), 'logs', 'engine.log'),
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
    expect(text.includes(inRoot(''))).toBe(hasNames);
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
