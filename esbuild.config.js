import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
  'registration-worker': 'main/core/pairs/registering/registration-worker.ts',
  'training-worker': 'main/core/learning/training/batch-worker.ts',
  'adaptation-worker': 'main/core/learning/adaptation/adaptation-worker.ts',
  'enhancement-worker': 'main/core/enhancement/process/enhancement-worker.ts',
  'library-worker': 'main/core/workspace/library/library-worker.ts',
  'device-trial': 'main/core/runtime/device-trial.ts',
};

/** What people install: a command line without training from nothing. Adaptation needs the worker of the training. */
const packagedPrograms = { ...programs, telewide: 'main/shells/cli/packaged.ts' };
delete packagedPrograms.start;

/** `--package <folder>`: as it is installed, into another folder, with lists of what went in. */
const [flag, packageFolder] = process.argv.slice(2);
const isPackage = flag === '--package';
if (isPackage && packageFolder === undefined) throw new Error('Expected a folder after --package');
const outputFolder = isPackage ? resolve(packageFolder) : join(root, 'dist');

const shared = { absWorkingDir: root, bundle: true, sourcemap: !isPackage, metafile: true, logLevel: 'warning' };

await rm(outputFolder, { recursive: true, force: true });
const [mainPrograms, preload] = await Promise.all([
  bundle({
    ...shared,
    entryPoints: isPackage ? packagedPrograms : programs,
    outdir: join(outputFolder, 'main'),
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  }),
  bundle({
    ...shared,
    entryPoints: { preload: 'preload/preload.ts' },
    outdir: join(outputFolder, 'preload'),
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'chrome140',
    external: ['electron'],
  }),
  buildPage({
    configFile: `${root}vite.config.ts`,
    logLevel: 'warn',
    build: {
      outDir: join(outputFolder, 'renderer'),
      license: isPackage && { fileName: 'licences.json' },
    },
  }),
]);
if (isPackage) {
  const sources = [mainPrograms, preload].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(join(outputFolder, 'sources.json'), JSON.stringify(sources.sort(), null, 2));
}
