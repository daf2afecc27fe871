import { createRequire } from 'node:module';
import type library from 'sharp';
import type { Sharp, SharpInput, SharpOptions } from 'sharp';

const load = createRequire(import.meta.url);
let loaded: typeof library | undefined;

/** sharp, loaded when it is first needed and set up once: without its cache memory stays flat and a file that changed is read anew. */
export function sharp(options?: SharpOptions): Sharp;
export function sharp(input?: SharpInput | SharpInput[], options?: SharpOptions): Sharp;
export function sharp(...input: [input?: SharpInput | SharpInput[] | SharpOptions, options?: SharpOptions]): Sharp {
  if (loaded === undefined) {
    loaded = load('sharp') as typeof library;
    loaded.cache(false);
  }
  return loaded(...(input as Parameters<typeof library>));
}
