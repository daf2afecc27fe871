import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as buildPage } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Every program of the house: its file under dist/main and where it starts. */
const programs = {
  telewide: 'main/shells/cli/telewide.ts',
  start: 'main/shells/start/start.ts',
  serve: 'main/shells/web/serve.ts',
  engine: 'main/host/engine.ts',
  desktop: 'main/shells/desktop/desktop.ts',
  'registration-worker': 'main/core/registration/registration-worker.ts',
  'training-worker': 'main/core/training/batch-worker.ts',
  'adaptation-worker': 'main/core/adaptation/adaptation-worker.ts',
  'enhancement-worker': 'main/core/enhancement-process/enhancement-worker.ts',
  'device-trial': 'main/core/runtime/device-trial.ts',
};

const shared = { absWorkingDir: root, bundle: true, sourcemap: true, logLevel: 'warning' };

await rm(`${root}dist`, { recursive: true, force: true });
await Promise.all([
  bundle({
    ...shared,
    entryPoints: programs,
    outdir: 'dist/main',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  }),
  bundle({
    ...shared,
    entryPoints: { preload: 'preload/preload.ts' },
    outdir: 'dist/preload',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'chrome140',
    external: ['electron'],
  }),
  buildPage({ configFile: `${root}vite.config.ts`, logLevel: 'warn' }),
]);
