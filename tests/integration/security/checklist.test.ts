import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { desktopChannels } from '#contract/desktop-channels';
import { FakeWindow, fakeElectron, type FakePort } from '../../support/fake-electron.ts';

vi.mock('electron', async () => (await import('../../support/fake-electron.ts')).fakeElectron);

/**
 * Electron's own security checklist (electronjs.org/docs/latest/tutorial/security), a test per point and in its order, then
 * what we ask of ourselves besides. The desktop program runs against a stand-in of Electron.
 */
const { app, ipcMain, protocol, session } = fakeElectron;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const packaged = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Record<string, unknown>;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telewide-security-'));
  vi.stubEnv('TELEWIDE_DATA', join(folder, 'data'));
  process.argv = ['telewide'];
  await import('../../../main/shells/desktop/desktop.ts');
  await vi.waitUntil(() => FakeWindow.all.length === 1);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function theWindow(): FakeWindow {
  const [window] = FakeWindow.all;
  if (window === undefined) throw new Error('No window was opened');
  return window;
}

function preferences(): Electron.WebPreferences {
  return theWindow().options.webPreferences ?? {};
}

function ask(url: string, method = 'GET'): Promise<Response> {
  const [, answer] = protocol.handle.mock.calls[0] as [
    string,
    (request: { url: string; method: string }) => Promise<Response>,
  ];
  return answer({ url, method });
}

function isCancelled(url: string): boolean {
  const [onRequest] = session.defaultSession.webRequest.onBeforeRequest.mock.calls[0] as [
    (details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void,
  ];
  let cancelled = false;
  onRequest({ url }, ({ cancel }) => (cancelled = cancel));
  return cancelled;
}

/** Every file of ours that runs on the desktop, in the main process, in preload or in the page. */
function sourcesIn(...folders: string[]): { path: string; text: string }[] {
  return folders.flatMap((name) =>
    readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|svelte|html|css|svg)$/.test(path))
      .map((path) => ({ path: join(name, path), text: readFileSync(join(root, name, path), 'utf8') })),
  );
}

function sourcesThat(pattern: RegExp, ...folders: string[]): string[] {
  return sourcesIn(...folders).flatMap(({ path, text }) => (pattern.test(text) ? [path] : []));
}

const foreign = [
  'https://example.com/',
  'http://127.0.0.1/',
  'ws://example.com/',
  'file:///etc/passwd',
  'telewide://other/',
];

describe("Electron's checklist", () => {
  test('1. only secure content is loaded: every request beyond our own scheme is cancelled', () => {
    expect(theWindow().loadURL.mock.calls).toEqual([['telewide://app/']]);
    for (const url of foreign) expect(isCancelled(url), url).toBe(true);
    expect(isCancelled('telewide://app/assets/index.js')).toBe(false);
  });

  test('2. no Node in the page', () => {
    expect(preferences()).toMatchObject({ nodeIntegration: false });
    expect(preferences().nodeIntegrationInWorker ?? false).toBe(false);
    expect(preferences().nodeIntegrationInSubFrames ?? false).toBe(false);
  });

  test('3. context isolation', () => expect(preferences().contextIsolation).toBe(true));

  test('4. the sandbox, for this page and whatever else there may be', () => {
    expect(preferences().sandbox).toBe(true);
    expect(app.enableSandbox).toHaveBeenCalledOnce();
    expect(app.enableSandbox.mock.invocationCallOrder[0]).toBeLessThan(app.whenReady.mock.invocationCallOrder[0] ?? 0);
  });

  test('5. permissions are refused, asked for, checked or of a device', () => {
    const { setPermissionRequestHandler, setPermissionCheckHandler, setDevicePermissionHandler } =
      session.defaultSession;
    const decide = vi.fn();
    (setPermissionRequestHandler.mock.calls[0]?.[0] as (...given: unknown[]) => void)({}, 'media', decide);
    expect(decide.mock.calls).toEqual([[false]]);
    expect((setPermissionCheckHandler.mock.calls[0]?.[0] as () => boolean)()).toBe(false);
    expect((setDevicePermissionHandler.mock.calls[0]?.[0] as () => boolean)()).toBe(false);
  });

  test('6. web security is on', () => expect(preferences().webSecurity ?? true).toBe(true));

  test('7. every answer carries a policy: nothing inline, nothing evaluated, nothing from elsewhere', async () => {
    for (const url of ['telewide://app/', 'telewide://app/nowhere', 'telewide://other/']) {
      const policy = (await ask(url)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toMatch(/style-src 'self'(;|$)/);
      expect(policy).toMatch(/connect-src 'self'(;|$)/);
      for (const part of ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
        expect(policy).toContain(part);
      expect(policy).not.toMatch(/unsafe-|https?:|ws:|\*/);
    }
    expect(readFileSync(join(root, 'renderer/index.html'), 'utf8')).not.toMatch(/<script(?![^>]*src=)|style=|\son\w+=/);
  });

  test('8. insecure content is not allowed to run', () =>
    expect(preferences().allowRunningInsecureContent ?? false).toBe(false));

  test('9. no experimental features', () => expect(preferences().experimentalFeatures ?? false).toBe(false));

  test('10. no features of Blink are switched on', () => {
    expect(preferences().enableBlinkFeatures).toBeUndefined();
    const switches = (app.commandLine.appendSwitch.mock.calls as string[][]).map(([name]) => name);
    expect(switches.filter((name) => /^enable-|unsafe|disable-web-security|no-sandbox/.test(name ?? ''))).toEqual([]);
  });

  test('11. no webview, hence none with popups', () => {
    expect(preferences().webviewTag).toBe(false);
    expect(sourcesThat(/<webview|allowpopups/, 'renderer')).toEqual([]);
  });

  test('12. a webview that is attached all the same is refused', () => {
    const event = { preventDefault: vi.fn() };
    theWindow().webContents.emit('will-attach-webview', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  test('13. the page, and a frame of it, stays where it is', () => {
    for (const name of ['will-frame-navigate', 'will-redirect']) {
      for (const url of [...foreign, 'telewide://app/elsewhere']) {
        const event = { url, preventDefault: vi.fn() };
        theWindow().webContents.emit(name, event);
        expect(event.preventDefault, `${name} ${url}`).toHaveBeenCalledOnce();
      }
    }
  });

  test('14. no page opens a window', () => {
    for (const url of [...foreign, 'telewide://app/', 'about:blank']) {
      expect(theWindow().webContents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    }
  });

  test('15. nothing is handed to the system to open by an address', () => {
    expect(sourcesThat(/openExternal/, 'main/shells/desktop', 'preload')).toEqual([]);
  });

  test('16. Electron is of one known version, with the Chromium that the page is built for or a newer one', () => {
    const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: { electron: string };
    };
    expect(ours.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(ours.devDependencies.electron)).toBeGreaterThanOrEqual(45);
  });

  test('17. the sender of every message is looked at, whichever message it is', () => {
    expect(ipcMain.eventNames().sort()).toEqual([desktopChannels.connect, desktopChannels.dropped].sort());
    const foreignSenders = [
      null,
      ...foreign.map((url) => ({ url, parent: null, postMessage: vi.fn() })),
      { url: 'telewide://app/', parent: {}, postMessage: vi.fn() },
    ];
    const granted = join(folder, 'never-dropped.jpg');
    for (const channel of ipcMain.eventNames()) {
      for (const senderFrame of foreignSenders) {
        ipcMain.emit(channel, { senderFrame }, granted);
        expect(senderFrame?.postMessage ?? vi.fn(), String(channel)).not.toHaveBeenCalled();
      }
    }
  });

  test('18. a scheme of our own in place of file:, and no path leads out of it', async () => {
    const outside = join(folder, 'data', 'secret.txt');
    const provenance = join(folder, 'data', 'cache', 'provenance');
    mkdirSync(provenance, { recursive: true });
    writeFileSync(outside, 'secret');
    if (process.platform !== 'win32') symlinkSync(outside, join(provenance, '0123456789abcdef.png'));
    const ways = [
      '../package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '..\\..\\package.json',
      '..%5c..%5cpackage.json',
      '/etc/passwd',
      '//etc/passwd',
      'media/provenance/../../../secret.txt',
      'media/provenance/..%2f..%2f..%2fsecret.txt',
      'media/provenance/0123456789abcdef.png',
      'media/pyramid/../../0/0_0.webp',
      'index.html%00.js',
      'C:/Windows/win.ini',
      'settings.json',
    ];
    for (const way of ways) {
      const answer = await ask(`telewide://app/${way}`);
      expect(answer.status, way).toBe(404);
      expect(await answer.text(), way).not.toContain('secret');
    }
    expect((await ask('telewide://other/index.html')).status).toBe(404);
    expect((await ask('telewide://app/index.html', 'POST')).status).toBeGreaterThanOrEqual(400);
  });

  test('19. fuses and the integrity of the archive', () => {
    expect(packaged.asar).toBe(true);
    expect(packaged.electronFuses).toEqual({
      // Why this one is on stands in main/decisions/0014-the-program-is-also-node.md.
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      loadBrowserProcessSpecificV8Snapshot: false,
      enableCookieEncryption: false,
    });
  });

  test('20. the page gets one function, and no part of Electron', () => {
    const preload = readFileSync(join(root, 'preload/preload.ts'), 'utf8');
    expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    const exposed = /exposeInMainWorld\('telewide', \{(.*?)\n\}\);/s.exec(preload)?.[1] ?? '';
    expect(exposed.match(/^ {2}\w+\(/gm)).toEqual(['  pathOf(']);
    expect(exposed).not.toMatch(/ipcRenderer[,;\n]|ipcRenderer\.(invoke|on)/);
  });
});

describe('and besides', () => {
  test('no file of the page names an address of another machine', () => {
    const elsewhere = /(https?|wss?):\/\/(?!www\.w3\.org\/|127\.0\.0\.1|\$\{)/;
    expect(sourcesThat(elsewhere, 'renderer', 'preload', 'main/shells/desktop')).toEqual([]);
  });

  test('nothing reports home and nothing looks for updates', () => {
    const pattern = /crashReporter|autoUpdater|electron-updater|\bsentry\b|analytics|telemetry/i;
    // One file names onnxruntime's telemetry: to switch it off.
    const found = sourcesThat(pattern, 'main', 'preload', 'renderer').filter((path) => !path.endsWith('.md'));
    expect(found).toEqual(['main/core/runtime/onnxruntime.ts']);
    expect(packaged.publish).toBeNull();
  });

  test('only the contract is reached over the port that the page gets', async () => {
    const port = connect();
    port.postMessage({ id: 1, name: 'settings.read.constructor', params: {} });
    port.postMessage({ id: 2, name: '__proto__', params: {} });
    port.postMessage({ id: 3, name: 'photos.add', params: { paths: ['/etc/passwd'] } });
    await vi.waitUntil(() => heard.length >= 3);
    expect(heard.map(({ id, error }) => [id, error?.code]).sort()).toEqual([
      [1, 'invalid-request'],
      [2, 'invalid-request'],
      [3, 'not-allowed'],
    ]);
  });

  test('the page downloads nothing', () => {
    const event = { preventDefault: vi.fn() };
    session.defaultSession.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  test('Chromium itself finds no host and asks for no updates of its parts', () => {
    const switches = new Map(app.commandLine.appendSwitch.mock.calls as unknown as [string, string | undefined][]);
    expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    expect(switches.get('proxy-server')).toBe('127.0.0.1:9');
    expect(switches.get('proxy-bypass-list')).toBe('<-loopback>');
    expect([...switches.keys()]).toEqual(
      expect.arrayContaining(['disable-background-networking', 'disable-component-update', 'no-pings']),
    );
  });

  test("no photo lies in the system's folder for temporary files, where a killed program leaves it: colour profiles may", () => {
    expect(sourcesThat(/\btmpdir\(/, 'main')).toEqual(['main/core/photos/colour/colour-profile.ts']);
  });

  test('on macOS two entitlements are asked for, and none that lends a device or lets others in', () => {
    const asked = readFileSync(join(root, 'packaging/macos/entitlements.plist'), 'utf8').matchAll(/<key>(.*?)<\/key>/g);
    const names = ['allow-jit', 'disable-library-validation'].map((name) => `com.apple.security.cs.${name}`);
    expect([...asked].map(([, name]) => name)).toEqual(names);
  });

  test('the engine process serves nobody but its parent: it opens no port', () => {
    expect(sourcesThat(/createServer|\.listen\(\d|WebSocketServer/, 'main/core', 'main/shells/desktop')).toEqual([]);
  });
});

const heard: { id?: number; error?: { code: string } }[] = [];

/** A port as our own page gets it. */
function connect(): FakePort {
  const ports: FakePort[] = [];
  const senderFrame = {
    url: 'telewide://app/',
    parent: null,
    postMessage: (_channel: string, _message: unknown, sent: typeof ports) => void ports.push(...sent),
  };
  ipcMain.emit(desktopChannels.connect, { senderFrame });
  const [port] = ports;
  if (port === undefined) throw new Error('No port was handed out');
  port.on('message', ({ data }: { data: (typeof heard)[number] }) => {
    if (data.id !== undefined) heard.push(data);
  });
  return port;
}
