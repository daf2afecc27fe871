import { z } from 'zod';
import type { WireError } from './errors.ts';
import { completeSettings, defaultExportSettings, exportSettings } from './export-settings.ts';
import type { JobProgress } from './jobs.ts';
import type { Said } from './messages.ts';
import { deviceChoice, precisionChoice } from './models.ts';
import { scaleChoice } from './project-edits.ts';

/** What happens when a file of that name is there already. `overwrite-if-changed` writes only what would come out differently. */
export const conflictPolicy = z.enum(['skip', 'rename', 'overwrite', 'overwrite-if-changed']);

/** Everything that a batch decides the same way for each of its photos. */
export const batchSettings = z.object({
  model: z.string().min(1),
  device: deviceChoice,
  /** Absent is what the settings say, and auto where there are none. */
  precision: precisionChoice.optional(),
  /** How many times as wide and high a result is; absent is 2. */
  scale: scaleChoice.optional(),
  /** False enlarges every wide photo alone. */
  useReference: z.boolean(),
  /** `tele` keeps only what the tele saw. */
  crop: z.enum(['whole', 'tele']),
  /** Photos that have no tele: enlarged alone, or left out. */
  singles: z.enum(['enhance', 'skip']),
  /** Variables in braces; see name-template.ts. */
  nameTemplate: z.string().min(1).max(200),
  /** Folders below the source stay folders, or everything lies in one. */
  tree: z.enum(['keep', 'flatten']),
  onConflict: conflictPolicy,
  output: exportSettings,
});
export type BatchSettings = z.infer<typeof batchSettings>;

export const defaultBatchSettings: BatchSettings = {
  model: 'fast',
  device: 'auto',
  useReference: true,
  crop: 'whole',
  singles: 'enhance',
  nameTemplate: '{name}-telewide',
  tree: 'keep',
  onConflict: 'skip',
  output: completeSettings({ ...defaultExportSettings, isCompact: true }),
};

/** Settings that are chosen by a name; a person's own come besides. */
export const builtInPresets: Record<string, BatchSettings> = {
  standard: defaultBatchSettings,
  archive: { ...defaultBatchSettings, output: { ...defaultBatchSettings.output, format: 'tiff', bitDepth: 16 } },
  share: {
    ...defaultBatchSettings,
    output: {
      ...defaultBatchSettings.output,
      quality: 85,
      keepGps: false,
      profile: 'srgb',
      size: { kind: 'long-side', pixels: 4096 },
      sharpening: 'low',
    },
  },
};

/** How far one photo of a batch is. The last four end it. */
export type BatchItemState =
  | { name: 'waiting' }
  | { name: 'running'; progress: JobProgress }
  | { name: 'done'; target: string; losses: readonly Said[]; milliseconds: number }
  | { name: 'skipped'; reason: Said; target: string | null }
  | { name: 'failed'; error: WireError }
  | { name: 'cancelled' };

export interface BatchItemSnapshot {
  /** The same for the same photos, place and settings. */
  readonly key: string;
  /** The wide photo, relative to the source. */
  readonly source: string;
  /** Names of the tele photos. */
  readonly teles: readonly string[];
  readonly state: BatchItemState;
}

export interface BatchCounts {
  waiting: number;
  running: number;
  done: number;
  skipped: number;
  failed: number;
  cancelled: number;
}

/** A batch at one moment. */
export interface BatchSnapshot {
  readonly id: string;
  readonly outputFolder: string;
  readonly isPaused: boolean;
  readonly isFinished: boolean;
  /** Why nothing moves though nothing is paused, in words: the disk is full. Null when it moves. */
  readonly waitingFor: Said | null;
  readonly counts: BatchCounts;
  /** Files of the source that are no photos. */
  readonly ignored: number;
  readonly progress: JobProgress;
  /** Finished photos per hour since the start; null before the first. */
  readonly photosPerHour: number | null;
  /** Milliseconds that it worked, until now or its end; null before its begin. */
  readonly elapsedMs: number | null;
  readonly items: readonly BatchItemSnapshot[];
}

export function countItems(items: readonly { readonly state: BatchItemState }[]): BatchCounts {
  const counts: BatchCounts = { waiting: 0, running: 0, done: 0, skipped: 0, failed: 0, cancelled: 0 };
  for (const { state } of items) counts[state.name] += 1;
  return counts;
}

export function isItemFinished(state: BatchItemState): boolean {
  return state.name !== 'waiting' && state.name !== 'running';
}

/** A batch as the list of them shows it. */
export interface BatchView {
  readonly id: string;
  readonly outputFolder: string;
  readonly isPaused: boolean;
  /** Why it cannot work at all. */
  readonly problem: WireError | null;
  /** Null until its photos have been looked at. */
  readonly snapshot: BatchSnapshot | null;
}

/** What a template for file names may name in braces. */
export const nameVariables = ['name', 'index', 'date', 'time', 'camera', 'width', 'height', 'folder', 'model'] as const;
export type NameVariable = (typeof nameVariables)[number];

/** `{name}`, or with a number of digits `{index:4}`. */
export const namePlaceholder = /\{([a-z]+)(?::(\d))?\}/gi;

/** What a template names that there is not, or the whole template when it tells no photos apart; null when nothing is wrong. */
export function templateFault(template: string): string | null {
  const named = [...template.matchAll(namePlaceholder)].map(([, name = '']) => name.toLowerCase());
  const unknown = named.find((name) => !nameVariables.some((known) => known === name));
  if (unknown !== undefined) return `{${unknown}}`;
  const rest = template.replace(namePlaceholder, '');
  return named.length > 0 && !/[{}]/.test(rest) ? null : `"${template}"`;
}
