import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { explainImageError } from '#core/photos/files/explain-image-error';
import { isPhotoName } from '#core/photos/files/photo-files';

/** What lies in a folder. */
export interface FolderSurvey {
  /** Files with the endings of photos, in the order of their names, absolute. */
  photos: string[];
  /** How many other files there are: thumbnails, movies, notes. */
  ignored: number;
}

/**
 * Looks through a folder, and with `recursive` through those in it. What `isOutside` names is passed over, and so are hidden folders:
 * what a batch wrote is not its input.
 */
export async function surveyFolder(
  folder: string,
  options: { recursive: boolean; isOutside: (path: string) => boolean },
): Promise<FolderSurvey> {
  const survey: FolderSurvey = { photos: [], ignored: 0 };
  await look(resolve(folder), options, survey);
  return survey;
}

async function look(
  folder: string,
  options: { recursive: boolean; isOutside: (path: string) => boolean },
  survey: FolderSurvey,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw explainImageError(error, folder);
  });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (options.isOutside(path)) continue;
    if (entry.isDirectory()) {
      if (options.recursive && !entry.name.startsWith('.')) await look(path, options, survey);
    } else if (isStray(entry.name) || !entry.isFile()) survey.ignored += 1;
    else survey.photos.push(path);
  }
}

/** macOS leaves `._name.jpg` beside photos on foreign disks. */
function isStray(name: string): boolean {
  return name.startsWith('.') || !isPhotoName(name);
}
