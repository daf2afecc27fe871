import { z } from 'zod';
import { openLineFile } from '#core/ground/disk/line-file';

const figures = z.record(z.string(), z.number());

const place = { step: z.int().nonnegative(), seconds: z.number().nonnegative() };

const logEntry = z.discriminatedUnion('event', [
  /** A process began, from nothing or where another had stopped. */
  z.object({
    event: z.literal('start'),
    ...place,
    device: z.string(),
    deviceReason: z.string(),
    trainingPhotos: z.int(),
    validationPhotos: z.int(),
    options: z.record(z.string(), z.json()),
  }),
  /** Means over the steps since the line before. */
  z.object({
    event: z.literal('train'),
    ...place,
    learningRate: z.number(),
    figures,
    skipped: z.int(),
    stepsPerSecond: z.number(),
    waiting: z.number(),
  }),
  /** How much better than bicubic, in dB, per case. */
  z.object({ event: z.literal('validation'), ...place, gain: figures }),
  z.object({ event: z.literal('end'), ...place }),
]);

export type LogEntry = z.infer<typeof logEntry>;

/** The story of one training, a JSON document per line. */
export interface TrainingLog {
  /** Every entry so far, oldest first. */
  readonly entries: readonly LogEntry[];
  /** On disk when it resolves. */
  append(entry: LogEntry): Promise<void>;
}

/**
 * Opens the log of a training that goes on at `step`, or, with null, begins: entries beyond the step, and lines that a
 * kill cut short, are dropped from the file, so that what is appended continues the curve.
 */
export async function openTrainingLog(path: string, step: number | null): Promise<TrainingLog> {
  const file = await openLineFile({ path, parse: asEntry });
  const entries = step === null ? [] : file.lines.filter((entry) => entry.step <= step);
  if (entries.length < file.count) await file.replace(entries);
  return {
    entries,
    async append(entry) {
      entries.push(entry);
      await file.append([entry]);
    },
  };
}

/** With whatever else an older training wrote down. */
function asEntry(json: unknown): LogEntry {
  logEntry.parse(json);
  return json as LogEntry;
}
