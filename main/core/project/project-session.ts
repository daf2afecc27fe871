import { AppError } from '#contract/errors';
import { applyProjectCommand, type ProjectCommand } from '#contract/project-commands';
import { labelEdit, type ProjectHistory } from '#contract/project-history';
import type { ProjectDocument } from '#contract/project-document';
import { checkProject } from './check-project.ts';
import { findChanges } from './document-changes.ts';
import type { HistoryStep } from './edit-history.ts';
import { afterStep, openProjectFile, type ProjectFile } from './project-file.ts';
import type { Log } from '#core/storage/log-file';

/** The project while it is open. Every method throws or rejects with the reason when it could not be opened. */
export interface ProjectSession {
  read(): ProjectDocument;
  history(): ProjectHistory;
  /** Resolves with the document after the command, kept and told; after a failure it is as before. What changes nothing is no edit. */
  edit(command: ProjectCommand): Promise<ProjectDocument>;
  /** Takes the last edit back; with none left the document stays as it is. */
  undo(): Promise<ProjectDocument>;
  redo(): Promise<ProjectDocument>;
  close(): Promise<void>;
}

/** Opens the project; one that cannot be opened, such as one of a later version, stays as it is and says why whenever it is asked. */
export async function openProjectSession(options: {
  projectPath: string;
  historyPath: string;
  log: Log;
  announce: (document: ProjectDocument, history: ProjectHistory) => void;
}): Promise<ProjectSession> {
  try {
    return createProjectSession({ file: await openProjectFile(options), announce: options.announce });
  } catch (error) {
    options.log.error(`${options.projectPath} could not be opened`, error);
    if (error instanceof AppError) return refusedProjectSession(error);
    throw error;
  }
}

/** Commands take effect one after another, each only once it would survive a crash: what is seen is what a restart brings back. */
export function createProjectSession(options: {
  file: ProjectFile;
  announce: (document: ProjectDocument, history: ProjectHistory) => void;
}): ProjectSession {
  const { file, announce } = options;
  const { history } = file;
  let document = file.document;
  let lastEdit: Promise<unknown> = Promise.resolve();

  async function take(step: HistoryStep, changed: ProjectDocument): Promise<ProjectDocument> {
    await file.keep(step, changed);
    history.take(step);
    document = changed;
    announce(document, history.labels());
    return document;
  }

  async function apply(command: ProjectCommand): Promise<ProjectDocument> {
    checkNames(document, command);
    const changed = applyProjectCommand(document, command);
    checkProject(changed);
    const changes = findChanges(document, changed);
    return changes.length === 0 ? document : take({ label: labelEdit(document, command), changes }, changed);
  }

  async function move(step: 'undo' | 'redo'): Promise<ProjectDocument> {
    const next = step === 'undo' ? history.nextUndo() : history.nextRedo();
    return next === null ? document : take(step, afterStep(document, history, step));
  }

  function inTurn(work: () => Promise<ProjectDocument>): Promise<ProjectDocument> {
    const edit = lastEdit.then(work);
    lastEdit = edit.catch(() => undefined);
    return edit;
  }

  return {
    read: () => document,
    history: () => history.labels(),
    edit: (command) => inTurn(() => apply(command)),
    undo: () => inTurn(() => move('undo')),
    redo: () => inTurn(() => move('redo')),
    async close() {
      await lastEdit;
      await file.close();
    },
  };
}

function refusedProjectSession(reason: AppError): ProjectSession {
  const refuse = (): never => {
    throw reason;
  };
  const reject = (): Promise<never> => Promise.reject(reason);
  return { read: refuse, history: refuse, edit: reject, undo: reject, redo: reject, close: async () => undefined };
}

/** A command about something that is not there is refused: it was meant for something else. */
function checkNames({ photos, pairs }: ProjectDocument, command: ProjectCommand): void {
  if (command.name === 'remove-photo' && !photos.some(({ id }) => id === command.photoId)) {
    throw new AppError('not-found', `Expected a photo of the project, but "${command.photoId}" is not in it.`);
  }
  const named = 'pairId' in command ? [command.pairId] : command.name === 'remove-pairs' ? command.pairIds : [];
  const unknown = named.find((pairId) => !pairs.some(({ id }) => id === pairId));
  if (unknown !== undefined) {
    throw new AppError('not-found', `Expected a pair of the project, but "${unknown}" is not in it.`);
  }
}
