import { z } from 'zod';
import { adaptationChoices, type AdaptationSummary, type AdaptationView } from './adaptation.ts';
import { batchSettings, type BatchSettings, type BatchView } from './batch.ts';
import type { BatchChange } from './batch-changes.ts';
import { enhanceChoices, gainKind, type EnhanceChoices, type EnhancementReport } from './enhancement.ts';
import type { WireError } from './errors.ts';
import { exportSettings, type FileFacts } from './export-settings.ts';
import type { Homography, Rectangle } from './geometry.ts';
import type { JobId, JobSnapshot } from './jobs.ts';
import {
  libraryView,
  maxThumbnailsAsked,
  type LibraryPage,
  type LibraryView,
  type PairStatus,
  type PhotoFacts,
  type Thumbnail,
} from './library.ts';
import { mediaKeyPattern, type Pyramid } from './media-urls.ts';
import type { Said } from './messages.ts';
import { method, type Method } from './method.ts';
import { modelName, type ModelCard } from './model-card.ts';
import type { DeviceReport, ModelId, ModelSummary } from './models.ts';
import type { BitDepth, PhotoSummary } from './photos.ts';
import type { ProjectChange, ProjectState } from './project-change.ts';
import { editCommand } from './project-commands.ts';
import { cropRectangle } from './project-edits.ts';
import type { Pair } from './project-document.ts';
import type { ProjectHistory } from './project-history.ts';
import type { Registration } from './registration.ts';
import { settings, type Settings } from './settings.ts';

/** A photo of the project, read: its facts and its picture. */
export interface OpenedPhoto {
  summary: PhotoSummary;
  pyramid: Pyramid;
}

/** A telephoto of a pair, and where it lies; null where nobody looked yet. */
export interface OpenedTele extends OpenedPhoto {
  registration: Registration | null;
}

/** Everything known of one pair. Results are looked up by their inputs; null means not made yet. */
export interface PairView {
  pair: Pair;
  wide: OpenedPhoto;
  teles: OpenedTele[];
  enhancement: Enhancement | null;
  /** Name of a photo that is another one on the disk since it was enhanced: what was made of it is no longer shown. Null when none is. */
  replacedPhoto: string | null;
  /** The same enhancement without the teles, to compare with. */
  alone: Enhancement | null;
  /** A picture of the same scene in higher quality that a person chose to compare with; it shows what the wide shows. */
  truth: OpenedPhoto | null;
}

/** The latest finished enhancement of a pair. */
export interface Enhancement {
  /** Content key of inputs and choices; names the provenance map and the result to export. */
  key: string;
  pyramid: Pyramid;
  report: EnhancementReport;
  /** Absent in what an earlier version made. */
  choices?: EnhanceChoices;
}

/** A part of an enhancement that is being made, to be looked at meanwhile. */
export interface DonePart {
  pyramid: Pyramid;
  /** Pixels of the part to pixels of the upright wide photo. */
  toWide: Homography;
}

/** One spot of a photo, enhanced. */
export interface RegionPreview {
  /** Which part, in wide pixels of the turned photo, see crop-geometry.ts; inside the crop. */
  region: Rectangle;
  /** Of twice the region's width and height. */
  pyramid: Pyramid;
  /** Whether the tele had anything to give there. */
  usedReference: boolean;
  milliseconds: number;
}

/** A pixel as it is encoded in its picture: 0 to 255 or to 65,535. */
export interface PixelValue {
  values: [red: number, green: number, blue: number];
  depth: BitDepth;
  /** Name of the picture's colour profile. */
  profile: string;
}

/** A photo that could not be added, and why. */
export interface Problem {
  path: string;
  error: WireError;
}

/** How adding photos ended. */
export interface PhotosAdded {
  added: number;
  /** Those of them that are in the list with the reason why they cannot be read. */
  broken: number;
  /** Files that are no photos: films, notes of other programs and the like. */
  passedOver: number;
  /** What is not in the list. */
  problems: Problem[];
  /** What to look at now; null when so many were added that a person has to choose. */
  firstPairId: string | null;
}

/** How looking for pairs by what photos show ended. */
export interface PairsFound {
  pairs: number;
  /** How many photos were compared. */
  photos: number;
  /** Whether a person asked for it, rather than an import. */
  isAsked: boolean;
}

const noParams = z.object({});
const filePath = z.object({ path: z.string().min(1) });
const pairId = z.object({ pairId: z.string().min(1) });
const batchId = z.object({ batchId: z.string().min(1) });
const modelId = z.object({ modelId: z.string().min(1) });
const adaptationId = z.object({ adaptationId: z.string().min(1) });

/** Everything a client may ask of the engine. One line per method: its checked parameters and its result. */
export const engineApi = {
  'project.read': method<ProjectState>()(noParams),
  /** What it changed is told by `project.changed` before this is answered. */
  'project.edit': method<null>()(z.object({ command: editCommand })),
  /** Both leave the document as it is when there is nothing to undo or redo. */
  'project.undo': method<null>()(noParams),
  'project.redo': method<null>()(noParams),
  'project.history': method<ProjectHistory>()(noParams),
  /** Another project in the place of this one, which undo brings back. */
  'project.open': method<null>()(z.object({ path: z.string().min(1) })),
  /** Writes the project as it is to a file of its own, for `project.open`. */
  'project.save-copy': method<null>()(z.object({ path: z.string().min(1) })),
  /** A part of what the library shows; what is not known yet is told later, by `library.changed`. */
  'library.read': method<LibraryPage>()(z.object({ from: z.int().min(0) })),
  /** Thumbnails in sight, the most important first, in place of those asked for before. Answers with those there are; the others are told. */
  'library.show-thumbnails': method<Thumbnail[]>()(
    z.object({ photoIds: z.array(z.string().min(1)).max(maxThumbnailsAsked) }),
  ),
  /** How the library was left when the page was looked at last. */
  'library.view': method<LibraryView>()(noParams),
  'library.keep-view': method<null>()(z.object({ view: libraryView })),
  /** Files and folders. Reads their facts, pairs them, registers new pairs; `photos.added` tells of those left out. */
  'photos.add': method<{ jobId: JobId }>()(z.object({ paths: z.array(z.string().min(1)).min(1) })),
  /** Looks for pairs by what photos show: among several single photos, for one of them, or with null among all that stand alone. */
  'photos.find-pairs': method<{ jobId: JobId }>()(z.object({ pairIds: z.array(z.string().min(1)).min(1).nullable() })),
  /** The two photos that come with the program, to see what it does. */
  'photos.add-sample': method<{ jobId: JobId }>()(noParams),
  'pair.read': method<PairView>()(pairId),
  /** Finds the teles in the wide that were not looked for yet, and judges where a person put others. */
  'registration.start': method<{ jobId: JobId }>()(pairId),
  /** Improves where the tele lies, from where a person put it; what is found becomes an edit of the project. */
  'registration.refine': method<{ jobId: JobId }>()(pairId.extend({ teleId: z.string().min(1) })),
  'enhancement.start': method<{ jobId: JobId }>()(pairId.extend({ choices: enhanceChoices })),
  /** How long it takes, as measured before, in milliseconds; null before the first time. */
  'enhancement.estimate': method<{ milliseconds: number | null }>()(pairId.extend({ choices: enhanceChoices })),
  /** Enhances the spot of the crop around a point of the turned photo at once, before what waits; a newer call ends an older one with `cancelled`. */
  'preview.show': method<RegionPreview>()(
    pairId.extend({ choices: enhanceChoices, point: z.object({ x: z.number(), y: z.number() }) }),
  ),
  /** Makes ready for previews of a pair, so that the first is as fast as the others. */
  'preview.warm': method<null>()(pairId.extend({ choices: enhanceChoices })),
  'preview.cancel': method<null>()(noParams),
  /** Makes the pair's enhancement once more without the tele, to compare with. */
  'comparison.start': method<{ jobId: JobId }>()(pairId),
  /** The picture that the pair's result is compared with as the truth; null for none. */
  'truth.choose': method<null>()(pairId.extend({ path: z.string().min(1).nullable() })),
  /** One pixel of an upright picture, by its photo's id or its enhancement's key. */
  'picture.read-pixel': method<PixelValue>()(
    z.object({
      picture: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('photo'), photoId: z.string().min(1) }),
        z.object({ kind: z.literal('enhancement'), key: z.string().regex(mediaKeyPattern) }),
      ]),
      x: z.int().min(0),
      y: z.int().min(0),
    }),
  ),
  /** Writes a finished enhancement, never onto an original. */
  'export.start': method<{ jobId: JobId }>()(
    z.object({ enhancementKey: z.string().min(1), path: z.string().min(1), settings: exportSettings }),
  ),
  /** What `export.start` would write. */
  'export.describe': method<FileFacts>()(z.object({ enhancementKey: z.string().min(1), settings: exportSettings })),
  /** Writes a WebP picture of places of the latest result, before and after; null for those that gained most. */
  'gain.save': method<null>()(
    pairId.extend({ path: z.string().min(1), kind: gainKind, place: cropRectangle.nullable() }),
  ),
  'batch.list': method<BatchView[]>()(noParams),
  /** Exports pairs of the project into a folder, one after the other, whatever happens to this page or the engine. */
  'batch.start': method<{ batchId: string }>()(
    z.object({
      pairIds: z.array(z.string().min(1)).min(1),
      outputFolder: z.string().min(1),
      settings: batchSettings,
      /** By pair, where another model than that of the settings is used. */
      models: z.record(z.string(), z.string().min(1)).optional(),
    }),
  ),
  'batch.pause': method<null>()(batchId),
  'batch.resume': method<null>()(batchId),
  /** One photo, or with null all that are not finished; the same for `batch.retry` and those that failed or were cancelled. */
  'batch.cancel': method<null>()(batchId.extend({ key: z.string().min(1).nullable() })),
  'batch.retry': method<null>()(batchId.extend({ key: z.string().min(1).nullable() })),
  /** Puts a photo so that `place` others are before it. */
  'batch.move': method<null>()(batchId.extend({ key: z.string().min(1), place: z.int().min(0) })),
  /** Ends it and takes it off the list; what it wrote stays. */
  'batch.forget': method<null>()(batchId),
  'batch.presets': method<Record<string, BatchSettings>>()(noParams),
  'batch.save-preset': method<null>()(z.object({ name: z.string().min(1).max(60), settings: batchSettings })),
  /** What of the program's own files was damaged when they were opened last, and what became of it. */
  'damages.list': method<Said[]>()(noParams),
  'jobs.list': method<JobSnapshot[]>()(noParams),
  'jobs.cancel': method<null>()(z.object({ jobId: z.string().min(1) })),
  'models.list': method<ModelSummary[]>()(noParams),
  /** Of a personal model. */
  'models.card': method<ModelCard>()(modelId),
  'models.rename': method<null>()(modelId.extend({ name: modelName })),
  /** For good; when it is the chosen model, its base is chosen instead. */
  'models.remove': method<null>()(modelId),
  /** One file that holds everything. */
  'models.export': method<null>()(modelId.extend({ path: z.string().min(1) })),
  'models.import': method<{ modelId: ModelId }>()(z.object({ path: z.string().min(1) })),
  'adaptation.list': method<AdaptationSummary[]>()(noParams),
  'adaptation.read': method<AdaptationView>()(adaptationId),
  'adaptation.start': method<{ adaptationId: string }>()(z.object({ choices: adaptationChoices })),
  'adaptation.pause': method<null>()(adaptationId),
  'adaptation.resume': method<null>()(adaptationId),
  /** Forgets it; a model that it became stays. */
  'adaptation.remove': method<null>()(adaptationId),
  /** Makes it a personal model; one that is judged to be no better only in spite of that. */
  'adaptation.adopt': method<{ modelId: ModelId }>()(adaptationId.extend({ despiteJudgement: z.boolean() })),
  /** Told by a shell that knows: on battery learning waits, unless the settings say otherwise. */
  'power.report': method<null>()(z.object({ isOnBattery: z.boolean() })),
  'devices.list': method<DeviceReport[]>()(noParams),
  'settings.read': method<Settings>()(noParams),
  'settings.change': method<Settings>()(z.object({ change: settings.partial() })),
} as const;

/** What the shell around the page does itself: it has the dialogs and the disk's permissions. */
export const shellApi = {
  'shell.describe': method<ShellDescription>()(noParams),
  /** Lets the person choose photos; empty when they cancel. Desktop only: a browser chooses files itself and uploads them. */
  'shell.choose-photos': method<{ paths: string[] }>()(noParams),
  /** The same with folders, for which most systems have a dialog of its own. */
  'shell.choose-photo-folders': method<{ paths: string[] }>()(noParams),
  /** Lets the person choose an exported model; null when they cancel. Desktop only, as with photos. */
  'shell.choose-model': method<{ path: string | null }>()(noParams),
  /** Lets the person choose a folder for results; null when they cancel. In a browser it is the program's own folder for them. */
  'shell.choose-folder': method<{ path: string | null }>()(noParams),
  /** Where to save. `path` is null when cancelled; `downloadUrl` is set when the browser has to fetch the file from there. */
  'shell.choose-save-path': method<{ path: string | null; downloadUrl: string | null }>()(
    z.object({ suggestedName: z.string().min(1).max(200) }),
  ),
  /** What can be done with a file that was saved where the person chose. Desktop only. */
  'shell.show-file': method<null>()(filePath),
  /** Begins to drag it out of the window; to be asked while a drag begins. */
  'shell.drag-file': method<null>()(filePath),
  /** Puts a picture on the clipboard, as a PNG in base 64. Desktop only: a browser does so itself. */
  'shell.copy-picture': method<null>()(
    z.object({
      png: z
        .base64()
        .min(1)
        .max(2 ** 26),
    }),
  ),
} as const;

export interface ShellDescription {
  kind: 'desktop' | 'web';
  version: string;
  platform: string;
}

/** What the page does for a menu of the system. */
export type MenuCommand = 'open-settings' | 'show-shortcuts';

/** Everything a client may hear. */
export interface CoreEvents {
  'project.changed': ProjectChange;
  'history.changed': ProjectHistory;
  /** A pair's registration or enhancement was made; ask `pair.read`. */
  'pair.changed': { pairId: string };
  /** All parts of a pair's enhancement that are done so far, in the order in which they were done. */
  'enhancement.grown': { pairId: string; parts: readonly DonePart[] };
  /** Files of an import that may be photos were counted; now they are read. */
  'photos.found': { files: number };
  'photos.added': PhotosAdded;
  'photos.paired': PairsFound;
  /** Of the photo or the wishes, what a file that was saved does not hold. */
  'export.told': { pairId: string; losses: readonly Said[] };
  /** Facts of photos and statuses of pairs that are new or have changed. */
  'library.changed': { photos: readonly PhotoFacts[]; statuses: readonly PairStatus[] };
  'library.thumbnails': { thumbnails: readonly Thumbnail[] };
  'job.changed': JobSnapshot;
  'settings.changed': Settings;
  'batch.changed': BatchChange;
  'batch.forgotten': { batchId: string };
  /** An adaptation began, went on, ended or was removed; ask `adaptation.list` or `adaptation.read`. */
  'adaptation.changed': { adaptationId: string };
  'models.changed': ModelSummary[];
  /** The engine process: told by the shell, which starts it again when it dies. */
  'engine.changed': EngineState;
  /** Chosen in a menu of the system, which the shell has. */
  'command.run': { id: MenuCommand };
}

/** `stopped`: it died so often that it is not started again. */
export type EngineState =
  { name: 'starting' } | { name: 'ready' } | { name: 'restarting'; reason: Said } | { name: 'stopped'; reason: Said };

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
