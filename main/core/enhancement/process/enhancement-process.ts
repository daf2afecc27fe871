import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { EnhanceChoices } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import type { DeviceName } from '#contract/models';
import { noteLostDevices } from '#core/runtime/execution-device';
import type { EnhancementQuestion, EnhancementReply, EnhancementWork, WorkName } from './enhancement-requests.ts';

/** Enhancements and previews in a process of their own, so that this one answers at once whatever they do. */
export interface EnhancementProcess {
  /**
   * Rejects as `enhancePair` and `SpotPreviewer` do, with the signal's reason when cancelled, and with `device-unavailable` when the
   * process ends, unless a device took it along and another one can do what was asked; the next question starts a new process.
   */
  ask<Name extends WorkName>(
    name: Name,
    request: EnhancementWork[Name]['request'],
    options: { signal: AbortSignal; report?: (fraction: number, label: string) => void },
  ): Promise<EnhancementWork[Name]['result']>;
  /** Keeps the process, however long nothing is asked, until the function that this gives is called. */
  hold(): () => void;
  close(): void;
}

interface Pending {
  resolve: (result: EnhancementWork[WorkName]['result']) => void;
  reject: (reason: unknown) => void;
  /** The process ended while it worked with these devices; with none of them the reason is another one. */
  lose: (devices: readonly DeviceName[], reason: AppError) => void;
  report: (fraction: number, label: string) => void;
}

/** Photos and networks that are kept warm need memory, so an idle process is ended after a while. */
const usualIdleMs = 5 * 60_000;

export function createEnhancementProcess(options: {
  /** Where the built program `enhancement-worker.js` lies. */
  programFolder: string;
  modelFolders: readonly string[];
  /** After how many milliseconds without a question the process is ended; five minutes unless told. */
  idleMs?: number;
  /** Of the process, besides this one's. */
  environment?: NodeJS.ProcessEnv;
}): EnhancementProcess {
  const { idleMs = usualIdleMs, environment = {} } = options;
  const pending = new Map<number, Pending>();
  let child: ChildProcess | null = null;
  let lastId = 0;
  let holders = 0;
  let idleTimer: NodeJS.Timeout | undefined;

  function start(): ChildProcess {
    const started = fork(join(options.programFolder, 'enhancement-worker.js'), [...options.modelFolders], {
      execArgv: [],
      // Inside Electron the program's own executable is only Node when told so.
      env: { ...process.env, ...environment, ELECTRON_RUN_AS_NODE: '1' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', (reply: EnhancementReply) => hear(reply));
    started.on('error', (error) => end(started, error.message));
    started.on('exit', (code, signal) => end(started, signal ?? `exit code ${String(code)}`));
    return started;
  }

  function hear(reply: EnhancementReply): void {
    const asked = pending.get(reply.id);
    if (asked === undefined) return;
    if ('progress' in reply) {
      asked.report(reply.progress.fraction, reply.progress.label);
      return;
    }
    pending.delete(reply.id);
    if ('result' in reply) asked.resolve(reply.result);
    else asked.reject(errorOf(reply));
    rest();
  }

  function end(ended: ChildProcess, how: string): void {
    if (ended !== child) return;
    child = null;
    const lost = [...pending.values()];
    pending.clear();
    void noteLostDevices(ended.pid ?? 0).then((devices) => {
      for (const { lose } of lost) lose(devices, stopped(how));
    });
  }

  function stop(): void {
    clearTimeout(idleTimer);
    const stopped = child;
    child = null;
    stopped?.kill('SIGKILL');
  }

  function rest(): void {
    clearTimeout(idleTimer);
    if (pending.size > 0 || holders > 0) return;
    idleTimer = setTimeout(stop, idleMs).unref();
    child?.unref();
    child?.channel?.unref();
  }

  /** Null when a device took the process along and another one may do better. */
  async function attempt<Name extends WorkName>(
    name: Name,
    request: EnhancementWork[Name]['request'],
    { signal, report = () => undefined }: Parameters<EnhancementProcess['ask']>[2],
  ): Promise<{ result: EnhancementWork[Name]['result'] } | null> {
    signal.throwIfAborted();
    child ??= start();
    child.ref();
    child.channel?.ref();
    clearTimeout(idleTimer);
    const asked = child;
    const id = ++lastId;
    const cancel = (): void => void asked.send({ id, name: 'cancel' } satisfies EnhancementQuestion, () => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<{ result: EnhancementWork[Name]['result'] } | null>((resolve, reject) => {
        pending.set(id, {
          resolve: (result) => resolve({ result }),
          reject,
          lose: (devices, reason) => (devices.length > 0 && 'choices' in request ? resolve(null) : reject(reason)),
          report,
        });
        // A process that cannot be reached tells so by its end.
        asked.send({ id, name, request }, () => undefined);
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  return {
    async ask(name, request, context) {
      const first = await attempt(name, request, context);
      if (first !== null) return first.result;
      // What was lost is known from now on, so every attempt has one device less to choose from.
      for (;;) {
        const next = await attempt(name, onAnyDevice(request), context);
        if (next !== null) return next.result;
      }
    },
    hold() {
      holders += 1;
      clearTimeout(idleTimer);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders -= 1;
        rest();
      };
    },
    close() {
      stop();
      for (const { reject } of pending.values()) reject(new AppError('engine-stopped', 'The program is closing.'));
      pending.clear();
    },
  };
}

/** The same question, whatever device it was meant for; half precision is then no longer insisted on. */
function onAnyDevice<Request>(request: Request): Request {
  if (typeof request !== 'object' || request === null || !('choices' in request)) return request;
  const choices = request.choices as Pick<EnhanceChoices, 'precision'>;
  const { precision, ...others } = choices;
  return { ...request, choices: { ...others, ...(precision === 'full' && { precision }), device: 'auto' } };
}

function stopped(how: string): AppError {
  return new AppError(
    'device-unavailable',
    `The computation stopped without an answer (${how}), as happens when a driver fails. Try again; if it happens again, choose another device, such as cpu.`,
  );
}

/** A fault of the program keeps its stack, for the log. */
function errorOf({ error, fault }: Extract<EnhancementReply, { error: unknown }>): Error {
  return fault === null ? new AppError(error.code, error.message) : new Error(fault);
}
