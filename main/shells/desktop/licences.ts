import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DesktopWords } from './words/english.ts';

const index = z.array(z.object({ name: z.string(), version: z.string(), identifier: z.string() }));

/** The texts of every licence; null while the program is not packaged. */
export function licencesFile(resourcesFolder: string): string | null {
  const path = join(resourcesFolder, 'licences', 'third-party.txt');
  return existsSync(path) ? path : null;
}

/** What ships with the program, a line each, for the window that says what this program is. */
export function describeLicences(resourcesFolder: string, words: DesktopWords['about']): string {
  const path = join(resourcesFolder, 'licences', 'third-party.json');
  if (!existsSync(path)) return words.licence;
  const listed = index.parse(JSON.parse(readFileSync(path, 'utf8')));
  return [words.licenceWith, ...listed.map((one) => `${one.name} ${one.version} (${one.identifier})`)].join('\n');
}
