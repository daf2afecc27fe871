import { AppError } from '#contract/errors';
import { applyProjectCommand, type ProjectCommand } from '#contract/project-commands';
import { type ProjectChange, applyChanges, findChanges, reverseChanges, type Change } from '#contract/document-changes';
import { labelEdit, type ProjectHistory } from '#contract/project-history';
import type { ProjectDocument } from '#contract/project-document';
import { checkProject } from './check-project.ts';
import { say } from '#contract/messages';
import type { HistoryStep } from './edit-history.ts';
import { openProjectFile, type ProjectFile } from './project-file.ts';
import type { Log } from '#core/ground/disk/log-file';

/** The project while it is open. Every method throws or rejects with the reason when it could not be opened. */
export interface ProjectSession {
  read(): ProjectDocument;
  /** Counts up with every change since the project was opened. */
  revision(): number;
  history(): ProjectHistory;
  /** Resolves with the document after the command, kept and told; after a failure it is as before. What changes nothing is no edit. Edits of one group that follow each other are undone as one. */
  edit(command: ProjectCommand, options?: { group?: string }): Promise<ProjectDocument>;
  /** Takes the last edit back; with none left the document stays as it is. */
  undo(): Promise<ProjectDocument>;
  redo(): Promise<ProjectDocument>;
  close(): Promise<void>;
}

/** Told of every change: the document then, what led there, and what can be undone. */
export type Announce = (document: ProjectDocument, history: ProjectHistory, change: ProjectChange) => void;

/** Opens the project; one that cannot be opened, such as one of a later version, stays as it is and says why whenever it is asked. */
export async function openProjectSession(options: {
  projectPath: string;
  historyPath: string;
  log: Log;
  announce: Announce;
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
export function createProjectSession(options: { file: ProjectFile; announce: Announce }): ProjectSession {
  const { file, announce } = options;
  const { history } = file;
  let document = file.document;
  let revision = 0;
  let lastEdit: Promise<unknown> = Promise.resolve();

  async function take(
    step: HistoryStep,
    changed: ProjectDocument,
    changes: readonly Change[],
  ): Promise<ProjectDocument> {
    await file.keep(step, changed);
    history.take(step);
    document = changed;
    revision += 1;
    announce(document, history.labels(), { revision, changes });
    return document;
  }

  async function apply(command: ProjectCommand, group: string | undefined): Promise<ProjectDocument> {
    checkNames(document, command);
    const changed = applyProjectCommand(document, command);
    checkProject(changed);
    const changes = findChanges(document, changed);
    if (changes.length === 0) return document;
    return take(
      { label: labelEdit(document, command), changes, ...(group !== undefined && { group }) },
      changed,
      changes,
    );
  }

  async function move(step: 'undo' | 'redo'): Promise<ProjectDocument> {
    const next = step === 'undo' ? history.nextUndo() : history.nextRedo();
    if (next === null) return document;
    const changes = step === 'undo' ? reverseChanges(next.changes) : next.changes;
    return take(step, applyChanges(document, changes), changes);
  }

  function inTurn(work: () => Promise<ProjectDocument>): Promise<ProjectDocument> {
    const edit = lastEdit.then(work);
    lastEdit = edit.catch(() => undefined);
    return edit;
  }

  return {
    read: () => document,
    revision: () => revision,
    history: () => history.labels(),
    edit: (command, { group } = {}) => inTurn(() => apply(command, group)),
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
  return {
    read: refuse,
    revision: refuse,
    history: refuse,
    edit: reject,
    undo: reject,
    redo: reject,
    close: async () => undefined,
  };
}

/** A command about something that is not there is refused: it was meant for something else. */
function checkNames({ photos, pairs }: ProjectDocument, command: ProjectCommand): void {
  const photoIds = 'photoId' in command ? [command.photoId] : 'photoIds' in command ? command.photoIds : [];
  const unknownPhoto = firstUnknown(photoIds, photos);
  if (unknownPhoto !== undefined) {
    throw new AppError('not-found', say('program.no-photo', { id: unknownPhoto }));
  }
  const pairIds = 'pairId' in command ? [command.pairId] : 'pairIds' in command ? command.pairIds : [];
  const unknownPair = firstUnknown(pairIds, pairs);
  if (unknownPair !== undefined) {
    throw new AppError('not-found', say('program.no-pair', { id: unknownPair }));
  }
  const teleId = 'teleId' in command ? (command.teleId ?? null) : null;
  if (teleId !== null && !pairs.some(({ id, teleIds }) => id === pairIds[0] && teleIds.includes(teleId))) {
    throw new AppError('not-found', say('program.no-photo', { id: teleId }));
  }
}

function firstUnknown(ids: readonly string[], known: readonly { id: string }[]): string | undefined {
  if (ids.length === 0) return undefined;
  const all = new Set(known.map(({ id }) => id));
  return ids.find((id) => !all.has(id));
}
