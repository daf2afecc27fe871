import { isFinished, type JobId, type JobKind, type JobSnapshot } from '#contract/jobs';
import { say, type Said } from '#contract/messages';
import { openLineFile, type LineFile } from '#core/ground/disk/line-file';

/** What the queue writes down while it works. */
export interface JobJournal {
  /** Jobs that an earlier run of the program began and never ended, as failed jobs that say what to do. */
  readonly interrupted: readonly JobSnapshot[];
  /** Writes one state and waits until it is on the disk. Never throws: jobs go on when the disk is full. */
  write(job: JobSnapshot): void;
}

/**
 * Opens the journal at `path`: one line per change of state. What the last run left is read, told as `interrupted`, and the file begun
 * anew with it. `warn` is told when states cannot be written.
 */
export async function openJobJournal(
  path: string,
  warn: (message: string, error: unknown) => void,
): Promise<JobJournal> {
  let file: LineFile<JobSnapshot> | null = null;
  let interrupted: readonly JobSnapshot[] = [];
  try {
    file = await openLineFile({ path, parse: asJob });
    interrupted = unfinishedOf(file.lines).map(asInterrupted);
    await file.replace(interrupted);
  } catch (error) {
    file = null;
    warn(`The journal ${path} cannot be written. Jobs go on, but a crash would forget them.`, error);
  }
  return {
    interrupted,
    write(job) {
      try {
        file?.appendNow([job]);
      } catch (error) {
        file = null;
        warn(`Jobs can no longer be written down in ${path}. They go on, but a crash would forget them.`, error);
      }
    },
  };
}

/** What a person does about a job that was cut off. Whole files only are ever left behind, so nothing needs repair. */
const afterCrash: Record<JobKind, Said> = {
  import: say('program.add-again'),
  pairing: say('program.pair-again'),
  registration: say('program.register-again'),
  enhancement: say('program.enhance-again'),
  comparison: say('program.compare-again'),
  export: say('program.save-again'),
  adaptation: say('program.resumes'),
};

function asInterrupted(job: JobSnapshot): JobSnapshot {
  const message = [say('program.interrupted'), afterCrash[job.kind]];
  return { ...job, state: { name: 'failed', error: { code: 'engine-stopped', message } } };
}

function unfinishedOf(lines: readonly JobSnapshot[]): JobSnapshot[] {
  const latest = new Map<JobId, JobSnapshot>(lines.map((job) => [job.id, job]));
  return [...latest.values()].filter(({ state }) => !isFinished(state));
}

function asJob(json: unknown): JobSnapshot {
  const job = json as Partial<JobSnapshot> | null;
  const isJob =
    typeof job?.id === 'string' && typeof job.state?.name === 'string' && Object.hasOwn(afterCrash, job.kind ?? '');
  if (!isJob) throw new TypeError('Expected a job');
  return job as JobSnapshot;
}
