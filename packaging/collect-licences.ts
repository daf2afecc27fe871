import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';

/** One piece of software that ships, and the terms that it ships under. */
export interface Licence {
  name: string;
  version: string;
  /** SPDX. */
  identifier: string;
  text: string;
}

const packageFile = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  license: z.string().optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});
const pageLicences = z.array(
  z.object({ name: z.string(), version: z.string(), identifier: z.string().nullable(), text: z.string().nullable() }),
);

const licenceFileName = /^(licen[cs]e|copying|notice|third-?party-?(notices|programs))/i;

/**
 * The licences of everything inside `nodeModules` (a production install) and of what the page's build says that it bundled,
 * by name. Throws when a package names no licence: nothing ships under unknown terms.
 */
export async function collectLicences(nodeModules: string, pageLicencesFile: string): Promise<Licence[]> {
  const ofPage = pageLicences.parse(JSON.parse(readFileSync(pageLicencesFile, 'utf8'))).map((licence) => ({
    name: licence.name,
    version: licence.version,
    identifier: licence.identifier ?? missing(licence.name),
    text: licence.text ?? '',
  }));
  const ofPackages = await Promise.all((await findPackages(nodeModules)).map(licenceOf));
  const byName = new Map([...ofPage, ...ofPackages].map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** All licences as one text for people: an index, then every text. */
export function licencesAsText(licences: readonly Licence[]): string {
  const line = '='.repeat(100);
  const index = licences.map(({ name, version, identifier }) => `${name} ${version}: ${identifier}`);
  const texts = licences.map(
    ({ name, version, identifier, text }) => `${line}\n${name} ${version} (${identifier})\n${line}\n\n${text.trim()}\n`,
  );
  return [
    'Telewide ships with the software below. Chromium and Electron, where they ship, have their own lists beside the program.',
    '',
    ...index,
    '',
    ...texts,
  ].join('\n');
}

async function findPackages(nodeModules: string): Promise<string[]> {
  const entries = await readdir(nodeModules, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name === 'package.json')
    .map(({ parentPath }) => parentPath)
    .filter((folder) => isPackageFolder(relative(nodeModules, folder)));
}

/** A package lies directly below a node_modules folder, or below a scope there; packages hold other package.json files too. */
function isPackageFolder(place: string): boolean {
  const inside = place.split(/[/\\]/);
  const below = inside.slice(inside.lastIndexOf('node_modules') + 1);
  return below[0]?.startsWith('@') === true ? below.length === 2 : below.length === 1;
}

async function licenceOf(folder: string): Promise<Licence> {
  const facts = packageFile.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const files = await readdir(folder);
  const licenceFiles = files.filter((name) => licenceFileName.test(name)).sort();
  // Some bring their terms in their README, as libvips does for what is built into it.
  const names = licenceFiles.length > 0 ? licenceFiles : files.filter((name) => /^readme/i.test(name));
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  return {
    name: facts.name,
    version: facts.version,
    identifier: facts.license ?? facts.licenses?.map(({ type }) => type).join(' OR ') ?? missing(facts.name),
    text:
      texts.length > 0
        ? texts.join('\n\n')
        : 'The package brings no text of its own; the terms are those of the identifier.',
  };
}

function missing(name: string): never {
  throw new Error(`Expected ${name} to name its licence, but it names none`);
}
