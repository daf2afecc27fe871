import type { Change } from './document-changes.ts';
import type { ProjectDocument } from './project-document.ts';

/** The project at one moment. The revision counts up with every change while one engine runs. */
export interface ProjectState extends ProjectDocument {
  readonly revision: number;
}

/** What led from the revision before to this one. */
export interface ProjectChange {
  readonly revision: number;
  readonly changes: readonly Change[];
}
