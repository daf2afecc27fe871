import type {
  KnownPhone,
  ReferenceKind,
  SharpPhoto,
  TrainingBatch,
  WideCameraKind,
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

export type BatchReply = { readonly batch: TrainingBatch } | { readonly failure: string };
