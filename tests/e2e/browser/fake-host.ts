import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { MethodName } from '#contract/api';
import { toWireError } from '#contract/errors';
import type { Call } from '#contract/transport';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import { makeFakePictures, type FakePictures } from './fake-pictures.ts';

/** The built page, served with the real shells' content policy, and a playing engine behind it. */
export interface FakeHost {
  readonly url: string;
  readonly engine: FakeEngine;
  /** Names of the files that were uploaded. */
  readonly uploads: string[];
  /** Cuts every page's pipe, as when the program behind it ends; pages may come back at once. */
  dropConnections(): void;
  close(): Promise<void>;
}

const pageFolder = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export async function startFakeHost(pictures: FakePictures = makeFakePictures()): Promise<FakeHost> {
  const sockets = new WebSocketServer({ noServer: true });
  const engine = createFakeEngine(pictures, (event, payload) => {
    for (const socket of sockets.clients) socket.send(JSON.stringify({ event, payload }));
  });
  const uploads: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, pictures, uploads);
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      accepted.send(JSON.stringify({ event: 'engine.changed', payload: { name: 'ready' } }));
      accepted.on('message', (data: Buffer) => {
        void respond(engine, JSON.parse(data.toString()) as Call).then((reply) => accepted.send(JSON.stringify(reply)));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    engine,
    uploads,
    dropConnections() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(engine: FakeEngine, { id, name, params }: Call): Promise<object> {
  engine.calls.push({ name, params });
  try {
    const handler = engine.handlers[name as MethodName] as (given: unknown) => unknown;
    return { id, result: await handler(params) };
  } catch (error) {
    return { id, error: toWireError(error) };
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pictures: FakePictures,
  uploads: string[],
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const send = (status: number, type: string, body: Buffer | string): void => {
    response.writeHead(status, { 'content-type': type, 'content-security-policy': contentPolicy });
    response.end(body);
  };
  const tile = /^\/media\/pyramid\/([0-9a-f]+)\/(\d+)\/(\d+)_(\d+)\.webp$/.exec(pathname);
  if (tile !== null) {
    const [, key = '', level, column, row] = tile;
    const picture = await pictures.tile(key, Number(level), Number(column), Number(row));
    send(picture === null ? 404 : 200, 'image/webp', picture ?? '');
  } else if (pathname.startsWith('/media/thumbnail/')) {
    const isTele = /[13579]\/(?:full|preview)/.test(pathname);
    send(200, 'image/webp', (await pictures.tile((isTele ? pictures.tele : pictures.wide).key, 0, 0, 0)) ?? '');
  } else if (pathname.startsWith('/media/provenance/')) {
    send(200, 'image/png', await pictures.provenance());
  } else if (pathname.startsWith('/media/download/')) {
    send(200, 'application/octet-stream', 'a photo');
  } else if (pathname === '/upload') {
    const name = searchParams.get('name') ?? '';
    await consumed(request);
    uploads.push(name);
    send(200, 'application/json', JSON.stringify({ path: `/uploads/${name}` }));
  } else {
    const file = join(pageFolder, pathname === '/' ? 'index.html' : pathname);
    const body = await readFile(file).catch(() => null);
    send(body === null ? 404 : 200, types[extname(file)] ?? 'application/octet-stream', body ?? 'Not here');
  }
}

function consumed(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    request.on('end', resolve);
    request.resume();
  });
}
