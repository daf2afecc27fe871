import { z } from 'zod';
import { enhanceChoices, type EnhancementReport } from './enhancement.ts';
import type { WireError } from './errors.ts';
import { exportSettings } from './export-settings.ts';
import type { JobId, JobSnapshot } from './jobs.ts';
import type { Pyramid } from './media-urls.ts';
import { method, type Method } from './method.ts';
import type { DeviceReport, ModelSummary } from './models.ts';
import type { PhotoSummary } from './photos.ts';
import { editCommand } from './project-commands.ts';
import type { Pair, ProjectDocument } from './project-document.ts';
import type { Registration } from './registration.ts';
import { settings, type Settings } from './settings.ts';

/** A photo of the project, read: its facts and its picture. */
export interface OpenedPhoto {
  summary: PhotoSummary;
  pyramid: Pyramid;
}

/** Everything known of one pair. Results are looked up by their inputs; null means not made yet. */
export interface PairView {
  pair: Pair;
  wide: OpenedPhoto;
  tele: OpenedPhoto | null;
  registration: Registration | null;
  enhancement: Enhancement | null;
}

/** The latest finished enhancement of a pair. */
export interface Enhancement {
  /** Content key of inputs and choices; names the provenance map and the result to export. */
  key: string;
  pyramid: Pyramid;
  report: EnhancementReport;
}

/** A photo that could not be added, and why. */
export interface Problem {
  path: string;
  error: WireError;
}

const noParams = z.object({});
const pairId = z.object({ pairId: z.string().min(1) });

/** Everything a client may ask of the engine. One line per method: its checked parameters and its result. */
export const engineApi = {
  'project.read': method<ProjectDocument>()(noParams),
  'project.edit': method<ProjectDocument>()(z.object({ command: editCommand })),
  /** Files and folders. Reads their facts, pairs them, registers new pairs; `photos.added` tells of those left out. */
  'photos.add': method<{ jobId: JobId }>()(z.object({ paths: z.array(z.string().min(1)).min(1) })),
  'pair.read': method<PairView>()(pairId),
  'registration.start': method<{ jobId: JobId }>()(pairId),
  'enhancement.start': method<{ jobId: JobId }>()(pairId.extend({ choices: enhanceChoices })),
  /** Writes a finished enhancement, never onto an original. */
  'export.start': method<{ jobId: JobId }>()(
    z.object({ enhancementKey: z.string().min(1), path: z.string().min(1), settings: exportSettings }),
  ),
  'jobs.list': method<JobSnapshot[]>()(noParams),
  'jobs.cancel': method<null>()(z.object({ jobId: z.string().min(1) })),
  'models.list': method<ModelSummary[]>()(noParams),
  'devices.list': method<DeviceReport[]>()(noParams),
  'settings.read': method<Settings>()(noParams),
  'settings.change': method<Settings>()(z.object({ change: settings.partial() })),
} as const;

/** What the shell around the page does itself: it has the dialogs and the disk's permissions. */
export const shellApi = {
  'shell.describe': method<ShellDescription>()(noParams),
  /** Lets the person choose photos; empty when they cancel. Desktop only: a browser chooses files itself and uploads them. */
  'shell.choose-photos': method<{ paths: string[] }>()(noParams),
  /** Where to save. `path` is null when cancelled; `downloadUrl` is set when the browser has to fetch the file from there. */
  'shell.choose-save-path': method<{ path: string | null; downloadUrl: string | null }>()(
    z.object({ suggestedName: z.string().min(1).max(200) }),
  ),
} as const;

export interface ShellDescription {
  kind: 'desktop' | 'web';
  version: string;
  platform: string;
}

/** Everything a client may hear. */
export interface CoreEvents {
  'project.changed': ProjectDocument;
  /** A pair's registration or enhancement was made; ask `pair.read`. */
  'pair.changed': { pairId: string };
  'photos.added': { added: number; problems: Problem[] };
  'job.changed': JobSnapshot;
  'settings.changed': Settings;
  /** The engine process: told by the shell, which starts it again when it dies. */
  'engine.changed': EngineState;
}

/** `stopped`: it died so often that it is not started again. */
export type EngineState =
  | { name: 'starting' }
  | { name: 'ready' }
  | { name: 'restarting'; reason: string }
  | { name: 'stopped'; reason: string };

export type EngineApi = typeof engineApi;
export type ShellApi = typeof shellApi;
export type Api = EngineApi & ShellApi;
export type MethodName = keyof Api;
export type EngineMethodName = keyof EngineApi;
export type ShellMethodName = keyof ShellApi;
export type ParamsOf<Name extends MethodName> = z.infer<Api[Name]['params']>;
export type ResultOf<Name extends MethodName> = Api[Name] extends Method<ParamsOf<Name>, infer Result> ? Result : never;
export type EventName = keyof CoreEvents;

/** The contract as a client holds it. */
export interface CoreConnection {
  call<Name extends MethodName>(name: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>>;
  on<Name extends EventName>(name: Name, listener: (payload: CoreEvents[Name]) => void): () => void;
}
