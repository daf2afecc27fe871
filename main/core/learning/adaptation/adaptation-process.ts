import { join } from 'node:path';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';
import { openProgram } from '#core/ground/programs/ask-program';
import { inProcess } from '#core/ground/programs/start-program';
import type { AdaptationNews, AdaptationRequest, AdaptationWork } from './adaptation-worker.ts';

/** An adaptation that runs in a process of its own. */
export interface AdaptationProcess {
  /** Resolves when it was judged; rejects with its AppError, with `cancelled` after `stop`, and with `device-unavailable` when the process dies. */
  readonly ended: Promise<void>;
  hold(): void;
  goOn(): void;
  /** Saves a checkpoint and ends. */
  stop(): void;
}

/** Starts the built program `adaptation-worker.js`, which lies in `request.programFolder`. */
export function startAdaptationProcess(
  request: AdaptationRequest,
  hear: (news: AdaptationNews) => void,
): AdaptationProcess {
  const stopping = new AbortController();
  const start = inProcess(join(request.programFolder, 'adaptation-worker.js'));
  const program = openProgram<AdaptationWork>({ start, ended: died });
  // An adaptation that has ended holds nothing any more.
  const tell = (name: 'hold' | 'go-on'): void => void program.ask(name, null).catch(() => undefined);
  return {
    ended: program.ask('adapt', request, { hear, signal: stopping.signal }).finally(() => program.close()),
    hold: () => tell('hold'),
    goOn: () => tell('go-on'),
    stop: () => stopping.abort(new AppError('cancelled', say('learning.paused'))),
  };
}

function died(how: Said): AppError {
  return new AppError('device-unavailable', say('learning.ended', { how }));
}
