import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Whether there is a redis-server to start on this machine. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A server of our own that keeps nothing on disk, so that a restart forgets everything. */
export interface RedisServer {
  readonly url: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** With a password, the server wants it, and the address has it. */
export async function startRedis(password?: string): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  let server = await start(port, url, password);
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  };
  return {
    url,
    stop,
    async restart() {
      await stop();
      await sleep(500);
      server = await start(port, url, password);
    },
  };
}

async function start(port: number, url: string, password?: string): Promise<ChildProcess> {
  const lock = password === undefined ? [] : ['--requirepass', password];
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...lock],
    { stdio: 'ignore' },
  );
  const connection = new Redis(url, { lazyConnect: true, retryStrategy: () => 100 });
  connection.on('error', () => undefined);
  await connection.connect().catch(() => undefined);
  await connection.ping();
  connection.disconnect();
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
