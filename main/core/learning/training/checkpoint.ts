import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#contract/errors';
import { writeWhole } from '#core/ground/disk/write-whole';
import { writeJson } from '#core/ground/disk/json-file';
import { readSafetensors, writeSafetensors, type Weights } from '#native-models/weights-file/safetensors';
import type { TrainingState } from './training-state.ts';

/** What is written beside the tensors. */
const checkpointRecord = z.object({
  version: z.literal(1),
  step: z.int().nonnegative(),
  updates: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  /** What the training was begun with, by name; a training goes on only with the same. */
  options: z.record(z.string(), z.json()),
  /** The mean validation gain of the best averaged weights so far, and when they were measured last. */
  best: z.object({ step: z.int(), gain: z.number() }).nullable(),
  validatedAt: z.number(),
  /** The steps since the last line of the log. */
  window: z.object({
    steps: z.int(),
    skipped: z.int(),
    seconds: z.number(),
    waitedSeconds: z.number(),
    sums: z.record(z.string(), z.number()),
  }),
  tensors: z.object({ file: z.string().regex(/^checkpoint-\d+-[0-9a-f]{8}\.safetensors$/), sha256: z.string() }),
});

/** What a training needs besides its state to go on as if it had never stopped. */
export type CheckpointFacts = Pick<z.infer<typeof checkpointRecord>, 'options' | 'best' | 'validatedAt' | 'window'>;

export interface Checkpoint extends CheckpointFacts {
  readonly state: TrainingState;
}

/**
 * Saves a training: `checkpoint-<step>-….safetensors` first, then `checkpoint.json`, which names it, each flushed and renamed
 * into place, then the older tensors go. Killed at any moment, the folder holds a whole checkpoint, this one or the one before.
 * Throws `not-writable` or `out-of-disk`, and `internal` for a state that holds numbers that are not finite.
 */
export async function saveCheckpoint(folder: string, { state, ...facts }: Checkpoint): Promise<void> {
  requireFinite(state);
  const bytes = writeSafetensors(joined(state));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `checkpoint-${state.step}-${sha256.slice(0, 8)}.safetensors`;
  await writeWhole(join(folder, file), bytes);
  const { step, updates, seconds } = state;
  await writeJson(join(folder, recordFile), {
    version: 1,
    step,
    updates,
    seconds,
    ...facts,
    tensors: { file, sha256 },
  });
  await removeLeftovers(folder, file);
}

/**
 * The last checkpoint in the folder; null where there is none. Throws `invalid-request` for one that is damaged or of
 * another version, saying what to do.
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint | null> {
  const text = await readFile(join(folder, recordFile), 'utf8').catch(() => null);
  if (text === null) return null;
  const record = checkpointRecord.safeParse(parseJson(text));
  if (!record.success) throw damaged(folder, record.error);
  const { step, updates, seconds, tensors, options, best, validatedAt, window } = record.data;
  const bytes = await readFile(join(folder, tensors.file)).catch((error: unknown) => {
    throw damaged(folder, error);
  });
  if (createHash('sha256').update(bytes).digest('hex') !== tensors.sha256) throw damaged(folder, null);
  const state = { step, updates, seconds, ...apart(readSafetensors(bytes)) };
  return { state, options, best, validatedAt, window };
}

const recordFile = 'checkpoint.json';
const tensorsPattern = /^checkpoint-\d+-[0-9a-f]{8}\.safetensors$|^\.telewide-.*\.tmp$/;

const groups = ['parameters', 'firstMoments', 'secondMoments', 'average'] as const;
type Tensors = Pick<TrainingState, (typeof groups)[number]>;

function joined(state: TrainingState): Weights {
  return new Map(groups.flatMap((group) => [...state[group]].map(([name, tensor]) => [`${group}/${name}`, tensor])));
}

function apart(all: Weights): Tensors {
  const groupOf = (group: string): Weights =>
    new Map(
      [...all]
        .filter(([name]) => name.startsWith(`${group}/`))
        .map(([name, tensor]) => [name.slice(group.length + 1), tensor]),
    );
  return {
    parameters: groupOf('parameters'),
    firstMoments: groupOf('firstMoments'),
    secondMoments: groupOf('secondMoments'),
    average: groupOf('average'),
  };
}

function requireFinite(state: TrainingState): void {
  for (const [name, { data }] of joined(state)) {
    if (data.every(Number.isFinite)) continue;
    throw new AppError('internal', {
      raw:
        `The training went astray at step ${state.step}: '${name}' holds numbers that are not finite. ` +
        'The checkpoint before it is kept; begin again in another folder with a lower learning rate.',
    });
  }
}

/** Tensors of older checkpoints, and what a kill left half written. */
async function removeLeftovers(folder: string, current: string): Promise<void> {
  const names = await readdir(folder);
  const leftovers = names.filter((name) => tensorsPattern.test(name) && name !== current);
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
}

function damaged(folder: string, cause: unknown): AppError {
  return new AppError(
    'invalid-request',
    { raw: `The checkpoint in ${folder} cannot be read. Give another folder, or remove this one to begin again.` },
    { cause },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
