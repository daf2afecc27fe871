import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { EngineMethodName, ParamsOf, ShellMethodName } from '#contract/api';
import { silentLog } from '#core/ground/disk/log-file';
import { startWebShell, type WebShell } from '../../main/shells/web/web-shell.ts';
import { buildFakeEngine } from './build-fake-engine.ts';
import { ask } from './raw-http.ts';

/** A real web shell with a real engine process that holds a fake core, and a folder for each of its things. */
export interface RunningWebShell {
  shell: WebShell;
  port: number;
  token: string;
  cookie: string;
  /** The folder that the page's addresses lie in, between slashes. */
  place: string;
  folder: (name: 'data' | 'page' | 'photos' | 'elsewhere') => string;
  close(): Promise<void>;
}

export async function runWebShell(options: { uploadLimit?: number } = {}): Promise<RunningWebShell> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-web-')));
  const folder = (name: string): string => join(root, name);
  for (const name of ['data', 'page', 'photos', 'elsewhere', 'program']) mkdirSync(folder(name));
  writeFileSync(join(folder('page'), 'index.html'), '<!doctype html><title>Telewide</title>');
  await buildFakeEngine(folder('program'));
  const shell = await startWebShell({
    port: 0,
    dataFolder: folder('data'),
    resourcesFolder: root,
    programFolder: folder('program'),
    pageFolder: folder('page'),
    allowedFolders: [folder('photos')],
    log: silentLog,
    ...options,
  });
  const { port: portText, searchParams } = new URL(shell.url);
  const port = Number(portText);
  const token = searchParams.get('token') ?? '';
  const entry = await ask(port, { path: `/?token=${token}` });
  return {
    shell,
    port,
    token,
    place: entry.headers.location ?? '',
    cookie: (entry.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '',
    folder,
    async close() {
      await shell.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** One page, connected as a browser connects. */
export interface Page {
  socket: WebSocket;
  heard: {
    event?: string;
    payload?: unknown;
    id?: number;
    result?: unknown;
    error?: { code: string; message: string };
  }[];
  call<Name extends EngineMethodName | ShellMethodName>(
    name: Name,
    params: ParamsOf<Name>,
  ): Promise<Page['heard'][number]>;
}

export async function openPage({ port, cookie, place }: RunningWebShell): Promise<Page> {
  const origin = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${place}pipe`, { origin, headers: { cookie } });
  const heard: Page['heard'] = [];
  const waiting = new Map<number, (answer: Page['heard'][number]) => void>();
  let lastId = 0;
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Page['heard'][number];
    heard.push(message);
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  return {
    socket,
    heard,
    call(name, params) {
      const id = ++lastId;
      return new Promise((done) => {
        waiting.set(id, done);
        socket.send(JSON.stringify({ id, name, params }));
      });
    },
  };
}
