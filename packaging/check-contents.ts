import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { NtExecutable, NtExecutableResource } from 'resedit';
import { z } from 'zod';
import type { Finding } from './check-layout.ts';
import { placesIn } from './packaged-files.ts';
import type { StagedApplication } from './stage-application.ts';

/** A fuse is a digit in the program. */
const fuse = { on: 0x31, off: 0x30 };

const wantedFuses: readonly [FuseV1Options, number][] = [
  [FuseV1Options.RunAsNode, fuse.on],
  [FuseV1Options.EnableCookieEncryption, fuse.off],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, fuse.off],
  [FuseV1Options.EnableNodeCliInspectArguments, fuse.off],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, fuse.on],
  [FuseV1Options.OnlyLoadAppFromAsar, fuse.on],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, fuse.off],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, fuse.off],
];

/** Looks into the files of a package: what they hold, not where they lie. */
export async function checkContents(staged: StagedApplication, output: string): Promise<Finding[]> {
  const { resources, archive } = placesIn(output, staged.target);
  return [
    { asked: 'fuses are set', faults: await fuseFaults(staged, output) },
    { asked: 'the archive is the one whose hash the program knows', faults: await integrityFaults(staged, output) },
    {
      asked: 'no training from nothing is among the sources',
      faults: staged.sources.filter((path) => trainingFromNothing.test(path)),
    },
    { asked: 'no program names a source map or asks for updates', faults: wordFaults(archive) },
    { asked: 'every package in the archive has its licence listed', faults: await licenceFaults(resources, archive) },
    { asked: 'the weights are whole', faults: await weightFaults(resources) },
    { asked: 'the command line may be run', faults: await commandLineFaults(staged, resources) },
  ];
}

const trainingFromNothing =
  /core\/learning\/training\/(pretrain|invent-photos|contact-sheet|draw-chart)|native-models\/gpu\/|commands\/train\.ts|^tests\//;

async function fuseFaults({ target }: StagedApplication, output: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(placesIn(output, target).program);
  return wantedFuses
    .filter(([option, state]) => Number(wire[option]) !== state)
    .map(([option, state]) => `${FuseV1Options[option]} is ${String(wire[option])}, not ${state}`);
}

/** Electron checks the archive on Windows and macOS; on Linux it knows no hash. */
async function integrityFaults({ target }: StagedApplication, output: string): Promise<string[]> {
  const { archive, program, resources } = placesIn(output, target);
  if (target.platform === 'linux') return [];
  const hash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
  const known =
    target.platform === 'darwin'
      ? await readFile(join(resources, '../Info.plist'), 'utf8')
      : windowsIntegrity(await readFile(program));
  return known.includes(hash) ? [] : [`${hash} is not in ${known}`];
}

function windowsIntegrity(program: Buffer): string {
  const { entries } = NtExecutableResource.from(NtExecutable.from(program, { ignoreCert: true }));
  const entry = entries.find(({ type }) => type === 'INTEGRITY');
  return entry === undefined ? 'a program without integrity' : Buffer.from(entry.bin).toString('utf8');
}

function wordFaults(archive: string): string[] {
  const ours = listPackage(archive, { isPack: false }).filter((name) =>
    /^[/\\]dist[/\\].*\.(c?js|css|html)$/.test(name),
  );
  return ours.flatMap((name) => {
    const text = extractFile(archive, name.slice(1)).toString('utf8');
    return ['sourceMappingURL=', 'electron-updater', 'autoUpdater']
      .filter((word) => text.includes(word))
      .map((word) => `${name}: ${word}`);
  });
}

const licenceIndex = z.array(z.object({ name: z.string(), version: z.string(), identifier: z.string().min(1) }));

async function licenceFaults(resources: string, archive: string): Promise<string[]> {
  const listed = licenceIndex.parse(JSON.parse(await readFile(join(resources, 'licences/third-party.json'), 'utf8')));
  const texts = await readFile(join(resources, 'licences/third-party.txt'), 'utf8');
  const names = new Set(listed.map(({ name }) => name));
  const packed = new Set(
    listPackage(archive, { isPack: false }).flatMap((path) => {
      const found = /^[/\\]node_modules[/\\](@[^/\\]+[/\\][^/\\]+|[^@/\\][^/\\]*)[/\\]/.exec(path)?.[1];
      return found === undefined ? [] : [found.replace('\\', '/')];
    }),
  );
  return [
    ...[...packed].filter((name) => !names.has(name)),
    ...listed
      .filter(({ name, version }) => !texts.includes(`\n${name} ${version} (`))
      .map(({ name }) => `${name} has no text`),
  ];
}

const manifest = z.looseObject({ sha256: z.string() });

async function weightFaults(resources: string): Promise<string[]> {
  const faults: string[] = [];
  for (const name of ['fast', 'paper']) {
    const folder = join(resources, 'native-models/weights', name);
    const { sha256 } = manifest.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    const bytes = await readFile(join(folder, 'weights.safetensors'));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      faults.push(`${name} is not what its manifest says`);
  }
  return faults;
}

async function commandLineFaults({ target }: StagedApplication, resources: string): Promise<string[]> {
  if (target.platform === 'win32') return [];
  return access(join(resources, 'bin/telewide'), constants.X_OK).then(
    () => [],
    () => ['bin/telewide may not be executed'],
  );
}
