import { SvelteMap } from 'svelte/reactivity';
import type { DonePart } from '#contract/api';
import { isFinished } from '#contract/jobs';
import type { LastingConnection } from '../connection/keep-connected.ts';
import type { Jobs } from './jobs.svelte.ts';

/** What can be looked at of enhancements while they are made. */
export class GrowingPictures {
  readonly #jobs: Jobs;
  readonly #parts = new SvelteMap<string, readonly DonePart[]>();

  constructor(connection: LastingConnection, jobs: Jobs) {
    this.#jobs = jobs;
    connection.on('enhancement.grown', ({ pairId, parts }) => this.#parts.set(pairId, parts));
  }

  /** Of a pair, as long as it is being enhanced. */
  of(pairId: string): readonly DonePart[] {
    const job = this.#jobs.latest('enhancement', pairId);
    return job === null || isFinished(job.state) ? [] : (this.#parts.get(pairId) ?? []);
  }
}
