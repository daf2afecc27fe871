import type { EngineMethodName, ShellMethodName } from '#contract/api';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import type { MessagePipe, Notice } from '#contract/transport';
import type { MethodTable } from '#core/core';
import type { Log } from '#core/ground/disk/log-file';
import type { EngineSupervisor } from './engine-supervisor.ts';
import type { PathPolicy } from './path-grants.ts';
import { photosElsewhere } from './photos-elsewhere.ts';
import { serveConnection } from './serve-connection.ts';

/** What a page's connection is joined with. */
export interface PageServices {
  engine: EngineSupervisor;
  /** The verbs of the shell itself. */
  shell: MethodTable<ShellMethodName>;
  paths: PathPolicy;
  /** Asks the person whether photos that a project names may be opened, which lie where nothing was opened yet; nobody to ask means no. */
  mayOpenElsewhere?: (paths: readonly string[]) => Promise<boolean>;
  log: Log;
}

/**
 * Serves one page until its pipe closes: the shell answers `shell.*`, the engine everything else, and a path that the
 * person did not allow is `not-allowed`. The page first hears how the engine is, then every event. The pipe outlives engines.
 */
export function servePage(pipe: MessagePipe, services: PageServices): void {
  const { engine, shell, paths, log } = services;
  serveConnection<EngineMethodName | ShellMethodName>(
    pipe,
    { ...engine.call, ...guarded(engine.call, paths, services.mayOpenElsewhere), ...shell },
    log,
  );
  const stopListening = engine.listen((notice) => pipe.send(notice));
  pipe.onClose(stopListening);
  pipe.send({ event: 'engine.changed', payload: engine.state } satisfies Notice);
}

type GuardedMethodName =
  | 'project.open'
  | 'project.save-copy'
  | 'photos.add'
  | 'truth.choose'
  | 'export.start'
  | 'gain.save'
  | 'batch.start'
  | 'models.export'
  | 'models.import';

/** Every method through which a page can name a path. */
function guarded(
  call: MethodTable,
  paths: PathPolicy,
  mayOpenElsewhere: PageServices['mayOpenElsewhere'] = async () => false,
): MethodTable<GuardedMethodName> {
  return {
    async 'photos.add'(params) {
      await checkReadable(paths, params.paths);
      return call['photos.add'](params);
    },
    async 'project.open'(params) {
      await checkReadable(paths, [params.path]);
      const elsewhere = await photosElsewhere(params.path, paths);
      if (elsewhere.length === 0 || (await mayOpenElsewhere(elsewhere))) return call['project.open'](params);
      throw new AppError('not-allowed', say('program.photos-elsewhere', { path: elsewhere[0] ?? '' }));
    },
    async 'project.save-copy'(params) {
      await checkWritable(paths, params.path);
      return call['project.save-copy'](params);
    },
    async 'truth.choose'(params) {
      if (params.path !== null) await checkReadable(paths, [params.path]);
      return call['truth.choose'](params);
    },
    async 'batch.start'(params) {
      if (await paths.mayWrite(params.outputFolder)) return call['batch.start'](params);
      throw new AppError('not-allowed', say('writing.folder-not-chosen', { folder: params.outputFolder }));
    },
    async 'export.start'(params) {
      await checkWritable(paths, params.path);
      return call['export.start'](params);
    },
    async 'gain.save'(params) {
      await checkWritable(paths, params.path);
      return call['gain.save'](params);
    },
    async 'models.export'(params) {
      await checkWritable(paths, params.path);
      return call['models.export'](params);
    },
    async 'models.import'(params) {
      await checkReadable(paths, [params.path]);
      return call['models.import'](params);
    },
  };
}

async function checkWritable(policy: PathPolicy, path: string): Promise<void> {
  if (await policy.mayWrite(path)) return;
  throw new AppError('not-allowed', say('writing.place-not-chosen', { path }));
}

async function checkReadable(policy: PathPolicy, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (await policy.mayRead(path)) continue;
    throw new AppError('not-allowed', say('photos.not-opened-by-you', { path }));
  }
}
