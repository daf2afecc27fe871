const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional'] },
});

const onlyIn = (name, rooms, packagePath) => ({
  name,
  severity: 'error',
  from: { pathNot: [...rooms, '^tests/', '^[^/]+\\.config\\.(js|ts)$'] },
  to: { path: packagePath },
});

const { floors, inside } = require('./main/core/floors.json');

/** A room (or, inside a room, a folder) imports itself and what lies on the floors beneath it, never its neighbours. */
const downwards = (folder, levels) =>
  levels.flatMap((level, floor) =>
    level.map((name) => ({
      name: `${folder.replace('main/', '').replaceAll('/', '-')}${name.replace('*.ts', 'itself')}-imports-downwards`,
      severity: 'error',
      from: { path: `^${folder}${asPath(name)}` },
      to: {
        path: `^${folder}`,
        pathNot: [name, ...levels.slice(floor + 1).flat()].map((allowed) => `^${folder}${asPath(allowed)}`),
      },
    })),
  );
const asPath = (name) => (name === '*.ts' ? '[^/]+$' : `${name}/`);

const coreOrder = [
  ...downwards('main/core/', floors),
  ...Object.entries(inside).flatMap(([room, levels]) => downwards(`main/core/${room}/`, levels)),
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['^tests/', '\\.d\\.ts$', '^[^/]+\\.(js|ts|cjs)$'] },
      to: {},
    },
    layer('contract-imports-only-itself', '^main/contract/', ['^main/contract/']),
    layer('native-models-import-only-themselves', '^native-models/', ['^native-models/']),
    layer('core-imports-contract-and-native-models', '^main/core/', [
      '^main/core/',
      '^main/contract/',
      '^native-models/',
    ]),
    layer('host-imports-core-and-contract', '^main/host/', ['^main/host/', '^main/core/', '^main/contract/']),
    layer('shells-stay-apart', '^main/shells/([^/]+)/', [
      '^main/shells/$1/',
      '^main/host/',
      '^main/core/',
      '^main/contract/',
    ]),
    layer('preload-imports-contract', '^preload/', ['^preload/', '^main/contract/']),
    layer('renderer-imports-contract', '^renderer/', ['^renderer/', '^main/contract/']),
    {
      name: 'contract-runs-anywhere',
      severity: 'error',
      from: { path: '^main/contract/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'native-models-are-pure',
      severity: 'error',
      from: { path: '^native-models/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/protobufjs/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    onlyIn('electron-only-in-its-shell', ['^main/shells/desktop/', '^preload/'], 'node_modules/electron/|^electron$'),
    onlyIn('sharp-only-in-photos', ['^main/core/photos/'], 'node_modules/sharp/|^sharp$'),
    {
      name: 'onnxruntime-only-where-it-is-silenced',
      severity: 'error',
      from: { pathNot: '^main/core/runtime/onnxruntime\\.ts$' },
      to: { path: 'node_modules/onnxruntime-(node|common)/|^onnxruntime-(node|common)' },
    },
    onlyIn('opencv-only-in-registering', ['^main/core/pairs/registering/'], 'node_modules/@techstark/'),
    onlyIn('queues-only-in-their-folder', ['^main/core/export/queue/'], 'node_modules/(bullmq|ioredis)/'),
    onlyIn('libheif-only-in-photos', ['^main/core/photos/'], 'node_modules/libheif-js/'),
    onlyIn('xml-only-in-metadata', ['^main/core/photos/metadata/'], 'node_modules/saxes/'),
    ...coreOrder,
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.js'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
