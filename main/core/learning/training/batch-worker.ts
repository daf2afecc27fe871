import { workerData } from 'node:worker_threads';
import { serveProgram } from '#core/ground/programs/serve-program';
import {
  simulateTrainingBatch,
  type KnownPhone,
  type ReferenceKind,
  type SharpPhoto,
  type WideCameraKind,
} from '#native-models/simulation/training-pairs';

/** The photos that a batch is cut from. */
export type PhotoSet = 'training' | 'validation';

/** What a batch worker is asked; the same request gives the same batch. */
export interface BatchRequest {
  readonly photos: PhotoSet;
  readonly count: number;
  readonly seed: readonly number[];
  /** Fixed kinds; drawn by the seed when absent. */
  readonly camera?: WideCameraKind;
  readonly reference?: ReferenceKind;
  /** A wide camera that is known. */
  readonly phone?: KnownPhone;
}

/** What a batch worker is started with. */
export type BatchWorkerData = Readonly<Record<PhotoSet, readonly SharpPhoto[]>>;

/** A program of its own: simulates batches. */
const photos = workerData as BatchWorkerData;

const work = {
  batch: ({ photos: set, ...options }: BatchRequest) => simulateTrainingBatch(photos[set], options),
};
export type BatchWork = typeof work;

serveProgram(work, buffersOf);

function buffersOf(batch: object): ArrayBuffer[] {
  return Object.values(batch).flatMap((value: unknown) =>
    value instanceof Float32Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
