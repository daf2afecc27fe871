import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFileEnding } from '#contract/model-card';
import { projectFileEnding } from '#contract/photo-endings';

/** What a person handed to the program, by what is to be done with it. */
export interface OpenedFiles {
  /** Photos and folders of them. */
  photos: string[];
  models: string[];
  projects: string[];
}

/** Sorts paths by their endings; what is not there is left out. */
export function sortOpenedFiles(paths: readonly string[]): OpenedFiles {
  const there = paths.filter((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
  const withEnding = (ending: string): string[] => there.filter((path) => extname(path).toLowerCase() === ending);
  const models = withEnding(modelFileEnding);
  const projects = withEnding(projectFileEnding);
  return { models, projects, photos: there.filter((path) => !models.includes(path) && !projects.includes(path)) };
}

/**
 * The files among the arguments of a start, as absolute paths. The program itself comes first, and while it is not packaged
 * also the folder of the application.
 */
export function filesInArguments(given: readonly string[], options: { isPackaged: boolean; folder: string }): string[] {
  return given
    .slice(options.isPackaged ? 1 : 2)
    .filter((word) => !word.startsWith('-') && word !== '')
    .map((word) => pathOf(word, options.folder))
    .filter((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
}

/** File managers of Linux hand over addresses instead of paths. */
function pathOf(word: string, folder: string): string {
  if (!word.startsWith('file://')) return resolve(folder, word);
  try {
    return fileURLToPath(word);
  } catch {
    return word; // Of another machine, or malformed: not there.
  }
}
