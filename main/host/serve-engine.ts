import { isFinished } from '#contract/jobs';
import type { MessagePipe, Notice } from '#contract/transport';
import type { Core, EngineEventName } from '#core/core';
import type { Log } from '#core/ground/disk/log-file';
import { engineEventNames } from './event-names.ts';
import { serveConnection } from './serve-connection.ts';

/** What an engine says once it can be asked. */
export const engineReady: Notice = { event: 'engine.changed', payload: { name: 'ready' } };

/** Joins a core with the pipe to its shell: calls in, events out, then says that it is ready and which jobs its last run lost. */
export async function serveEngine(pipe: MessagePipe, core: Core, log: Log): Promise<void> {
  serveConnection(pipe, core.call, log);
  for (const name of engineEventNames) forward(name);
  pipe.send(engineReady);
  for (const job of await core.call['jobs.list']({})) {
    if (isFinished(job.state)) pipe.send({ event: 'job.changed', payload: job } satisfies Notice);
  }

  function forward(event: EngineEventName): void {
    core.on(event, (payload) => pipe.send({ event, payload } satisfies Notice));
  }
}
