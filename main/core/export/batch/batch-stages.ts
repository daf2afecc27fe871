import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { completeSettings, type ExportFormat } from '#contract/export-settings';
import type { Rectangle, Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import type { ScaleChoice } from '#contract/project-edits';
import { checkResultSize } from '#core/enhancement/check-result-size';
import type { EnhancedPair } from '#core/enhancement/enhance-pair';
import { noteOfEnhancement } from '#core/export/photo/note-of-enhancement';
import { placeProvenanceFile } from '#core/export/photo/provenance-file';
import { writeWhole } from '#core/ground/disk/write-whole';
import { writePng } from '#core/photos/files/write-png';
import type { ProvenanceMap } from '#core/enhancement/inference/provenance-map';
import type { Report } from '#core/ground/waiting/progress';
import type { Semaphore } from '#core/ground/waiting/semaphore';
import type { LoadedModel } from '#core/models/model-registry';
import { holdsMoreThan8Bits, scaleOf, type PipelineItem } from './batch-item.ts';
import { stateFolderOf } from './batch-journal.ts';
import type { KeptPictures } from './kept-pictures.ts';
import type { PairInWork, PairPool } from './pair-pool.ts';

/** What every stage of every item needs. */
export interface StageTools {
  loadModel: (id: string) => Promise<LoadedModel>;
  /** In pixels, of each photo. */
  pixelLimit: number;
  /** What inference may use beside the photos, in bytes. */
  memoryBudget: number;
  pool: PairPool;
  /** Nothing is kept unless told. */
  kept?: KeptPictures;
  /** Where batches wait for the device beside others who use it; only for each other unless told. */
  device?: Pick<Semaphore, 'take'>;
}

interface StageContext {
  signal: AbortSignal;
  report: Report;
}

/** An item that waits for the device, in a place of the pool until it is released. */
export interface OpenedItem {
  pair: PairInWork;
  model: LoadedModel;
}

/** Reads, registers and compares: all that can be done before it is the item's turn at the device. Several teles wait beside `scratchPath`. */
export async function openItem(
  item: PipelineItem,
  scratchPath: string,
  tools: StageTools,
  context: StageContext,
): Promise<OpenedItem> {
  const { widePath, teles, settings, edits } = item;
  const { pixelLimit, pool } = tools;
  const model = await tools.loadModel(settings.model);
  if (item.wide !== null && settings.crop === 'whole')
    checkResultSize(item.wide, { ...edits, scale: scaleOf(item) }, { pixelLimit, output: settings.output });
  const request = {
    widePath,
    teles: teles.map(({ path, placement, isInFront }) => ({ path, placement, isInFront })),
    scratchPath,
    model,
    pixelLimit,
    device: settings.device,
    precision: settings.precision,
    useReference: settings.useReference && edits.useReference,
    referenceStrength: edits.referenceStrength,
  };
  return { pair: await pool.open(request, context), model };
}

/** Runs the network into the scratch picture at `scratchPath`. */
export async function enhanceItem(
  item: PipelineItem,
  { pair, model }: OpenedItem,
  scratchPath: string,
  { memoryBudget }: StageTools,
  context: StageContext,
): Promise<EnhancedItem> {
  const { settings, edits } = item;
  const view = settings.crop === 'tele' ? viewOfTele(pair) : null;
  const { crop, straighten } = view === null ? edits : { crop: view, straighten: 0 };
  const depth: BitDepth = holdsMoreThan8Bits(settings.output) ? 16 : pair.wide.depth;
  const request = { scale: scaleOf(item), crop, straighten, denoise: edits.denoise, depth, scratchPath, memoryBudget };
  const losses: Said[] = [];
  if (settings.crop === 'tele' && view === null) {
    losses.push(say('writing.tele-view-unknown'));
  }
  if (view !== null && (edits.crop !== null || edits.straighten !== 0)) {
    losses.push(say('writing.framing-left-out'));
  }
  return { ...(await pair.enhance(request, context)), weights: model.summary.sha256, losses };
}

export interface EnhancedItem extends EnhancedPair {
  weights: string;
  losses: Said[];
}

/** What is written: the map may be in a file already. */
export type WritableItem = Omit<EnhancedItem, 'provenance'> & { provenance: ProvenanceMap | string };

/** The part of the wide that the tele saw, in whole pixels; null where it was not found. */
function viewOfTele({ wide, viewOfTele: bounds }: PairInWork): Rectangle | null {
  if (bounds === null) return null;
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
  write: PairInWork['write'],
  { report: facts, provenance, widePath: metadataFrom, weights, losses }: WritableItem,
  options: {
    scratchPath: string;
    outputFolder: string;
    /** Relative to the output folder. */
    target: string;
    originals: readonly string[];
    beforePlacing: (file: PlacedFile) => Promise<void>;
    signal: AbortSignal;
  },
): Promise<{ losses: Said[] }> {
  const { scratchPath, outputFolder, target, originals, beforePlacing, signal } = options;
  const settings = completeSettings(item.settings.output);
  const targetPath = join(outputFolder, ...target.split('/'));
  const temporaryFolder = workFolderOf(outputFolder);
  await mkdir(dirname(targetPath), { recursive: true });
  await mkdir(temporaryFolder, { recursive: true });
  const told = [...losses];
  if (facts.tele !== null && !facts.reference.used) told.push(facts.reference.reason);
  if (facts.areExchanged) told.push(say('writing.exchanged', { name: facts.wide.name }));
  const map = settings.provenance === 'none' ? null : await drawProvenance(provenance, temporaryFolder, item.key);
  const provenanceMap = settings.provenance === 'xmp' && map !== null ? await readFile(map) : null;
  const note = noteOfEnhancement(facts, { weights, provenanceMap });
  try {
    const make = async (path: string): Promise<void> => {
      const { software } = note;
      const { crop, straighten } = facts;
      const request = { scratchPath, settings, metadataFrom, software, note, crop, straighten, temporaryFolder };
      const { losses: lost } = await write({ ...request, targetPath: path }, { signal });
      told.push(...lost);
      await beforePlacing(await identify(path));
      // The side file first: a picture in its place says that all of it is there.
      if (settings.provenance === 'side-file' && map !== null)
        await placeProvenanceFile(map, targetPath, originals, signal, temporaryFolder);
    };
    await writeWhole(targetPath, make, { never: originals, signal, temporaryFolder });
  } finally {
    if (map !== null) await rm(map, { force: true });
  }
  return { losses: told };
}

/** Where files lie until they are whole. */
export function workFolderOf(outputFolder: string): string {
  return join(stateFolderOf(outputFolder), 'work');
}

/** How many bytes enhancing may take on the disk: the result, and above twice the size the one that it is made of. */
export function bytesToEnhance(size: Size, depth: BitDepth, scale: ScaleChoice): number {
  const largest = scale === 'auto' ? 4 : scale;
  const pixels = size.width * size.height * (largest ** 2 + (largest > 2 ? 4 : 0));
  return 3 * pixels * (depth / 8);
}

/** About how many bytes a finished picture may take, generously. */
export function bytesToWrite(size: Size, depth: BitDepth, format: ExportFormat): number {
  const share: Record<ExportFormat, number> = { jpeg: 0.4, png: 1.05, tiff: 1.05, webp: 0.3, avif: 0.3 };
  return Math.ceil(size.width * size.height * 3 * (depth / 8) * share[format]) + 2 ** 18;
}

async function drawProvenance(map: ProvenanceMap | string, folder: string, key: string): Promise<string> {
  const path = join(folder, `${key}.provenance.png`);
  if (typeof map === 'string') await copyFile(map, path);
  else await writePng(path, { width: map.columns, height: map.rows, pixels: map.pixels }, folder);
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
