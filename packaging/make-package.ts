import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { configurationFor } from './configuration.ts';
import type { StagedApplication } from './stage-application.ts';

export interface PackageOptions {
  /** The repository. */
  root: string;
  staged: StagedApplication;
  /** A folder with Electron's files for the target, instead of the ones that are downloaded. */
  electronFolder?: string;
  /** Only the folder that would be packed, no installers. */
  isFolderOnly: boolean;
}

/** Packs a staged application; the folder that everything ends up in. Nothing is published anywhere. */
export async function makePackage({ root, staged, electronFolder, isFolderOnly }: PackageOptions): Promise<string> {
  const { target } = staged;
  const output = join(root, 'build/packages', isFolderOnly ? `${target.name}-checked` : target.name);
  const configuration = configurationFor(root, staged, output);
  const arch = target.arch === 'x64' ? Arch.x64 : Arch.arm64;
  await build({
    projectDir: root,
    publish: 'never',
    targets: platformOf(target.platform).createTarget(isFolderOnly ? 'dir' : [...target.formats], arch),
    config: {
      ...configuration,
      ...(electronFolder === undefined ? {} : { electronDist: electronFolder }),
      // A stub has nothing to sign, and this machine nothing to sign with.
      ...(isFolderOnly ? { mac: { ...configuration.mac, identity: null } } : {}),
    },
  });
  return output;
}

function platformOf(name: 'linux' | 'win32' | 'darwin'): Platform {
  return { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[name];
}
