import type { EngineMethodName, ShellMethodName } from '#contract/api';
import { AppError } from '#contract/errors';
import type { MessagePipe, Notice } from '#contract/transport';
import type { MethodTable } from '#core/core';
import type { Log } from '#core/storage/log-file';
import type { EngineSupervisor } from './engine-supervisor.ts';
import type { PathPolicy } from './path-grants.ts';
import { serveConnection } from './serve-connection.ts';

/** What a page's connection is joined with. */
export interface PageServices {
  engine: EngineSupervisor;
  /** The verbs of the shell itself. */
  shell: MethodTable<ShellMethodName>;
  paths: PathPolicy;
  log: Log;
}

/**
 * Serves one page until its pipe closes: the shell answers `shell.*`, the engine everything else, and a path that the
 * person did not allow is `not-allowed`. The page first hears how the engine is, then every event. The pipe outlives engines.
 */
export function servePage(pipe: MessagePipe, { engine, shell, paths, log }: PageServices): void {
  serveConnection<EngineMethodName | ShellMethodName>(
    pipe,
    { ...engine.call, ...guarded(engine.call, paths), ...shell },
    log,
  );
  const stopListening = engine.listen((notice) => pipe.send(notice));
  pipe.onClose(stopListening);
  pipe.send({ event: 'engine.changed', payload: engine.state } satisfies Notice);
}

type GuardedMethodName = 'photos.add' | 'export.start';

/** Every method through which a page can name a path. */
function guarded(call: MethodTable, paths: PathPolicy): MethodTable<GuardedMethodName> {
  return {
    async 'photos.add'(params) {
      await checkReadable(paths, params.paths);
      return call['photos.add'](params);
    },
    async 'export.start'(params) {
      if (await paths.mayWrite(params.path)) return call['export.start'](params);
      throw new AppError(
        'not-allowed',
        `Expected a place to save that you chose, but received ${params.path}. Choose where to save.`,
      );
    },
  };
}

async function checkReadable(policy: PathPolicy, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (await policy.mayRead(path)) continue;
    throw new AppError(
      'not-allowed',
      `Expected a photo or folder that you opened, but ${path} lies outside of what is allowed or is not there. Open it again.`,
    );
  }
}
