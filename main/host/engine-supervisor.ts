import { engineApi, type EngineMethodName, type EngineState, type ParamsOf, type ResultOf } from '#contract/api';
import { AppError } from '#contract/errors';
import { say, speak, type Said } from '#contract/messages';
import type { MessagePipe, Notice } from '#contract/transport';
import type { MethodTable } from '#core/core';
import type { Log } from '#core/ground/disk/log-file';
import { connectEngine, type EngineClient } from './engine-client.ts';

/** One run of the engine program. */
export interface EngineProcess {
  readonly pipe: MessagePipe;
  /** Told once when the process is gone, with how it ended. */
  onExit(listener: (reason: Said) => void): void;
  /** Asks it to end, and makes it end when it does not listen. */
  stop(): void;
}

/** An engine that is always there, or says why not. */
export interface EngineSupervisor {
  /** A call waits while the engine starts; it fails with `engine-stopped` when the engine dies under it. */
  readonly call: MethodTable;
  readonly state: EngineState;
  /** Hears everything that the engine tells, and `engine.changed`. Returns the function that stops listening. */
  listen(listener: (notice: Notice) => void): () => void;
  /** Ends the engine for good; resolves when its process is gone. */
  close(): Promise<void>;
}

/** How long an engine may take, and how often it may die. */
export interface RestartLimits {
  /** An engine that served shorter than this, or never, died quickly. */
  quickDeathMs: number;
  /** After so many quick deaths in a row it is not started again. */
  quickDeaths: number;
  /** Before the first new start; doubles with every quick death. */
  firstDelayMs: number;
  /** An engine that does not serve by then is stopped. */
  readyWithinMs: number;
}

const defaultLimits: RestartLimits = { quickDeathMs: 10_000, quickDeaths: 5, firstDelayMs: 200, readyWithinMs: 60_000 };

/** Starts an engine through `startEngine` and starts it again whenever it dies. */
export function superviseEngine(options: {
  startEngine: () => EngineProcess;
  log: Log;
  limits?: Partial<RestartLimits>;
}): EngineSupervisor {
  const { startEngine, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const listeners = new Set<(notice: Notice) => void>();
  const waitingForNews = new Set<() => void>();
  let state: EngineState = { name: 'starting' };
  let engine: { process: EngineProcess; client: EngineClient; gone: Promise<void> } | null = null;
  let quickDeaths = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let isClosing = false;

  function tell(notice: Notice): void {
    for (const listener of [...listeners]) listener(notice);
  }

  function become(next: EngineState): void {
    state = next;
    for (const look of [...waitingForNews]) look();
    tell({ event: 'engine.changed', payload: next });
  }

  function launch(): void {
    let servedFrom: number | null = null;
    let started: EngineProcess;
    try {
      started = startEngine();
    } catch (error) {
      log.error('The engine could not be started', error);
      die(say('program.not-started'), servedFrom);
      return;
    }
    const tooSlow = setTimeout(() => {
      log.error(`The engine did not serve within ${limits.readyWithinMs} ms and is stopped`);
      started.stop();
    }, limits.readyWithinMs);
    const client = connectEngine(started.pipe, (notice) => {
      if (notice.event !== 'engine.changed') tell(notice);
      else if (!isClosing) {
        clearTimeout(tooSlow);
        servedFrom = Date.now();
        become({ name: 'ready' });
      }
    });
    const gone = new Promise<void>((resolve) => {
      started.onExit((reason) => {
        clearTimeout(tooSlow);
        engine = null;
        client.fail(stopped(reason));
        resolve();
        if (!isClosing) die(reason, servedFrom);
      });
    });
    engine = { process: started, client, gone };
  }

  function die(reason: Said, servedFrom: number | null): void {
    const servedMs = servedFrom === null ? 0 : Date.now() - servedFrom;
    quickDeaths = servedMs < limits.quickDeathMs ? quickDeaths + 1 : 1;
    log.warn(
      `The engine stopped (${speak(reason, 'en')}) after serving for ${servedMs} ms: death ${quickDeaths} of ${limits.quickDeaths}`,
    );
    if (quickDeaths >= limits.quickDeaths) {
      become({
        name: 'stopped',
        reason: say('program.engine-stopped', { times: quickDeaths, why: reason }),
      });
      return;
    }
    restartTimer = setTimeout(launch, limits.firstDelayMs * 2 ** (quickDeaths - 1));
    become({ name: 'restarting', reason });
  }

  /** Resolves when the engine serves; rejects when it will not. */
  function ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (isClosing) reject(stopped(say('program.is-closing')));
        else if (state.name === 'stopped') reject(new AppError('engine-stopped', state.reason));
        else if (state.name === 'ready') resolve();
        else return void waitingForNews.add(look);
        waitingForNews.delete(look);
      };
      look();
    });
  }

  async function call<Name extends EngineMethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    await ready();
    if (!engine) throw stopped(say('program.just-ended'));
    return engine.client.call(name, params);
  }

  launch();
  return {
    call: tableOf(call),
    get state() {
      return state;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      isClosing = true;
      clearTimeout(restartTimer);
      for (const look of [...waitingForNews]) look();
      engine?.process.stop();
      await engine?.gone;
    },
  };
}

function stopped(reason: Said): AppError {
  return new AppError('engine-stopped', say('program.engine-ended', { why: reason }));
}

/** The calls as a table with one function per method, as the core itself has it. */
function tableOf(
  call: <Name extends EngineMethodName>(name: Name, params: ParamsOf<Name>) => Promise<unknown>,
): MethodTable {
  const names = Object.keys(engineApi) as EngineMethodName[];
  return Object.fromEntries(
    names.map((name) => [name, (params: never) => call(name, params)]),
  ) as unknown as MethodTable;
}
