/** A process of its own that reads what it is sent, as the program would: the fuzz bench's victim. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultBatchSettings } from '#contract/batch';
import { AppError } from '#contract/errors';
import { defaultExportSettings } from '#contract/export-settings';
import { defaultSettings } from '#contract/settings';
import { openBatchJournal } from '#core/export/batch/batch-journal';
import { readManifest } from '#core/export/batch/read-manifest';
import { openJsonFile } from '#core/ground/disk/json-file';
import { silentLog } from '#core/ground/disk/log-file';
import { openJobJournal } from '#core/ground/waiting/job-journal';
import { createPersonalModels } from '#core/models/personal-models';
import { writeImage } from '#core/photos/files/write-image';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { writeEmbeddedPreview, writeThumbnail } from '#core/photos/previews/thumbnail';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { readProjectCopy } from '#core/workspace/project/project-copy';
import { openProjectSession } from '#core/workspace/project/project-session';
import { parseSettings } from '#core/workspace/settings-store';

export type Kind = 'photo' | 'project' | 'history' | 'settings' | 'jobs' | 'journal' | 'manifest' | 'model';

/** What came of it: null when it was read, else the code of the answer and its words. */
export interface Outcome {
  readonly code: string;
  readonly message: string;
}

const work = process.argv[2] ?? '';

const readers: Record<Kind, (path: string) => Promise<unknown>> = {
  async photo(path) {
    await writeEmbeddedPreview({ sourcePath: path, targetPath: join(work, 'preview.webp') });
    await readPhotoSummary(path);
    await writeThumbnail({ sourcePath: path, targetPath: join(work, 'thumbnail.webp'), pixelLimit: 1e8 });
    const scratchPath = join(work, 'scratch.tif');
    const scratch = createScratchImage(scratchPath, { width: 64, height: 48, depth: 8, profile: null });
    scratch.writeRows(new Uint8Array(64 * 48 * 3));
    scratch.finish();
    const settings = { ...defaultExportSettings, format: 'jpeg', keepGps: false } as const;
    const crop = { x: 0, y: 0, width: 32, height: 24 };
    const target = { scratchPath, targetPath: join(work, 'result.jpg'), settings, metadataFrom: path, crop, never: [] };
    await writeImage({ ...target, software: 'Telewide', onLoss: () => undefined });
  },
  async project(path) {
    await readProjectCopy(path);
  },
  async history(path) {
    const where = { projectPath: join(work, 'project.json'), historyPath: path };
    const session = await openProjectSession({ ...where, log: silentLog, announce: () => undefined });
    session.history();
    await session.close();
  },
  settings: (path) => openJsonFile({ path, parse: parseSettings, initial: defaultSettings, log: silentLog }),
  jobs: (path) => openJobJournal(path, () => undefined),
  async journal(path) {
    await mkdir(join(work, '.telewide'), { recursive: true });
    await copyFile(path, join(work, '.telewide/journal.ndjson'));
    await openBatchJournal(work);
  },
  manifest: (path) => readManifest(path, defaultBatchSettings),
  async model(path) {
    const folder = join(work, 'models');
    await createPersonalModels({ folder, isTaken: async () => false }).importFrom(path);
    await rm(folder, { recursive: true });
  },
};

process.on('message', ({ kind, path }: { kind: Kind; path: string }) => {
  readers[kind](path).then(
    () => process.send?.(null),
    (error: unknown) => process.send?.(answerOf(error)),
  );
});

function answerOf(error: unknown): Outcome {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
