import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchRequest } from '#core/learning/training/batch-worker';
import { openBatchWorkers } from '#core/learning/training/open-batch-workers';
import type { TrainingBatch } from '#native-models/simulation/training-pairs';

/** Stands in for the simulation: the first number of the seed says what happens. */
const program = `
import { parentPort, threadId, workerData } from 'node:worker_threads';
parentPort.on('message', ({ id, request: { photos, seed } }) => {
  const fault = { message: 'out of cheese', stack: '' };
  if (seed[0] === 1) return parentPort.postMessage({ id, error: { code: 'internal', message: '' }, fault });
  if (seed[0] === 2) process.exit(3);
  const first = workerData[photos][0].data[0]++;
  const reply = { id, result: { wide: Float32Array.of(seed[1], first, threadId) } };
  setTimeout(() => parentPort.postMessage(reply), seed[0] === 4 ? 60 : 0);
});
`;

let programFolder = '';
beforeAll(async () => {
  programFolder = await mkdtemp(join(tmpdir(), 'telewide-worker-'));
  await writeFile(join(programFolder, 'training-worker.js'), program);
  await writeFile(join(programFolder, 'package.json'), '{"type":"module"}');
});
afterAll(() => rm(programFolder, { recursive: true, force: true }));

const sharedPhoto = () => ({ width: 1, height: 1, data: new Uint8Array(new SharedArrayBuffer(3)) });
const request = (...seed: number[]): BatchRequest => ({ photos: 'training', count: 1, seed });
const numbersOf = ({ wide }: TrainingBatch): number[] => [...wide];

function open(count: number, folder = programFolder) {
  const photos = { training: [sharedPhoto()], validation: [sharedPhoto()] };
  return { photos, workers: openBatchWorkers({ programFolder: folder, photos, count }) };
}

it('says what failed when the program is missing', async () => {
  const { workers } = open(1, '/nowhere');
  await expect(workers.ask(request(0))).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('/nowhere') as string,
  });
  workers.close();
});

it.each([
  ['that could not be made', 1, /out of cheese/],
  ['whose thread ended', 2, /code 3/],
])('goes on after a batch %s', async (_, kind, words) => {
  const { workers } = open(1);
  const [broken, next] = [workers.ask(request(kind)), workers.ask(request(0, 7))];
  await expect(broken).rejects.toMatchObject({
    name: 'AppError',
    code: 'internal',
    message: expect.stringMatching(words) as string,
  });
  expect(numbersOf(await next)[0]).toBe(7);
  workers.close();
});

it('answers each request with its own batch, on several threads, from photos that are not copied', async () => {
  const { photos, workers } = open(2);
  const batches = await Promise.all(Array.from({ length: 6 }, (_, index) => workers.ask(request(4, index))));
  expect(batches.map((batch) => numbersOf(batch)[0])).toEqual([0, 1, 2, 3, 4, 5]);
  expect(new Set(batches.map((batch) => numbersOf(batch)[2])).size).toBe(2);
  expect(photos.training[0]?.data[0]).toBe(6);
  expect(photos.validation[0]?.data[0]).toBe(0);
  workers.close();
});

it('rejects what is asked when it is closed, and what waits', async () => {
  const { workers } = open(1);
  const answers = [workers.ask(request(4)), workers.ask(request(4))];
  const rejected = answers.map((answer) => expect(answer).rejects.toMatchObject({ code: 'engine-stopped' }));
  workers.close();
  await Promise.all(rejected);
});
