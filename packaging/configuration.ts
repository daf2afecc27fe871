import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { modelFileEnding } from '#contract/model-card';
import type { StagedApplication } from './stage-application.ts';

/** Named by what they are, never by a platform: what runs elsewhere is not in the staged tree in the first place. */
const unneededFiles = [
  '!**/*.{map,ts,mts,cts,md,markdown,flow,tsbuildinfo,gyp,gypi}',
  '!**/{test,tests,__tests__,spec,example,examples,docs,benchmark,benchmarks,.github}/**',
  '!**/{.eslintrc*,.editorconfig,.npmignore,.nycrc,.prettierrc*,tsconfig*.json,CHANGELOG*,Makefile}',
  '!**/*.{h,hpp,cc,cpp}',
  '!**/{.package-lock.json,.DS_Store}',
  // Sources beside what was built of them, and builds for a browser.
  '!node_modules/{zod,luxon}/src/**',
  '!node_modules/luxon/build/{amd,cjs-browser,es6,global}/**',
  '!node_modules/onnxruntime-node/script/**',
  '!node_modules/{adm-zip,global-agent}/**',
  '!node_modules/{msgpackr-extract,@msgpackr-extract}/**',
];

/** Native code cannot be loaded out of an archive; what it is asked for by lies beside it. */
const unpackedFiles = ['sharp', '@img', 'onnxruntime-node', 'onnxruntime-common'].map(
  (name) => `node_modules/${name}/**/*`,
);

const photoTypes = ['image/jpeg', 'image/png', 'image/tiff', 'image/webp', 'image/avif', 'image/heic', 'image/heif'];
const photoEndings = ['jpg', 'jpeg', 'png', 'tif', 'tiff', 'webp', 'avif', 'heic', 'heif'];

/** Everything that electron-builder is told. `root` is the repository; what comes out lies in `output`. */
export function configurationFor(root: string, staged: StagedApplication, output: string): Configuration {
  const { target, folder, licencesFolder, iconsFolder, electronVersion } = staged;
  const ours = (path: string): string => join(root, 'packaging', path);
  const icon = (name: string): string => join(iconsFolder, name);
  const iconEnding = target.platform === 'darwin' ? 'icns' : 'ico';
  const otherPlatforms = ['linux', 'win32', 'darwin'].filter((name) => name !== target.platform);
  const otherArch = target.arch === 'x64' ? 'arm64' : 'x64';
  return {
    appId: 'app.telewide.desktop',
    productName: 'Telewide',
    copyright: 'Apache-2.0, the Telewide authors',
    electronVersion,
    directories: { app: folder, output, buildResources: ours('.') },
    files: [
      'dist/**/*',
      'package.json',
      'node_modules/**/*',
      ...unneededFiles,
      `!node_modules/onnxruntime-node/bin/*/{${otherPlatforms.join(',')}}/**`,
      `!node_modules/onnxruntime-node/bin/*/*/${otherArch}/**`,
      // The same library under a second name.
      '!node_modules/onnxruntime-node/bin/*/darwin/*/libonnxruntime.1.dylib',
    ],
    asar: true,
    asarUnpack: unpackedFiles,
    extraResources: [
      {
        from: join(root, 'native-models/weights'),
        to: 'native-models/weights',
        filter: ['*/manifest.json', '*/model-card.md', '*/weights.safetensors'],
      },
      {
        from: join(root, 'native-models/sample-pair'),
        to: 'native-models/sample-pair',
        filter: ['*.jpg', '*.webp', '*.json'],
      },
      { from: licencesFolder, to: 'licences' },
      { from: icon('linux/512x512.png'), to: 'icon.png' },
      {
        from: ours(
          target.platform === 'win32' ? 'command-line/telewide.cmd' : `command-line/telewide-${target.platform}.sh`,
        ),
        to: target.platform === 'win32' ? 'bin/telewide.cmd' : 'bin/telewide',
      },
    ],
    electronLanguages: ['en-US', 'en', 'de'],
    electronFuses: {
      // The command line and the engine's short-lived processes are this very program as plain Node: see main/decisions.
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      loadBrowserProcessSpecificV8Snapshot: false,
      // There are no cookies, and asking for the system's keychain would be a dialog about nothing.
      enableCookieEncryption: false,
    },
    fileAssociations: [
      {
        ext: 'telewide',
        name: 'Telewide project',
        description: 'Telewide project',
        mimeType: 'application/x-telewide-project',
        role: 'Editor',
        icon: icon(`project.${iconEnding}`),
      },
      {
        ext: modelFileEnding.slice(1),
        name: 'Telewide model',
        description: 'Telewide model',
        mimeType: 'application/x-telewide-model',
        role: 'Viewer',
        icon: icon(`model.${iconEnding}`),
      },
      // On Windows the installer offers photos under "Open with" itself: electron-builder would make us their default program.
      ...(target.platform === 'darwin'
        ? [{ ext: photoEndings, name: 'Photo', role: 'Viewer' as const, rank: 'Alternate' as const }]
        : []),
    ],
    linux: {
      target: target.formats.map((name) => ({ target: name, arch: [target.arch] })),
      executableName: 'telewide-desktop',
      category: 'Graphics',
      icon: icon('linux'),
      maintainer: 'The Telewide authors <authors@telewide.invalid>',
      synopsis: 'Gives a wide photo the detail that the telephoto camera saw',
      mimeTypes: photoTypes,
      desktop: { entry: { Keywords: 'photo;super-resolution;telephoto;enhance;' } },
    },
    deb: { afterInstall: ours('linux/after-install.sh'), afterRemove: ours('linux/after-remove.sh') },
    win: {
      target: target.formats.map((name) => ({ target: name, arch: [target.arch] })),
      icon: icon('application.ico'),
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      include: ours('windows/installer.nsh'),
      deleteAppDataOnUninstall: false,
    },
    portable: { artifactName: 'Telewide-${version}-portable.exe' },
    mac: {
      target: target.formats.map((name) => ({ target: name, arch: [target.arch] })),
      category: 'public.app-category.photography',
      icon: icon('application.icns'),
      hardenedRuntime: true,
      entitlements: ours('macos/entitlements.plist'),
      entitlementsInherit: ours('macos/entitlements.plist'),
      minimumSystemVersion: '12.0',
    },
    dmg: { title: 'Telewide ${version}' },
    npmRebuild: false,
    // No update feed, nothing uploaded: the program never asks anybody whether there is a newer one.
    publish: null,
  };
}
