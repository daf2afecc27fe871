import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFinished, type JobId, type JobKind, type JobSnapshot } from '#contract/jobs';

/** What the queue writes down while it works. */
export interface JobJournal {
  /** Jobs that an earlier run of the program began and never ended, as failed jobs that say what to do. */
  readonly interrupted: readonly JobSnapshot[];
  /** Writes one state and waits until it is on the disk. Never throws: jobs go on when the disk is full. */
  write(job: JobSnapshot): void;
  close(): void;
}

/**
 * Opens the journal at `path`: one JSON object per line and per change of state. What the last run left is read, told as
 * `interrupted`, and the file begun anew with it. A line that is torn or no job is passed over: it was being written when
 * the power went. `warn` is told when states cannot be written.
 */
export function openJobJournal(path: string, warn: (message: string, error: unknown) => void): JobJournal {
  const interrupted = readUnfinished(path).map(asInterrupted);
  let file = beginAnew(path, interrupted, warn);
  return {
    interrupted,
    write(job) {
      if (file === null) return;
      try {
        writeDurably(file, [job]);
      } catch (error) {
        warn(`Jobs can no longer be written down in ${path}. They go on, but a crash would forget them.`, error);
        closeSync(file);
        file = null;
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** What a person does about a job that was cut off. Whole files only are ever left behind, so nothing needs repair. */
const afterCrash: Record<JobKind, string> = {
  import: 'Add the photos again.',
  pairing: 'Pairs can be looked for again.',
  registration: 'The pair can be registered again.',
  enhancement: 'The photo can be enhanced again.',
  comparison: 'It can be made again.',
  export: 'Save the photo again.',
  adaptation: 'It goes on by itself.',
};

function asInterrupted(job: JobSnapshot): JobSnapshot {
  const message = `The engine stopped before this was done. ${afterCrash[job.kind]}`;
  return { ...job, state: { name: 'failed', error: { code: 'engine-stopped', message } } };
}

function readUnfinished(path: string): JobSnapshot[] {
  const latest = new Map<JobId, JobSnapshot>();
  for (const line of linesOf(path)) {
    const job = parseLine(line);
    if (job) latest.set(job.id, job);
  }
  return [...latest.values()].filter(({ state }) => !isFinished(state));
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return []; // Absent at the first start; unreadable means that nothing can be said of earlier jobs.
  }
}

function parseLine(line: string): JobSnapshot | null {
  try {
    const job = JSON.parse(line) as Partial<JobSnapshot> | null;
    const isJob =
      typeof job?.id === 'string' && typeof job.state?.name === 'string' && Object.hasOwn(afterCrash, job.kind ?? '');
    return isJob ? (job as JobSnapshot) : null;
  } catch {
    return null;
  }
}

function beginAnew(
  path: string,
  jobs: readonly JobSnapshot[],
  warn: (message: string, error: unknown) => void,
): number | null {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.tmp`;
    const file = openSync(temporary, 'w');
    writeDurably(file, jobs);
    renameSync(temporary, path);
    return file;
  } catch (error) {
    warn(`The journal ${path} cannot be written. Jobs go on, but a crash would forget them.`, error);
    return null;
  }
}

function writeDurably(file: number, jobs: readonly JobSnapshot[]): void {
  writeSync(file, jobs.map((job) => `${JSON.stringify(job)}\n`).join(''));
  fsyncSync(file);
}
