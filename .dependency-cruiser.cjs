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

/** What each room of the core may import, besides itself, the contract and the native models. */
const coreRooms = {
  image: ['storage'],
  runtime: ['storage'],
  storage: [],
  jobs: [],
  settings: [],
  pairing: ['image', 'registration'],
  library: ['image', 'jobs', 'pairing', 'storage'],
  registration: ['image'],
  camera: ['image', 'registration'],
  models: ['image', 'runtime', 'storage'],
  inference: ['camera', 'image', 'models', 'registration', 'runtime'],
  enhancement: ['camera', 'image', 'inference', 'jobs', 'models', 'registration', 'runtime', 'storage'],
  preview: ['enhancement', 'image', 'inference', 'models', 'runtime'],
  'enhancement-process': ['enhancement', 'image', 'inference', 'jobs', 'models', 'preview', 'runtime', 'storage'],
  evaluation: ['camera', 'image', 'inference', 'models', 'registration', 'runtime'],
  export: ['image', 'inference'],
  project: ['storage'],
  batch: ['enhancement', 'export', 'image', 'inference', 'jobs', 'models', 'pairing', 'storage'],
  training: ['image', 'models', 'runtime', 'storage'],
  adaptation: [
    'camera',
    'enhancement',
    'evaluation',
    'image',
    'inference',
    'jobs',
    'models',
    'pairing',
    'registration',
    'runtime',
    'storage',
    'training',
  ],
};

const coreOrder = Object.entries(coreRooms).map(([room, allowed]) => ({
  name: `core-${room}-imports`,
  severity: 'error',
  from: { path: `^main/core/${room}/` },
  to: { path: '^main/core/', pathNot: [room, ...allowed].map((name) => `^main/core/${name}/`) },
}));

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
    onlyIn('sharp-only-in-image', ['^main/core/image/'], 'node_modules/sharp/|^sharp$'),
    {
      name: 'onnxruntime-only-where-it-is-silenced',
      severity: 'error',
      from: { pathNot: '^main/core/runtime/onnxruntime\\.ts$' },
      to: { path: 'node_modules/onnxruntime-(node|common)/|^onnxruntime-(node|common)' },
    },
    onlyIn('opencv-only-in-registration', ['^main/core/registration/'], 'node_modules/@techstark/'),
    onlyIn('queues-only-in-batch', ['^main/core/batch/'], 'node_modules/(bullmq|ioredis)/'),
    onlyIn('xml-only-in-image', ['^main/core/image/'], 'node_modules/saxes/'),
    onlyIn('libheif-only-in-image', ['^main/core/image/'], 'node_modules/libheif-js/'),
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
