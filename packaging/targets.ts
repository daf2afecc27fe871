/** A kind of machine that packages are made for. */
export interface Target {
  readonly name: TargetName;
  readonly platform: 'linux' | 'win32' | 'darwin';
  readonly arch: 'x64' | 'arm64';
  /** What npm is told to choose native packages by. */
  readonly npmChoice: readonly string[];
  /** electron-builder's names of what people download. */
  readonly formats: readonly string[];
}

export const targetNames = ['linux-x64', 'win32-x64', 'darwin-arm64'] as const;
export type TargetName = (typeof targetNames)[number];

export const targets: Readonly<Record<TargetName, Target>> = {
  'linux-x64': {
    name: 'linux-x64',
    platform: 'linux',
    arch: 'x64',
    npmChoice: ['--os=linux', '--cpu=x64', '--libc=glibc'],
    formats: ['AppImage', 'deb'],
  },
  'win32-x64': {
    name: 'win32-x64',
    platform: 'win32',
    arch: 'x64',
    npmChoice: ['--os=win32', '--cpu=x64'],
    formats: ['nsis', 'portable'],
  },
  'darwin-arm64': {
    name: 'darwin-arm64',
    platform: 'darwin',
    arch: 'arm64',
    npmChoice: ['--os=darwin', '--cpu=arm64'],
    formats: ['dmg'],
  },
};

/** The targets that were named, or those of this machine when none was. Throws with the names there are. */
export function chooseTargets(named: readonly string[]): Target[] {
  const wanted = named.length > 0 ? named : [`${process.platform}-${process.arch}`];
  return wanted.map((name) => {
    const target = targetNames.find((one) => one === name);
    if (target === undefined) throw new Error(`Expected ${targetNames.join(', ')}, but received ${name}`);
    return targets[target];
  });
}
