import type { EngineEventName } from '#core/core';

/** Every event of the core, so that none is forgotten between core and page. */
const events: Record<EngineEventName, true> = {
  'project.changed': true,
  'history.changed': true,
  'pair.changed': true,
  'enhancement.grown': true,
  'photos.found': true,
  'photos.added': true,
  'photos.paired': true,
  'export.told': true,
  'library.changed': true,
  'library.thumbnails': true,
  'job.changed': true,
  'settings.changed': true,
  'batch.changed': true,
  'batch.forgotten': true,
  'adaptation.changed': true,
  'models.changed': true,
};

export const engineEventNames = Object.keys(events) as readonly EngineEventName[];
