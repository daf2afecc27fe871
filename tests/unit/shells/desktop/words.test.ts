import { describe, expect, test, vi } from 'vitest';
import { languages } from '#contract/messages';
import { fakeElectron } from '../../../support/fake-electron.ts';
import { catalogues, createSpokenWords } from '../../../../main/shells/desktop/words/spoken-words.ts';

vi.mock('electron', async () => (await import('../../../support/fake-electron.ts')).fakeElectron);

/** Every word of a catalogue by its path; functions are called with 2 for what they are given. */
function wordsOf(part: unknown, path = ''): [path: string, word: string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part === 'function') return [[path, String((part as (...given: unknown[]) => unknown)(2, 2))]];
  return Object.entries(part as object).flatMap(([name, word]) => wordsOf(word, `${path}.${name}`));
}

interface Item {
  label?: string;
  role?: string;
  type?: string;
  submenu?: Item[];
}

const platforms = ['darwin', 'win32', 'linux'] as const;

describe.each(platforms)('on %s', (platform) => {
  test('every language has every text, and each is its own', () => {
    const [english, ...others] = languages.map((language) => wordsOf(catalogues[language](platform)));
    const byPath = new Map(english);
    expect(byPath.size).toBeGreaterThan(50);
    for (const other of others) {
      expect(other.map(([path]) => path).sort()).toEqual([...byPath.keys()].sort());
      for (const [path, word] of other) {
        expect(word.trim(), path).not.toBe('');
        expect(word, path).not.toBe(byPath.get(path));
      }
    }
  });

  test('the German addresses nobody', () => {
    const texts = wordsOf(catalogues.de(platform)).map(([, word]) => word);
    expect(texts.filter((text) => /\b(du|dich|dir|dein\w*|Ihnen|Ihr\w*|ihr|euch)\b/.test(text))).toEqual([]);
  });

  test.each(languages)('no two entries of a menu are reached by the same letter (%s)', async (language) => {
    for (const { label = '', submenu = [] } of [
      { submenu: await menuOf(platform, language) },
      ...(await menuOf(platform, language)),
    ] as Item[]) {
      const letters = submenu.flatMap((item) => /&(.)/.exec(item.label ?? '')?.[1]?.toLowerCase() ?? []);
      expect(letters, label).toEqual([...new Set(letters)]);
    }
  });

  test('nothing in the menus is left to Electron, which would say it in English', async () => {
    const all = (items: Item[]): Item[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
    const unnamed = all(await menuOf(platform, 'de')).filter((item) => item.label === undefined);
    // The program's own menu has the program's name.
    expect(unnamed.filter(({ type, role }) => type !== 'separator' && role !== 'appMenu')).toEqual([]);
  });
});

test('the German is that of each system', () => {
  const [mac, windows] = [catalogues.de('darwin').menu, catalogues.de('win32').menu];
  expect([mac.file, mac.view, mac.quit, mac.undo]).toEqual(['Ablage', 'Darstellung', 'Telewide beenden', 'Widerrufen']);
  expect([windows.file, windows.view, windows.quit, windows.undo]).toEqual([
    '&Datei',
    '&Ansicht',
    '&Beenden',
    '&Rückgängig',
  ]);
});

test('numbers of photos are said as they are', () => {
  const [english, german] = [catalogues.en('linux').work, catalogues.de('linux').work];
  expect([english.batchDone(1, 0), german.batchDone(1, 0)]).toEqual(['One photo is done.', 'Ein Foto ist fertig.']);
  expect(english.batchDone(0, 2)).toBe('0 photos are done, 2 failed.');
});

test('words change when the setting does, and say whether they did', () => {
  const words = createSpokenWords('linux', () => ['de-CH']);
  expect(words.now.menu.help).toBe('&Hilfe');
  expect([words.speak('de'), words.speak('en'), words.speak('system')]).toEqual([false, true, true]);
  expect(words.now.menu.help).toBe('&Hilfe');
});

async function menuOf(platform: NodeJS.Platform, language: (typeof languages)[number]): Promise<Item[]> {
  const { setMenu } = await import('../../../../main/shells/desktop/menu.ts');
  vi.stubGlobal('process', { ...process, platform });
  const nothing = (): void => undefined;
  const help = { describe: nothing, showLogs: nothing, showLicences: nothing, copyDiagnostics: nothing };
  const actions = { openSamplePair: nothing, openRecent: nothing, clearRecent: nothing, addPhotos: nothing };
  const others = { runCommand: nothing, addFolder: nothing, openProject: nothing, saveProject: nothing, help };
  setMenu({ ...actions, ...others }, [], catalogues[language](platform).menu);
  vi.unstubAllGlobals();
  return fakeElectron.Menu.setApplicationMenu.mock.lastCall?.[0] as Item[];
}
