import type { CoreEvents, EngineMethodName, MethodName, ParamsOf, ResultOf } from '#contract/api';
import type { Log } from './ground/disk/log-file.ts';

/** One function for every method of the contract: parameters already checked, errors as `AppError`. */
export type MethodTable<Name extends MethodName = EngineMethodName> = {
  readonly [Each in Name]: (params: ParamsOf<Each>) => Promise<ResultOf<Each>>;
};

/** What the core itself tells; `engine.changed` and `command.run` are told by the shell. */
export type EngineEvents = Omit<CoreEvents, 'engine.changed' | 'command.run'>;
export type EngineEventName = keyof EngineEvents;

/** The whole product behind one object: ask it, listen to it, close it. */
export interface Core {
  readonly call: MethodTable;
  /** Returns the function that stops listening. */
  on<Name extends EngineEventName>(name: Name, listener: (payload: EngineEvents[Name]) => void): () => void;
  /** Cancels what runs and resolves when nothing does any more. */
  close(): Promise<void>;
}

/** Everything a core needs from outside. */
export interface CoreOptions {
  /** Cache, settings, project: see ground/disk/data-folder.ts. */
  dataFolder: string;
  /** Weights that ship with the program. */
  resourcesFolder: string;
  /** Built programs, for workers. */
  programFolder: string;
  log: Log;
}
