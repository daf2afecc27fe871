import { machineOf, type PackagedFile } from './packaged-files.ts';
import type { Target, TargetName } from './targets.ts';

/** One thing that is asked of a package, and what is wrong with it: nothing when it is right. */
export interface Finding {
  asked: string;
  faults: string[];
}

const programs = [
  'main/desktop.js',
  'main/engine.js',
  'main/telewide.js',
  'main/serve.js',
  'main/registration-worker.js',
  'main/enhancement-worker.js',
  'main/adaptation-worker.js',
  'main/library-worker.js',
  'main/training-worker.js',
  'main/device-trial.js',
  'preload/preload.cjs',
  'renderer/index.html',
];

const runtime = 'app.asar.unpacked/node_modules/onnxruntime-node/bin/napi-v6';
const native: Readonly<Record<TargetName, readonly RegExp[]>> = {
  'linux-x64': [
    new RegExp(`${runtime}/linux/x64/onnxruntime_binding\\.node$`),
    new RegExp(`${runtime}/linux/x64/libonnxruntime\\.so\\.1$`),
    /@img\/sharp-linux-x64\/lib\/sharp-linux-x64-[\d.]+\.node$/,
    /@img\/sharp-libvips-linux-x64\/lib\/libvips-cpp\.so\.[\d.]+$/,
  ],
  'win32-x64': [
    new RegExp(`${runtime}/win32/x64/onnxruntime_binding\\.node$`),
    new RegExp(`${runtime}/win32/x64/onnxruntime\\.dll$`),
    new RegExp(`${runtime}/win32/x64/DirectML\\.dll$`),
    new RegExp(`${runtime}/win32/x64/dxil\\.dll$`),
    new RegExp(`${runtime}/win32/x64/dxcompiler\\.dll$`),
    /@img\/sharp-win32-x64\/lib\/sharp-win32-x64-[\d.]+\.node$/,
    /@img\/sharp-win32-x64\/lib\/libvips-[\d.]+\.dll$/,
  ],
  'darwin-arm64': [
    new RegExp(`${runtime}/darwin/arm64/onnxruntime_binding\\.node$`),
    new RegExp(`${runtime}/darwin/arm64/libonnxruntime\\.[\\d.]+\\.dylib$`),
    /@img\/sharp-darwin-arm64\/lib\/sharp-darwin-arm64-[\d.]+\.node$/,
    /@img\/sharp-libvips-darwin-arm64\/lib\/libvips-cpp\.[\d.]+\.dylib$/,
  ],
};

const weights = ['fast', 'paper'].flatMap((name) =>
  ['manifest.json', 'weights.safetensors'].map((file) => `${name}/${file}`),
);

/** Looks at which files are in a package, and for which machines they were compiled. */
export function checkLayout(target: Target, files: readonly PackagedFile[]): Finding[] {
  const paths = files.map(({ path }) => path);
  const pathsThat = (pattern: RegExp): string[] => paths.filter((path) => pattern.test(path));
  const missing = (endings: readonly string[]): string[] =>
    endings.filter((ending) => !paths.some((path) => path.endsWith(ending)));
  const compiled = files.flatMap((file) => {
    const machine = machineOf(file.head);
    return machine === null ? [] : [{ ...file, machine }];
  });
  return [
    { asked: 'every program is in the archive', faults: missing(programs.map((name) => `/app.asar/dist/${name}`)) },
    {
      asked: 'what runs natively is there',
      faults: native[target.name].filter((pattern) => pathsThat(pattern).length !== 1).map(String),
    },
    {
      asked: 'everything compiled is for this machine',
      faults: compiled
        .filter(({ machine }) => machine !== `${target.platform}-${target.arch}`)
        .map(({ path, machine }) => `${path} is for ${machine}`),
    },
    {
      asked: 'nothing compiled is in the archive, where it could not be loaded',
      faults: compiled.filter(({ isInArchive }) => isInArchive).map(({ path }) => path),
    },
    { asked: 'no folder is named after another machine', faults: foreignFolders(target, paths) },
    { asked: 'no source map', faults: pathsThat(/\.map$/) },
    { asked: 'no source', faults: pathsThat(/\.(ts|mts|cts|tsx|svelte|py|cc|cpp|h)$/) },
    { asked: 'no test', faults: pathsThat(/(^|\/)(tests?|__tests__|spec|fixtures)\/|\.(test|spec)\.[cm]?js$/) },
    {
      asked: 'no training data and no code for a graphics card of a developer',
      faults: pathsThat(/(^|\/)(gpu|datasets?|checkpoints?)\/|\.(pt|pth|ckpt|npz)$/).filter(
        (path) => !path.includes('/node_modules/'),
      ),
    },
    {
      asked: 'nothing that only developers and studios with a queue need',
      faults: pathsThat(
        /node_modules\/(bullmq|ioredis|electron|electron-builder|vite|vitest|esbuild|typescript|svelte|@playwright|eslint|tsx)\//,
      ),
    },
    { asked: 'the weights are resources', faults: missing(weights.map((name) => `/native-models/weights/${name}`)) },
    {
      asked: 'the sample pair is a resource',
      faults: missing(['wide.jpg', 'tele.jpg'].map((name) => `/sample-pair/${name}`)),
    },
    {
      asked: 'the command line is there',
      faults: missing([target.platform === 'win32' ? '/bin/telewide.cmd' : '/bin/telewide']),
    },
    {
      asked: 'licences are there',
      faults: missing(['telewide.txt', 'third-party.txt', 'third-party.json'].map((name) => `/licences/${name}`)),
    },
  ];
}

/** Folders of packages carry the names of systems and processors: linux, darwin/arm64, sharp-win32-x64. */
function foreignFolders(target: Target, paths: readonly string[]): string[] {
  const foreign = ['linux', 'linuxmusl', 'win32', 'darwin'].filter((name) => name !== target.platform);
  const pattern = new RegExp(`node_modules/.*(/|-)(${foreign.join('|')})(/|-(x64|arm64))`);
  return paths.filter((path) => pattern.test(path));
}
