import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineMethodName, ParamsOf, ResultOf } from '#contract/api';
import { isFinished, type JobSnapshot, type JobState } from '#contract/jobs';
import type { MessagePipe } from '#contract/transport';
import { connectEngine } from '#host/engine-client';

/** The built engine, as a shell has it. */
export interface RunningEngine {
  readonly ready: Promise<void>;
  call<Name extends EngineMethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>>;
  /** How a job ended. */
  finished(jobId: string): Promise<JobState>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Starts dist/main/engine.js with the models of the repository and a data folder of its own. */
export function startEngine(options: { dataFolder: string; environment?: NodeJS.ProcessEnv }): RunningEngine {
  const child = fork(`${root}/dist/main/engine.js`, [options.dataFolder, root, `${root}/dist/main`], {
    env: { ...process.env, ...options.environment },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const jobs = new Map<string, JobSnapshot>();
  const waiting = new Set<() => void>();
  let becomeReady: () => void = () => undefined;
  const ready = new Promise<void>((done) => (becomeReady = done));
  const pipe: MessagePipe = {
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', (message) => listener(message)),
    onClose: (listener) => void child.once('exit', listener),
  };
  const client = connectEngine(pipe, ({ event, payload }) => {
    if (event === 'engine.changed') becomeReady();
    if (event !== 'job.changed') return;
    const job = payload as JobSnapshot;
    jobs.set(job.id, job);
    for (const look of [...waiting]) look();
  });
  return {
    ready,
    call: (name, params) => client.call(name, params),
    finished: (jobId) =>
      new Promise((done) => {
        const look = (): void => {
          const job = jobs.get(jobId);
          if (job === undefined || !isFinished(job.state)) return void waiting.add(look);
          waiting.delete(look);
          done(job.state);
        };
        look();
      }),
    close: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.disconnect();
      }),
  };
}
