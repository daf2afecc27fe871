import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Builds `engine.js` out of fake-engine.ts into `folder`, the way the real one is built. */
export async function buildFakeEngine(folder: string): Promise<void> {
  await build({
    entryPoints: { engine: fileURLToPath(new URL('./fake-engine.ts', import.meta.url)) },
    outdir: folder,
    outExtension: { '.js': '.js' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
}
