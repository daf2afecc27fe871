import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'bullmq';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeBatchPhotos } from '../../../support/batch-photos.ts';
import { contentsOf, filesBelow, journalOf, runBatch } from '../../../support/batch-runs.ts';
import { hasRedis, startRedis, type RedisServer } from '../../../support/redis-server.ts';
import { runTelewide } from '../../../support/run-telewide.ts';

const program = fileURLToPath(new URL('../../../../dist/main/telewide.js', import.meta.url));
const canRun = hasRedis && existsSync(program);
if (!canRun) console.warn('Skipped: batches through a queue need redis-server and the built program (npm run build).');

let root = '';
let photos = '';
let reference: Record<string, string> = {};
const workers: ChildProcess[] = [];

describe.skipIf(!canRun)('a batch through a queue', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-queue-')));
    photos = join(root, 'photos');
    await makeBatchPhotos(photos, { pairs: 6, isBroken: true, isFirstSet: true, width: 128, height: 96 });
    await runBatch([photos, '-o', join(root, 'alone')], { dataFolder: join(root, 'data') });
    reference = contentsOf(join(root, 'alone'));
    // Five pairs and a set of three telephotos; of what is broken, doubles are looked at once, and nothing comes of the rest.
    expect(Object.keys(reference)).toHaveLength(6);
    redis = await startRedis();
    return async () => {
      await redis.stop();
      rmSync(root, { recursive: true, force: true });
    };
  });

  afterEach(() => {
    for (const worker of workers.splice(0)) worker.kill('SIGKILL');
  });

  it('says when there is no queue, no worker folder, no address', async () => {
    const dataFolder = join(root, 'data');
    const nobody = await runBatch([photos, '-o', join(root, 'x'), '--queue', 'redis://127.0.0.1:1'], { dataFolder });
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody answers') as string });
    const nonsense = await runBatch([photos, '-o', join(root, 'x'), '--queue', 'ftp://a'], { dataFolder });
    expect(nonsense).toMatchObject({ code: 2, stderr: expect.stringContaining('redis://') as string });
    const nowhere = await runTelewide(['worker', '--queue', redis.url], { dataFolder });
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('--folder') as string });
  });

  it('refuses a job that leads out of its folders', async () => {
    startWorker('refused', redis.url, join(root, 'elsewhere'));
    const run = await throughQueue('refused', redis.url);
    expect(run.summary).toMatchObject({ done: 0, failed: 10 });
    const codes = run.summary?.items.map(({ state }) => (state.name === 'failed' ? state.error.code : ''));
    expect(codes?.filter((code) => code === 'not-allowed')).toHaveLength(6 + 2);
    expect(Object.keys(contentsOf(join(root, 'refused')))).toEqual([]);
  });

  it('believes no worker whose result is not there', async () => {
    const answer = { sha256: 'f'.repeat(64), bytes: 1, losses: [], milliseconds: 1, deviceMilliseconds: 1 };
    const liar = new Worker('liar', async () => answer, { connection: { url: redis.url } });
    liar.on('error', () => undefined);
    const run = await throughQueue('liar', redis.url);
    await liar.close();
    expect(run.summary).toMatchObject({ done: 0, failed: 10 });
    expect(JSON.stringify(run.summary?.items)).toContain('the result is not there');
    expect(journalOf(join(root, 'liar')).filter(({ event }) => event === 'done')).toEqual([]);
  });

  it('says that the password is wrong, and keeps the right one out of sight', async () => {
    const closed = await startRedis('s3cret');
    const dataFolder = join(root, 'data');
    const asked = ['worker', '--folder', root, '--queue'];
    const wrong = await runTelewide(asked, {
      dataFolder,
      environment: { TELEWIDE_QUEUE: closed.url.replace('s3cret', 'guess') },
    });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('another name or password') as string });
    const seen = await runTelewide([...asked, closed.url], { dataFolder });
    expect(seen).toMatchObject({ code: 2, stderr: expect.stringContaining('TELEWIDE_QUEUE') as string });
    expect(wrong.stderr + seen.stderr).not.toMatch(/s3cret|guess/);
    await closed.stop();
  });

  it('is done once by two workers, one of which is killed in mid-photo', async () => {
    const first = startWorker('killed', redis.url, root);
    let isKilled = false;
    first.stderr?.on('data', (text: Buffer) => {
      if (isKilled || !text.toString().includes('began')) return;
      isKilled = true;
      first.kill('SIGKILL');
    });
    const running = throughQueue('killed', redis.url);
    await once(first, 'exit');
    startWorker('killed', redis.url, root, 2);
    startWorker('killed', redis.url, root, 3);
    expectAll(await running, 'killed');
    expect(isKilled).toBe(true);
  });

  it('goes on when the queue is started again and has forgotten everything', async () => {
    const worker = startWorker('restarted', redis.url, root);
    const running = throughQueue('restarted', redis.url);
    await new Promise<void>((done) => {
      worker.stderr?.on('data', (text: Buffer) => {
        if (text.toString().includes('done ')) done();
      });
    });
    await redis.restart();
    expectAll(await running, 'restarted');
  });
});

type Run = Awaited<ReturnType<typeof runBatch>>;

function throughQueue(name: string, url: string): Promise<Run> {
  const options = { dataFolder: join(root, `data-${name}`), timeoutMs: 180_000 };
  return runBatch([photos, '-o', join(root, name), '--queue', url, '--queue-name', name], options);
}

/** Every photo is there, byte for byte, and once in the journal; nothing unfinished lies around. */
function expectAll({ summary, code }: Run, name: string): void {
  expect(summary).toMatchObject({ done: 6, failed: 4, waiting: 0 });
  expect(code).toBe(1);
  expect(contentsOf(join(root, name))).toEqual(reference);
  const done = journalOf(join(root, name)).flatMap(({ event, key }) => (event === 'done' ? [key] : []));
  expect(done).toHaveLength(6);
  expect(new Set(done).size).toBe(6);
  expect(filesBelow(join(root, name)).filter((path) => path.includes('work'))).toEqual([]);
}

/** A worker at the queue of a test; of two in one test each has a number. */
function startWorker(queueName: string, url: string, folder: string, number = 1): ChildProcess {
  const options = ['--queue', url, '--queue-name', queueName, '--folder', folder, '--stalled-after', '3'];
  const worker = spawn(process.execPath, [program, 'worker', ...options], {
    env: { ...process.env, TELEWIDE_DATA: join(root, `data-worker-${number}`) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  workers.push(worker);
  return worker;
}
