import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { collectLicences, licencesAsText } from './collect-licences.ts';
import { drawIcons } from './draw-icons.ts';
import type { Target } from './targets.ts';

const packageFile = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  type: z.string(),
  main: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** Where the parts of a package lie before they are put together. */
export interface StagedApplication {
  target: Target;
  /** Our programs, the page and the packages of npm that run on the target, and nothing else. */
  folder: string;
  /** Every source file that is in the programs, relative to the repository. */
  sources: string[];
  electronVersion: string;
}

/** Builds the programs, the page and the icons into `build/packaging`; the folder of programs and page. */
export async function buildPrograms(root: string): Promise<string> {
  const folder = join(root, 'build/packaging/programs');
  execFileSync(process.execPath, ['esbuild.config.js', '--package', folder], { cwd: root, stdio: 'inherit' });
  await drawIcons(root, join(root, 'build/packaging/icons'));
  return folder;
}

/**
 * Lays out the application for one target: the programs, and the packages of npm as npm installs them there, from
 * package-lock.json; `withCuda` adds onnxruntime's libraries for NVIDIA cards, which must be installed in the checkout. Throws when
 * npm cannot get the native packages of the target.
 */
export async function stageApplication(
  root: string,
  programs: string,
  target: Target,
  options: { withCuda?: boolean } = {},
): Promise<StagedApplication> {
  const base = join(root, 'build/packaging', target.name);
  const folder = join(base, 'application');
  const licencesFolder = join(base, 'licences');
  await rm(base, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mkdir(licencesFolder);
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) await cp(join(root, name), join(folder, name));
  installPackages(folder, target);
  if (options.withCuda === true) await takeCudaAlong(root, folder, target);

  await cp(programs, join(folder, 'dist'), { recursive: true });
  const pageLicences = join(base, 'page-licences.json');
  await rename(join(folder, 'dist/renderer/licences.json'), pageLicences);
  const sourcesFile = join(folder, 'dist/sources.json');
  const sources = z.array(z.string()).parse(JSON.parse(await readFile(sourcesFile, 'utf8')));
  await rm(sourcesFile);

  const ours = packageFile.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const { name, version, description, license, type, main, dependencies } = ours;
  const author = { name: 'The Telewide authors', email: 'authors@telewide.invalid' };
  const shipped = { name, version, description, license, author, homepage: 'https://telewide.invalid', type, main };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...shipped, dependencies }, null, 2));
  await Promise.all(['package-lock.json', '.npmrc'].map((file) => rm(join(folder, file))));

  const licences = await collectLicences(join(folder, 'node_modules'), pageLicences);
  await writeFile(join(licencesFolder, 'third-party.txt'), licencesAsText(licences));
  const index = licences.map((one) => ({ name: one.name, version: one.version, identifier: one.identifier }));
  await writeFile(join(licencesFolder, 'third-party.json'), `${JSON.stringify(index, null, 2)}\n`);
  await cp(join(root, 'LICENSE'), join(licencesFolder, 'telewide.txt'));

  const electronVersion = ours.devDependencies.electron;
  if (electronVersion === undefined) throw new Error('Expected electron among the devDependencies of package.json');
  return { target, folder, sources, electronVersion };
}

/** They are no part of any package of npm: a checkout has them once somebody asked for them, see main/documentation/troubleshooting.md. */
async function takeCudaAlong(root: string, folder: string, { platform, arch, name }: Target): Promise<void> {
  const place = join('node_modules/onnxruntime-node/bin/napi-v6', platform, arch);
  const libraries = (await readdir(join(root, place))).filter((file) => /providers_(cuda|shared)/.test(file));
  if (!libraries.some((file) => file.includes('cuda'))) {
    throw new Error(`Expected the CUDA libraries of onnxruntime for ${name} in ${place}, but they are not installed`);
  }
  for (const file of libraries) await cp(join(root, place, file), join(folder, place, file));
}

/** As on the target: npm picks the native packages, and no script of any package runs. */
function installPackages(folder: string, { name, npmChoice }: Target): void {
  const { status } = spawnSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--loglevel=error', ...npmChoice], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm could not install the packages for ${name}; what it said stands above`);
}
