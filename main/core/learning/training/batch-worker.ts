import { parentPort, workerData } from 'node:worker_threads';
import { simulateTrainingBatch } from '#native-models/simulation/training-pairs';
import type { BatchReply, BatchRequest, BatchWorkerData } from './batch-requests.ts';

/** A program of its own: simulates the batches that are asked for through the parent's port, one after the other. */
const photos = workerData as BatchWorkerData;

parentPort?.on('message', (request: BatchRequest) => {
  const reply = replyTo(request);
  parentPort?.postMessage(reply, 'batch' in reply ? buffersOf(reply.batch) : []);
});

function replyTo({ photos: set, ...options }: BatchRequest): BatchReply {
  try {
    return { batch: simulateTrainingBatch(photos[set], options) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function buffersOf(batch: object): ArrayBuffer[] {
  return Object.values(batch).flatMap((value: unknown) =>
    value instanceof Float32Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
