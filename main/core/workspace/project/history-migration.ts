import { z } from 'zod';
import { findChanges } from '#contract/document-changes';
import { emptyProject, projectPhoto } from '#contract/project-document';
import { afterStep, createEditHistory } from './edit-history.ts';
import type { SavedHistory } from './history-log.ts';
import { migrateProject } from './project-migrations.ts';

const photos = z.object({ photos: z.array(projectPhoto) });

/**
 * A history of an earlier version as this version has it, so that what was done before an update can be undone after it: every step is made once more on
 * documents of the earlier version, and told by what it changed of this one's. Throws where the steps do not fit.
 */
export function migrateHistory(saved: SavedHistory): SavedHistory {
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
