import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
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

/** Packs a staged application as electron-builder.yml says; the folder that everything ends up in. Nothing is published anywhere. */
export async function makePackage({ root, staged, electronFolder, isFolderOnly }: PackageOptions): Promise<string> {
  const { target, folder, electronVersion } = staged;
  const output = join(root, 'build/packages', isFolderOnly ? `${target.name}-checked` : target.name);
  const arch = target.arch === 'x64' ? Arch.x64 : Arch.arm64;
  await build({
    projectDir: root,
    publish: 'never',
    targets: platformOf(target.platform).createTarget(isFolderOnly ? 'dir' : [...target.formats], arch),
    config: {
      electronVersion,
      directories: { app: folder, output },
      ...(electronFolder === undefined ? {} : { electronDist: electronFolder }),
      // A stub has nothing to sign, and this machine nothing to sign with.
      ...(isFolderOnly ? { mac: { identity: null } } : {}),
    },
  });
  return output;
}

function platformOf(name: 'linux' | 'win32' | 'darwin'): Platform {
  return { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[name];
}
