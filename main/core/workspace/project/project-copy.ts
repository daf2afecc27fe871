import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import type { ProjectDocument } from '#contract/project-document';
import { readJsonIfThere, writeJson } from '#core/ground/disk/json-file';
import { parseProject } from './check-project.ts';

/** Writes a project to a file of a person's own: where its photos lie and what was edited, not the photos. Throws `out-of-disk` or `not-writable`. */
export async function saveProjectCopy(path: string, document: ProjectDocument): Promise<void> {
  await writeJson(path, document);
}

/**
 * Reads what `saveProjectCopy` wrote, of this version or an earlier one. Throws AppError `not-found` when there is no such file,
 * `unsupported-format` for anything else and for projects of a later version, `not-allowed` when the disk refuses.
 */
export async function readProjectCopy(path: string): Promise<ProjectDocument> {
  const json = await readJsonIfThere(path).catch((error: unknown) => refuse(path, error));
  if (json === null) throw new AppError('not-found', say('program.no-project', { path }));
  try {
    return parseProject(json.value);
  } catch (error) {
    return refuse(path, error);
  }
}

function refuse(path: string, error: unknown): never {
  if (error instanceof AppError && ['unsupported-format', 'not-allowed'].includes(error.code)) throw error;
  throw new AppError('unsupported-format', say('program.not-a-project', { path }), { cause: error });
}
