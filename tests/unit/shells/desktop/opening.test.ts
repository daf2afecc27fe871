import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { emptyProject } from '#contract/project-document';
import {
  inRoot,
  theWindow,
  asked,
  answer,
  refuse,
  menuItem,
  choose,
  startDesktopProgram,
} from '../../../support/desktop-program.ts';
import { fakeElectron } from '../../../support/fake-electron.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron);

const { app, dialog } = fakeElectron;

startDesktopProgram();

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
    app.emit(
      'second-instance',
      {},
      ['telewide', '--flag', 'second.heic', inRoot('first.jpg'), 'nowhere.jpg'],
      inRoot(''),
    );
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
      .poll(() => JSON.parse(readFileSync(inRoot('data/recent-projects.json'), 'utf8')) as unknown)
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
    expect(dialog.showOpenDialog.mock.calls.at(-1)?.slice(-1)).toMatchObject([{ defaultPath: inRoot('') }]);
  });

  test('can be forgotten', async () => {
    choose('File', 'Open recent', 'Clear the list');
    expect(app.clearRecentDocuments).toHaveBeenCalledOnce();
    await expect.poll(() => menuItem('File', 'Open recent').submenu).toHaveLength(1);
    expect(menuItem('File', 'Open recent', 'Clear the list').enabled).toBe(false);
  });
});

test('dialogs remember their folders, each kind its own', async () => {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [join(inRoot(''), 'folder', 'a.jpg')] });
  choose('File', 'Add photos…');
  await vi.waitUntil(() => dialog.showOpenDialog.mock.calls.length === 1);
  await expect
    .poll(() => JSON.parse(readFileSync(join(inRoot('data'), 'dialog-folders.json'), 'utf8')) as unknown)
    .toEqual({ photos: inRoot('folder'), project: inRoot('') });
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
