import { AppError } from '#contract/errors';
import { applyProjectCommand, type ProjectCommand } from '#contract/project-commands';
import type { ProjectDocument } from '#contract/project-document';
import { checkProject } from './check-project.ts';

export interface ProjectSession {
  read(): ProjectDocument;
  /** Resolves with the document after the command, saved and told; after a failure it is as before. */
  edit(command: ProjectCommand): Promise<ProjectDocument>;
}

/** Commands take effect one after another, each only once it is saved: what is seen is what a restart brings back. */
export function createProjectSession(options: {
  document: ProjectDocument;
  save: (document: ProjectDocument) => Promise<void>;
  announce: (document: ProjectDocument) => void;
}): ProjectSession {
  const { save, announce } = options;
  let document = options.document;
  let lastEdit: Promise<unknown> = Promise.resolve();

  async function apply(command: ProjectCommand): Promise<ProjectDocument> {
    checkNames(document, command);
    const changed = applyProjectCommand(document, command);
    checkProject(changed);
    await save(changed);
    document = changed;
    announce(document);
    return document;
  }

  return {
    read: () => document,
    edit(command) {
      const edit = lastEdit.then(() => apply(command));
      lastEdit = edit.catch(() => undefined);
      return edit;
    },
  };
}

/** A command about something that is not there is refused: it was meant for something else. */
function checkNames({ photos, pairs }: ProjectDocument, command: ProjectCommand): void {
  if (command.name === 'remove-photo' && !photos.some(({ id }) => id === command.photoId)) {
    throw new AppError('not-found', `Expected a photo of the project, but "${command.photoId}" is not in it.`);
  }
  if (command.name === 'swap-roles' && !pairs.some(({ id }) => id === command.pairId)) {
    throw new AppError('not-found', `Expected a pair of the project, but "${command.pairId}" is not in it.`);
  }
}
