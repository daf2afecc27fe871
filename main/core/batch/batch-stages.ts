import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { completeSettings, type ExportFormat } from '#contract/export-settings';
import { boundsOf, type Rectangle, type Size } from '#contract/geometry';
import type { BitDepth } from '#contract/photos';
import { enhanceOpenedPair, openPair, type EnhancedPair, type OpenedPair } from '#core/enhancement/enhance-pair';
import { exportPhoto } from '#core/export/export-photo';
import { noteOfEnhancement } from '#core/export/note-of-enhancement';
import { refuseOriginals } from '#core/image/atomic-file';
import { writePng } from '#core/image/write-png';
import type { EnhanceOptions } from '#core/inference/enhance-photo';
import type { ProvenanceMap } from '#core/inference/provenance-map';
import type { Report } from '#core/jobs/progress';
import type { LoadedModel } from '#core/models/model-registry';
import type { PipelineItem } from './batch-item.ts';
import { stateFolderOf } from './batch-journal.ts';

/** What every stage of every item needs. */
export interface StageTools {
  loadModel: (id: string) => Promise<LoadedModel>;
  /** In pixels, of each photo. */
  pixelLimit: number;
  /** What inference may use beside the photos, in bytes. */
  memoryBudget: number;
  programFolder: string;
  /** How sessions are made; the runtime's own unless told. */
  openSession?: NonNullable<EnhanceOptions['openSession']>;
}

interface StageContext {
  signal: AbortSignal;
  report: Report;
}

/** Reads, registers and compares: all that can be done before it is the item's turn at the device. */
export async function openItem(
  item: PipelineItem,
  tools: StageTools,
  context: StageContext,
): Promise<{ opened: OpenedPair; model: LoadedModel }> {
  const { widePath, telePath, settings } = item;
  const model = await tools.loadModel(settings.model);
  const { useReference } = settings;
  const opened = await openPair({ ...tools, ...context, widePath, telePath, useReference, model, registration: null });
  return { opened, model };
}

/** Runs the network into the scratch picture at `scratchPath`. */
export async function enhanceItem(
  item: PipelineItem,
  { opened, model }: { opened: OpenedPair; model: LoadedModel },
  options: StageTools & StageContext & { scratchPath: string },
): Promise<EnhancedItem> {
  const { settings } = item;
  const crop = settings.crop === 'tele' ? viewOfTele(opened) : null;
  const wantsDeep = [10, 16].includes(Number(settings.output.bitDepth)) && holdsDeep.has(settings.output.format);
  const depth: BitDepth = wantsDeep ? 16 : opened.wide.depth;
  const enhanced = await enhanceOpenedPair(opened, { ...options, ...settings, model, crop, depth });
  const losses =
    settings.crop === 'tele' && crop === null
      ? ['The tele was not found in the wide photo, so the whole of it was written instead of what the tele saw.']
      : [];
  return { ...enhanced, crop, weights: model.summary.sha256, losses };
}

export interface EnhancedItem extends EnhancedPair {
  crop: Rectangle | null;
  weights: string;
  losses: string[];
}

/** Formats in which more than 8 bits are worth computing. */
const holdsDeep = new Set<ExportFormat>(['png', 'tiff', 'avif']);

/** The part of the wide that the tele saw, in whole pixels; null where it was not found. */
function viewOfTele({ wide, registration, prepared }: OpenedPair): Rectangle | null {
  if (registration === null || prepared.reference === null) return null;
  const bounds = boundsOf(registration.overlap);
  const left = Math.max(0, bounds.x);
  const top = Math.max(0, bounds.y);
  const width = Math.min(wide.width, bounds.x + bounds.width) - left;
  const height = Math.min(wide.height, bounds.y + bounds.height) - top;
  return width > 0 && height > 0 ? { x: left, y: top, width, height } : null;
}

/** A file whose content is on the disk under a temporary name and about to get its own. */
export interface PlacedFile {
  sha256: string;
  bytes: number;
}

/**
 * Encodes the scratch picture and gives the file its name. Unfinished files lie in the output's own `.telewide` folder; `beforePlacing` is
 * called with the file whole and on the disk, and what it throws keeps the file from its place.
 */
export async function writeItem(
  item: PipelineItem,
  { report: facts, provenance, crop, weights, losses }: EnhancedItem,
  options: {
    scratchPath: string;
    outputFolder: string;
    /** Relative to the output folder. */
    target: string;
    originals: readonly string[];
    beforePlacing: (file: PlacedFile) => Promise<void>;
    signal: AbortSignal;
  },
): Promise<{ losses: string[] }> {
  const { scratchPath, outputFolder, target, originals, beforePlacing, signal } = options;
  const settings = completeSettings(item.settings.output);
  const targetPath = join(outputFolder, ...target.split('/'));
  const temporaryFolder = workFolderOf(outputFolder);
  await mkdir(dirname(targetPath), { recursive: true });
  await mkdir(temporaryFolder, { recursive: true });
  const told = [...losses];
  if (facts.tele !== null && !facts.reference.used) told.push(facts.reference.reason);
  const map = settings.provenance === 'none' ? null : await drawProvenance(provenance, temporaryFolder, item.key);
  const provenanceMap = settings.provenance === 'xmp' && map !== null ? await readFile(map) : null;
  const note = noteOfEnhancement(facts, { weights, provenanceMap });
  try {
    await exportPhoto({
      scratchPath,
      targetPath,
      settings,
      metadataFrom: item.widePath,
      originals,
      software: note.software,
      note,
      crop,
      temporaryFolder,
      onLoss: (loss) => told.push(loss),
      // The side file first: a picture in its place says that all of it is there.
      beforePlacing: async (path) => {
        await beforePlacing(await identify(path));
        if (settings.provenance === 'side-file' && map !== null) await placeSideFile(map, targetPath, originals);
      },
      signal,
    });
  } finally {
    if (map !== null) await rm(map, { force: true });
  }
  return { losses: told };
}

async function placeSideFile(map: string, targetPath: string, originals: readonly string[]): Promise<void> {
  const path = sideFileOf(targetPath);
  await refuseOriginals(path, originals);
  await rename(map, path);
}

/** Where files lie until they are whole. */
export function workFolderOf(outputFolder: string): string {
  return join(stateFolderOf(outputFolder), 'work');
}

/** `photo.jpg` has `photo.provenance.png` beside it. */
function sideFileOf(targetPath: string): string {
  const name = basename(targetPath).replace(/\.[^.]+$/, '');
  return join(dirname(targetPath), `${name}.provenance.png`);
}

/** About how many bytes a finished picture may take, generously. */
export function bytesToWrite(size: Size, depth: BitDepth, format: ExportFormat): number {
  const share: Record<ExportFormat, number> = { jpeg: 0.4, png: 1.05, tiff: 1.05, webp: 0.3, avif: 0.3 };
  return Math.ceil(size.width * size.height * 3 * (depth / 8) * share[format]) + 2 ** 18;
}

async function drawProvenance({ columns, rows, pixels }: ProvenanceMap, folder: string, key: string): Promise<string> {
  const path = join(folder, `${key}.provenance.png`);
  await writePng(path, { width: columns, height: rows, pixels }, folder);
  return path;
}

async function identify(path: string): Promise<PlacedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(path),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        yield chunk;
      }
    },
    hash,
  );
  return { sha256: hash.digest('hex'), bytes };
}

/** The same of a file that may not be there: null then. */
export async function identifyFile(path: string): Promise<PlacedFile | null> {
  try {
    return await identify(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
