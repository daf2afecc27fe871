import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ShellMethodName } from '#contract/api';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { version } from '#contract/version';
import type { MethodTable } from '#core/core';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import type { Log } from '#core/ground/disk/log-file';
import { superviseEngine, type EngineProcess } from '#host/engine-supervisor';
import { lockDataFolder } from '#host/lock-data-folder';
import { createMediaRequests } from '#host/media-requests';
import { servePage } from '#host/page-connection';
import { createPageFiles } from '#host/page-files';
import { withPageHeaders } from '#host/page-policy';
import { createPathGrants, type PathGrants } from '#host/path-grants';
import { plainResponse } from '#host/send-file';
import { createAccessToken, type AccessToken } from './access-token.ts';
import { openDownloads, type Downloads } from './downloads.ts';
import { sendResponse, toRequest } from './fetch-bridge.ts';
import { forgetUploads } from './forget-uploads.ts';
import { forkEngine } from './fork-engine.ts';
import { createRequestGuard, type Refusal, type RequestGuard } from './request-guard.ts';
import { createUpload, defaultUploadLimit } from './upload.ts';
import { pipeOverWebSocket } from './websocket-pipe.ts';

export interface WebShellOptions {
  /** 0 for any free one. */
  port: number;
  dataFolder: string;
  resourcesFolder: string;
  programFolder: string;
  pageFolder: string;
  /** Besides its uploads, the page may open what lies in these. */
  allowedFolders: readonly string[];
  log: Log;
  startEngine?: () => EngineProcess;
  /** Bytes. */
  uploadLimit?: number;
}

export interface WebShell {
  /** With the token: whoever opens it has access. */
  readonly url: string;
  /** Ends the engine and all connections. */
  close(): Promise<void>;
}

/**
 * Serves the page, pixels, uploads and the pipe on 127.0.0.1, to whoever knows the token. `not-allowed` when the port is
 * taken or another Telewide uses the data folder.
 */
export async function startWebShell(options: WebShellOptions): Promise<WebShell> {
  const { log } = options;
  const data = dataFolderAt(options.dataFolder);
  const unlock = await lockDataFolder(data.root);
  await forgetUploads(data);
  const paths = createPathGrants();
  for (const folder of [data.uploads, ...options.allowedFolders]) paths.grantRead(folder);
  const downloads = await openDownloads(data.downloads, paths);

  const server = createServer();
  const port = await listen(server, options.port).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const token = createAccessToken();
  const place = `/${randomBytes(12).toString('hex')}/`;
  const guard = createRequestGuard({ port, token, place });
  const engine = superviseEngine({ startEngine: options.startEngine ?? (() => forkEngine(options)), log });
  const services = { engine, shell: shellMethods(downloads, data.exports, paths), paths, log };
  const answer = createResponder({ options, guard, token, place });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4 * 2 ** 20 });
  server.on('request', (incoming, outgoing) => void respond(incoming, outgoing, port, answer, log));
  server.on('upgrade', (incoming, socket, head) => {
    const refusal = guard.checkAccess(incoming, true);
    if (refusal ?? incoming.url !== `${place}pipe`) {
      refuseUpgrade(socket, refusal?.status ?? 404);
      return;
    }
    sockets.handleUpgrade(incoming, socket, head, (accepted) => servePage(pipeOverWebSocket(accepted, log), services));
  });

  return {
    url: `http://127.0.0.1:${port}/?token=${token.value}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
      await engine.close();
      unlock();
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function portTaken(port: number): AppError {
  return new AppError('not-allowed', say('program.port-in-use', { port }));
}

function shellMethods(downloads: Downloads, exports: string, paths: PathGrants): MethodTable<ShellMethodName> {
  return {
    'shell.describe': async () => ({ kind: 'web', version, platform: process.platform }),
    'shell.choose-photos': async () => ({ paths: [] }), // The browser has its own dialog and uploads what was chosen.
    'shell.choose-photo-folders': async () => ({ paths: [] }),
    'shell.choose-model': async () => ({ path: null }),
    // A browser cannot name a folder of this machine; there is one for it.
    'shell.choose-folder': async () => {
      await mkdir(exports, { recursive: true });
      paths.grantWrite(exports);
      return { path: exports };
    },
    'shell.choose-save-path': ({ suggestedName }) => downloads.makeTicket(suggestedName),
    // A browser does all of these itself.
    'shell.show-file': async () => null,
    'shell.drag-file': async () => null,
    'shell.copy-picture': async () => null,
  };
}

type Answer = (incoming: IncomingMessage, request: Request) => Promise<Response>;

function createResponder({
  options,
  guard,
  token,
  place,
}: {
  options: WebShellOptions;
  guard: RequestGuard;
  token: AccessToken;
  place: string;
}): Answer {
  const { dataFolder, pageFolder, uploadLimit = defaultUploadLimit, log } = options;
  const routes: [prefix: string, route: (request: Request) => Promise<Response>][] = [
    ['/media/', createMediaRequests(dataFolder)],
    ['/upload', createUpload({ folder: dataFolderAt(dataFolder).uploads, limit: uploadLimit, log })],
    ['/', createPageFiles(pageFolder)],
  ];

  return async (incoming, request) => {
    const url = new URL(request.url);
    const { pathname: address, searchParams } = url;
    const isEntry = address === '/' && request.method === 'GET' && token.matches(searchParams.get('token'));
    const changesSomething = request.method !== 'GET' && request.method !== 'HEAD';
    const refusal = isEntry ? guard.checkHost(incoming) : guard.checkAccess(incoming, changesSomething);
    if (refusal) return refused(refusal);
    if (isEntry) return plainResponse(303, 'Welcome', { location: place, 'set-cookie': guard.cookie });
    if (!address.startsWith(place)) return nothingHere();
    const pathname = (url.pathname = address.slice(place.length - 1));
    if (pathname === '/upload' && request.method !== 'POST')
      return plainResponse(405, 'Expected POST', { allow: 'POST' });
    const [, route] = routes.find(([prefix]) => pathname.startsWith(prefix)) ?? [];
    return route ? route(new Request(url, request)) : nothingHere();
  };
}

function nothingHere(): Response {
  return plainResponse(404, 'There is nothing here');
}

function refused({ status, words }: Refusal): Response {
  return plainResponse(status, words);
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  answer: Answer,
  log: Log,
): Promise<void> {
  const response = await requestOf(incoming, port)
    .then((request) => (request ? answer(incoming, request) : plainResponse(400, 'Expected a plain request')))
    .catch((error: unknown) => {
      log.error(`${incoming.method ?? ''} ${incoming.url?.split('?')[0] ?? ''} failed`, error);
      return plainResponse(500, 'Something went wrong. The log has the details.');
    });
  await sendResponse(withPageHeaders(response), incoming, outgoing);
}

async function requestOf(incoming: IncomingMessage, port: number): Promise<Request | null> {
  try {
    return toRequest(incoming, `http://127.0.0.1:${port}`);
  } catch {
    return null; // A method or an address that the web does not know.
  }
}

/** Says so and closes, whatever becomes of the other side: it may be gone already, or never close its own. */
function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}
