import { setTimeout as sleep } from 'node:timers/promises';
import { threadId, workerData } from 'node:worker_threads';
import { AppError } from '#contract/errors';
import { limitMemory } from '#core/ground/programs/limit-memory';
import { serveProgram } from '#core/ground/programs/serve-program';
import type { Asked } from '#core/ground/programs/work';

let answered = 0;
const work = {
  /** Which answer it is of this run of the program, and of which run. */
  count: () => ({ answered: (answered += 1), run: `${process.pid} ${threadId}` }),
  echo: (value: unknown) => value,
  given: () => ({ data: workerData as unknown, variable: process.env.TELEWIDE_TEST, args: process.argv.slice(2) }),
  refuse: (message: string) => {
    throw new AppError('not-found', { raw: message });
  },
  fault: (message: string) => {
    throw new Error(message);
  },
  /** As native code may throw. */
  'throw-number': () => AbortSignal.abort(5).throwIfAborted(),
  unsendable: () => () => undefined,
  'tell-unsendable': (_: null, { tell }: Asked<() => void>) => tell(() => undefined),
  steps: async (count: number, { tell }: Asked<number>) => {
    for (let step = 1; step <= count; step += 1) tell(step);
    return 'done';
  },
  /** Tells when it begins, and ends when nobody wants it any more. */
  heed: async (_: null, { signal, tell }: Asked<string>) => {
    tell('begun');
    await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
    tell('heard');
    throw new Error('ended early');
  },
  /** As `heed`, but it has a result all the same. */
  finish: async (_: null, { signal, tell }: Asked<string>) => {
    tell('begun');
    await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
    return 'finished';
  },
  wait: async (milliseconds: number, { tell }: Asked<string>) => {
    tell('begun');
    await sleep(milliseconds);
    return 'waited';
  },
  spin: (_: null, { tell }: Asked<string>) => {
    tell('begun');
    for (;;);
  },
  /** Takes more memory than it may, without a pause. */
  swell: () => {
    limitMemory(400e6);
    const held = Array.from({ length: 120 }, () => Buffer.alloc(10e6, 1));
    for (const until = Date.now() + 5000; Date.now() < until;) held.reverse();
    return held.length;
  },
  die: () => process.exit(3),
  bytes: (buffer: ArrayBuffer) => new Uint8Array(buffer).length,
};
export type AskedWork = typeof work;

serveProgram(work);
