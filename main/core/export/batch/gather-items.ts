import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { BatchSettings } from '#contract/batch';
import { AppError, toWireError, type WireError } from '#contract/errors';
import { say } from '#contract/messages';
import type { PhotoSummary } from '#contract/photos';
import { noPhotoEdits } from '#contract/project-edits';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { explainImageError } from '#core/photos/files/explain-image-error';
import type { Report } from '#core/ground/waiting/progress';
import { scanPhotos } from '#core/photos/files/scan-photos';
import { findPairsAmong, type FoundPair } from '#core/pairs/finding/find-pairs';
import type { BatchItem } from './batch-item.ts';
import { keyOfItem } from './batch-item.ts';
import { readManifest, type ManifestItem } from './read-manifest.ts';

export interface GatherOptions {
  /** A folder of photos, or a manifest. */
  source: string;
  recursive: boolean;
  /** What lies there is no input; nor is what `isOwnOutput` names, where photos and results share a folder. */
  outputFolder: string;
  isOwnOutput: (path: string) => boolean;
  settings: BatchSettings;
  /** Checksum of a model's weights; rejects for one that does not exist. */
  weightsOf: (model: string) => Promise<string>;
  /** Where the built programs lie. */
  programFolder: string;
  signal: AbortSignal;
  report: Report;
}

/** What a batch has to do, in the order of doing. */
export interface Gathered {
  items: BatchItem[];
  /** What was found to belong together, one for each item; empty for a manifest. */
  found: FoundPair[];
  ignored: number;
}

/**
 * Finds the pairs of a folder as `findPairs` does, or those a manifest names. A photo that cannot be read makes its own item a problem and
 * no other. Throws for a source that is not there, and for a manifest that is none.
 */
export async function gatherItems(options: GatherOptions): Promise<Gathered> {
  const source = resolve(options.source);
  const facts = await stat(source).catch((error: unknown) => {
    throw explainImageError(error, source);
  });
  return facts.isDirectory() ? gatherFolder(source, options) : gatherManifest(source, options);
}

async function gatherFolder(source: string, options: GatherOptions): Promise<Gathered> {
  const { recursive, settings, signal, programFolder, report } = options;
  const outputFolder = resolve(options.outputFolder);
  const isOutside = (path: string): boolean =>
    (outputFolder !== source && isBelow(path, outputFolder)) || options.isOwnOutput(path);
  const { files, passedOver, problems } = await scanPhotos([source], { isRecursive: recursive, isOutside, signal });
  const read = await readAll([...files, ...problems.map(({ path }) => path)], options);
  const weights = await options.weightsOf(settings.model);
  const pairs = await findPairsAmong(
    [...read.values()].flatMap(({ summary }) => summary ?? []),
    { content: { isForced: false, programFolder }, signal, report: (_, label) => report(1, label) },
  );
  const unreadable = [...read].flatMap(([path, { problem }]) => (problem === null ? [] : [aloneAt(path)]));
  const placeOf = new Map([...read.keys()].map((path, place) => [path, place]));
  const found = [...pairs, ...unreadable].sort(
    (one, other) => (placeOf.get(one.wide) ?? 0) - (placeOf.get(other.wide) ?? 0),
  );
  const enhancesSingles = settings.singles === 'enhance';
  const itemFor = (widePath: string, telePaths: readonly string[]): BatchItem => {
    const place = relative(source, widePath).split(sep).join('/');
    const teles = telePaths.map((path) => ({ path, placement: null, isInFront: false }));
    return itemOf({ widePath, teles, source: place, wishedTarget: null, settings, edits: noPhotoEdits }, read, weights);
  };
  const isWanted = ({ wide, teles }: FoundPair): boolean =>
    teles.length > 0 || enhancesSingles || read.get(wide)?.problem !== null;
  const wanted = found.filter(isWanted);
  const items = wanted.map(({ wide, teles }) => ({
    ...itemFor(wide, teles),
    telesAlone: enhancesSingles ? teles.map((tele) => itemFor(tele, [])) : [],
  }));
  const versions = wanted.reduce((sum, one) => sum + one.versions.length, 0);
  return { items, found: wanted, ignored: passedOver + found.length - wanted.length + versions };
}

function aloneAt(wide: string): FoundPair {
  return { wide, teles: [], reason: null, versions: [] };
}

async function gatherManifest(source: string, options: GatherOptions): Promise<Gathered> {
  const wanted = await readManifest(source, options.settings);
  const read = await readAll(
    [...new Set(wanted.flatMap(({ widePath, teles }) => [widePath, ...teles.map(({ path }) => path)]))],
    options,
  );
  const items: BatchItem[] = [];
  for (const item of wanted) items.push(itemOf(item, read, await options.weightsOf(item.settings.model)));
  return { items, found: [], ignored: 0 };
}

interface ReadPhoto {
  summary: PhotoSummary | null;
  problem: WireError | null;
}

async function readAll(paths: readonly string[], { signal, report }: GatherOptions): Promise<Map<string, ReadPhoto>> {
  const read = new Map<string, ReadPhoto>();
  for (const [index, path] of paths.entries()) {
    signal.throwIfAborted();
    report(index / paths.length, say('writing.looking-at', { name: basename(path) }));
    try {
      read.set(path, { summary: await readPhotoSummary(path), problem: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      read.set(path, { summary: null, problem: toWireError(error) });
    }
  }
  return read;
}

function itemOf(item: ManifestItem, read: ReadonlyMap<string, ReadPhoto>, weights: string): BatchItem {
  const wide = read.get(item.widePath);
  const teles = item.teles.map((tele) => ({ ...tele, photo: read.get(tele.path)?.summary ?? null }));
  const broken = item.teles.map(({ path }) => read.get(path)?.problem ?? null).find((problem) => problem !== null);
  const problem = wide?.problem ?? (item.settings.useReference ? broken : null) ?? null;
  const known = { ...item, wide: wide?.summary ?? null, teles, problem, telesAlone: [] };
  return { ...known, key: keyOfItem(known, weights) };
}

/** What is known of a photo that cannot be read: its name, by which it may still find its partner. */
export function unreadablePhoto(path: string): PhotoSummary {
  const camera = {
    make: null,
    model: null,
    lens: null,
    focalLength: null,
    focalLength35: null,
    digitalZoom: null,
    exposureSeconds: null,
    iso: null,
    capturedAt: null,
  };
  return {
    id: path,
    name: basename(path),
    path,
    format: '',
    fileBytes: 0,
    width: 0,
    height: 0,
    bitDepth: 8,
    colourProfile: '',
    hasGps: false,
    camera,
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** The folder of an item's photo below the source; '' at its top, and outside of it. */
export function folderOf({ source }: Pick<BatchItem, 'source'>): string {
  const folder = dirname(source);
  return folder === '.' || isAbsolute(source) ? '' : folder;
}
