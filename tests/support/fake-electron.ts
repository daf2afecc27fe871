import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** What the desktop shell's tests see of Electron: everything it was asked to do, and a way to make things happen. */
export class FakeWebContents extends EventEmitter {
  readonly startDrag = vi.fn();
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
}

export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  readonly webContents = new FakeWebContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly loadURL = vi.fn(async () => undefined);
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly reload = vi.fn();
  readonly maximize = vi.fn();
  readonly setProgressBar = vi.fn();
  focused = true;
  bounds = { x: 10, y: 20, width: 1000, height: 700 };
  minimized = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    FakeWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  isFocused(): boolean {
    return this.focused;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isMaximized(): boolean {
    return false;
  }

  getNormalBounds(): FakeWindow['bounds'] {
    return this.bounds;
  }
}

/** One end of a channel; what is posted arrives at the other end. */
export class FakePort extends EventEmitter {
  other: FakePort | null = null;
  readonly start = vi.fn();

  postMessage(data: unknown): void {
    const { other } = this;
    queueMicrotask(() => other?.emit('message', { data: structuredClone(data) }));
  }
}

export class FakeChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

export class FakeUtilityProcess extends EventEmitter {
  static all: FakeUtilityProcess[] = [];
  readonly asked: { id: number; name: string; params: unknown }[] = [];
  readonly stdout = null;
  readonly stderr = null;
  readonly program: string;
  readonly programArguments: string[];

  constructor(program: string, programArguments: string[]) {
    super();
    this.program = program;
    this.programArguments = programArguments;
    FakeUtilityProcess.all.push(this);
  }

  postMessage(message: FakeUtilityProcess['asked'][number]): void {
    this.asked.push(message);
  }

  kill(): boolean {
    this.emit('exit', 0);
    return true;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true;
  readonly requestSingleInstanceLock = vi.fn(() => true);
  readonly whenReady = vi.fn(async () => undefined);
  readonly setPath = vi.fn();
  readonly getPath = vi.fn(() => '/pictures');
  readonly getLocale = vi.fn(() => 'en-GB');
  readonly getFileIcon = vi.fn(async (path: string) => `icon of ${path}`);
  readonly quit = vi.fn();
  readonly exit = vi.fn();
  readonly enableSandbox = vi.fn();
  readonly setAppUserModelId = vi.fn();
  readonly isReady = vi.fn(() => true);
  readonly addRecentDocument = vi.fn();
  readonly clearRecentDocuments = vi.fn();
  readonly setAboutPanelOptions = vi.fn();
  readonly commandLine = { appendSwitch: vi.fn() };
}

/** What the system was asked to tell a person. */
export class FakeNotification extends EventEmitter {
  static shown: FakeNotification[] = [];
  static readonly isSupported = vi.fn(() => true);
  readonly options: Electron.NotificationConstructorOptions;

  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  show(): void {
    FakeNotification.shown.push(this);
  }
}

class FakePowerMonitor extends EventEmitter {
  readonly isOnBatteryPower = vi.fn(() => false);
}

const app = new FakeApp();

const fakeSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: vi.fn(),
  setPermissionCheckHandler: vi.fn(),
  setDevicePermissionHandler: vi.fn(),
  webRequest: { onBeforeRequest: vi.fn() },
});

/** The module as `vi.mock('electron', …)` gives it. */
export const fakeElectron = {
  app,
  BrowserWindow: FakeWindow,
  MessageChannelMain: FakeChannel,
  ipcMain: new EventEmitter(),
  powerMonitor: new FakePowerMonitor(),
  session: { defaultSession: fakeSession },
  protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
  Notification: FakeNotification,
  nativeTheme: { themeSource: 'system', shouldUseDarkColors: false },
  powerSaveBlocker: { start: vi.fn(() => 7), stop: vi.fn() },
  clipboard: { writeText: vi.fn(), write: vi.fn(async () => undefined) },
  ClipboardItem: class {
    readonly items: Record<string, Blob>;
    constructor(items: Record<string, Blob>) {
      this.items = items;
    }
  },
  shell: { openPath: vi.fn(async () => ''), showItemInFolder: vi.fn() },
  screen: { getAllDisplays: vi.fn(() => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }]) },
  dialog: {
    showOpenDialog: vi.fn(async () => ({ canceled: true, filePaths: [] as string[] })),
    showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
    showMessageBox: vi.fn(async () => ({ response: 1 })),
  },
  Menu: { setApplicationMenu: vi.fn(), buildFromTemplate: vi.fn((template: unknown) => template) },
  utilityProcess: {
    fork: vi.fn((program: string, programArguments: string[]) => new FakeUtilityProcess(program, programArguments)),
  },
};
