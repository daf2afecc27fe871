import { SvelteMap } from 'svelte/reactivity';
import type { WireError } from '#contract/errors';
import { isFinished, type JobId, type JobKind, type JobSnapshot, type JobState } from '#contract/jobs';

/** What is known of the engine's jobs, those started last coming last. */
export class Jobs {
  readonly #byId = new SvelteMap<JobId, JobSnapshot>();
  /** By kind and subject: there may be thousands of jobs, and every line of a list asks for its own. */
  readonly #latest = new SvelteMap<string, JobSnapshot>();
  #waiting: { id: JobId; resolve: (state: JobState) => void }[] = [];

  get(id: JobId): JobSnapshot | null {
    return this.#byId.get(id) ?? null;
  }

  /** The job of that kind on that subject which was started last. */
  latest(kind: JobKind, subject: string): JobSnapshot | null {
    return this.#latest.get(`${kind} ${subject}`) ?? null;
  }

  hear(job: JobSnapshot): void {
    const known = this.#byId.get(job.id);
    if (known !== undefined && isFinished(known.state)) return;
    this.#byId.set(job.id, job);
    const place = `${job.kind} ${job.subject}`;
    if (known === undefined || this.#latest.get(place)?.id === job.id) this.#latest.set(place, job);
    if (!isFinished(job.state)) return;
    for (const { id, resolve } of this.#waiting) if (id === job.id) resolve(job.state);
    this.#waiting = this.#waiting.filter(({ id }) => id !== job.id);
  }

  /** Resolves with the job's end state, whichever it is. */
  finished(id: JobId): Promise<JobState> {
    const known = this.#byId.get(id);
    if (known !== undefined && isFinished(known.state)) return Promise.resolve(known.state);
    return new Promise((resolve) => this.#waiting.push({ id, resolve }));
  }

  /** Nobody works on them any more: every job that has not ended ends as failed. */
  failAll(error: WireError): void {
    for (const job of this.#byId.values()) {
      if (!isFinished(job.state)) this.hear({ ...job, state: { name: 'failed', error } });
    }
    for (const { resolve } of this.#waiting) resolve({ name: 'failed', error });
    this.#waiting = [];
  }
}
