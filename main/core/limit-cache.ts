import type { Workspace } from './open-workspace.ts';
import { pruneCache } from './ground/disk/prune-cache.ts';

const everyMs = 20 * 60_000;

/** Keeps the cache within what the settings allow, from the beginning on and while the program is open. Gives the function that ends it. */
export function limitCache({ data, log, events, settings }: Workspace): () => Promise<void> {
  let last = Promise.resolve();
  const prune = (): void => {
    last = last
      .then(() => pruneCache(data, { maxBytes: settings.read().cacheLimitGiB * 2 ** 30 }))
      .then(
        () => undefined,
        (error: unknown) => log.warn('The cache could not be pruned', error),
      );
  };
  const timer = setInterval(prune, everyMs).unref();
  let limit = settings.read().cacheLimitGiB;
  events.on('settings.changed', ({ cacheLimitGiB }) => {
    if (cacheLimitGiB === limit) return;
    limit = cacheLimitGiB;
    prune();
  });
  prune();
  return async () => {
    clearInterval(timer);
    await last;
  };
}
