import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { emptyProject, type ProjectDocument, projectPhoto } from '#contract/project-document';
import { brokenName, readJsonIfThere, writeJson } from '#core/ground/disk/json-file';
import type { Log } from '#core/ground/disk/log-file';
import { parseProject } from './check-project.ts';
import { afterStep, createEditHistory, type EditHistory, type HistoryStep } from './edit-history.ts';
import {
  beginHistory,
  compactHistory,
  continueHistory,
  readHistory,
  type HistoryLog,
  type SavedHistory,
} from './history-log.ts';
import { z } from 'zod';
import { findChanges } from '#contract/document-changes';
import { migrateProject } from './project-migrations.ts';

/** A project on the disk: its document, and beside it the history of how it came to be. */
export interface ProjectFile {
  readonly document: ProjectDocument;
  readonly history: EditHistory;
  /** Resolves when the step would survive a crash. The document that it led to is saved soon after. */
  keep(step: HistoryStep, document: ProjectDocument): Promise<void>;
  /** Resolves when the document itself is saved too. */
  close(): Promise<void>;
}

interface Options {
  projectPath: string;
  historyPath: string;
  log: Log;
  /** How long a document waits for the next one before it is saved. */
  saveAfterMs?: number;
  now?: () => Date;
}

/**
 * Opens the project as it was when the program last ended, however it ended. What cannot be understood is set aside and
 * never overwritten. Throws AppError `unsupported-format` for a project of a later version, `not-allowed` when the disk refuses.
 */
export async function openProjectFile(options: Options): Promise<ProjectFile> {
  const saved = await readProject(options);
  const known = await readKnownHistory(options, saved);
  const found = known === null ? null : replay(saved, known);
  if (known !== null && found === null) await setAside(options, 'history');
  const document = found?.document ?? saved?.document ?? emptyProject;
  const log =
    known !== null && found !== null
      ? await goOnWith(options, known, found)
      : await beginHistory(options.historyPath, { version: emptyProject.version, base: document });
  const file = keepFile(options, log, document, found?.history ?? createEditHistory(), found?.revision ?? 0);
  const isSaved = saved?.historyId === log.id && saved.revision === found?.revision;
  if (saved !== null && !isSaved) await file.close();
  return file;
}

/** A document, and how many steps of which history led to it. */
interface SavedProject {
  document: ProjectDocument;
  historyId: string | null;
  revision: number;
}

async function readProject(options: Options): Promise<SavedProject | null> {
  const { projectPath } = options;
  try {
    const json = await readJsonIfThere(projectPath);
    if (json === null) return null;
    const document = parseProject(json.value);
    const { history, revision } = json.value as { history?: unknown; revision?: unknown };
    return {
      document,
      historyId: typeof history === 'string' ? history : null,
      revision: typeof revision === 'number' ? revision : 0,
    };
  } catch (error) {
    if (error instanceof AppError && ['unsupported-format', 'not-allowed'].includes(error.code)) throw error;
    await setAside(options, 'project', error);
    return null;
  }
}

/** What an earlier version did to its documents cannot be done to later ones. */
const oldestHistory = 3;

/** The history that belongs to the project. Without a project any history does: it knows how to make one. */
async function readKnownHistory(options: Options, saved: SavedProject | null): Promise<SavedHistory | null> {
  const { historyPath } = options;
  try {
    const history = await readHistory(historyPath);
    if (history === null) return null;
    const isOurs = saved === null || history.id === saved.historyId;
    if (history.version >= oldestHistory && history.version <= emptyProject.version && isOurs)
      return history.version === emptyProject.version ? history : migrateHistory(history);
    await setAside(options, 'history');
  } catch (error) {
    await setAside(options, 'history', error);
  }
  return null;
}

interface Replayed {
  document: ProjectDocument;
  history: EditHistory;
  revision: number;
}

/** Lines that are not worth writing a file anew for. */
const fewLines = 500;

/** Steps that were taken back and then forgotten are of no use to anybody: where they are most of the file, it is written without them. */
async function goOnWith({ historyPath, log }: Options, known: SavedHistory, found: Replayed): Promise<HistoryLog> {
  const steps = found.history.steps();
  if (known.isMigrated === true) {
    await compactHistory(known, { steps, revision: found.revision });
    return continueHistory(known);
  }
  const dead = known.steps.length - steps.length;
  if (dead > fewLines && dead > steps.length) {
    await compactHistory(known, { steps, revision: found.revision }).catch((error: unknown) => {
      log.warn(`${historyPath} could not be made smaller`, error);
    });
  }
  return continueHistory(known);
}

/**
 * The project after the last step: from where it was saved, or from the beginning when that is older than what the compacted lines tell.
 * Null when the steps do not lead there.
 */
function replay(saved: SavedProject | null, { base, steps, compacted }: SavedHistory): Replayed | null {
  const revision = compacted.revision + steps.length - compacted.lines;
  if (saved !== null && saved.revision > revision) return null;
  const history = createEditHistory();
  try {
    const isAfter = saved !== null && saved.revision >= compacted.revision;
    let document = isAfter ? saved.document : parseProject(base);
    const from = isAfter ? saved.revision - compacted.revision + compacted.lines : 0;
    for (const [index, step] of steps.entries()) {
      if (index >= from) document = afterStep(document, history, step);
      history.take(step);
    }
    return { document: parseProject(document), history, revision };
  } catch {
    return null; // Said by who asked.
  }
}

function keepFile(
  { projectPath, log, saveAfterMs = 700 }: Options,
  steps: HistoryLog,
  opened: ProjectDocument,
  history: EditHistory,
  openedRevision: number,
): ProjectFile {
  let latest = { document: opened, revision: openedRevision };
  let timer: NodeJS.Timeout | undefined;
  let lastSave: Promise<void> = Promise.resolve();

  function saveNow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastSave = lastSave.then(async () => {
      const { document, revision } = latest;
      await writeJson(projectPath, { ...document, history: steps.id, revision });
    });
    // The step itself is safe in the history; the next save tries again.
    lastSave = lastSave.catch((error: unknown) => log.warn(`${projectPath} could not be saved`, error));
    return lastSave;
  }

  return {
    document: opened,
    history,
    async keep(step, document) {
      await steps.append(step);
      latest = { document, revision: latest.revision + 1 };
      timer ??= setTimeout(() => void saveNow(), saveAfterMs);
    },
    close: saveNow,
  };
}

const asideOf = { project: 'program.project-set-aside', history: 'program.history-set-aside' } as const;

async function setAside(
  { projectPath, historyPath, log, now = () => new Date() }: Options,
  which: 'project' | 'history',
  error?: unknown,
): Promise<void> {
  const path = which === 'project' ? projectPath : historyPath;
  const aside = brokenName(path, now());
  await rename(path, aside);
  log.tell(say(asideOf[which], { path, aside: basename(aside) }), error);
}

const photos = z.object({ photos: z.array(projectPhoto) });

/**
 * A history of an earlier version as this version has it, so that what was done before an update can be undone after it: every step is made once more on
 * documents of the earlier version, and told by what it changed of this one's. Throws where the steps do not fit.
 */
function migrateHistory(saved: SavedHistory): SavedHistory {
  const history = createEditHistory();
  // Steps were read with their photos as the document reads them.
  let document: unknown = { ...(saved.base as object), ...photos.parse(saved.base) };
  let migrated = migrateProject(document);
  const steps = saved.steps.map((step) => {
    const before = migrated;
    document = afterStep(document, history, step);
    migrated = migrateProject(document);
    history.take(step);
    return typeof step === 'string' ? step : { ...step, changes: findChanges(before, migrated) };
  });
  return { ...saved, version: emptyProject.version, steps, isMigrated: true };
}
