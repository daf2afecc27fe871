import { basename } from 'node:path';
import type { EnhanceChoices, EnhancementReport, TeleUse } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import type { Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { PhotoSummary } from '#contract/photos';
import { maxTeles } from '#contract/project-document';
import type { Placement } from '#contract/project-edits';
import type { Registration } from '#contract/registration';
import {
  gatherTeles,
  preparePhoto,
  prepareTele,
  type PreparedPhoto,
  type PreparedTele,
} from '#core/enhancement/inference/prepare-photo';
import { slice, type Report } from '#core/ground/waiting/progress';
import type { LoadedModel } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import { judgePlacement } from '#core/pairs/registering/register-by-hand';
import { isDigitalZoom } from '#core/pairs/registering/same-lens';
import { zoomHintOf } from '#core/pairs/registering/zoom-hint';
import { readImage } from '#core/photos/files/read-image';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import type { PixelImage } from '#core/photos/pixel-image';
import { storePhoto, type StoredPhoto } from '#core/photos/scratch/stored-photo';

/** A telephoto of a set. */
export interface TeleFile {
  path: string;
  /** Where it lies, when that is known already; found where it is not. */
  registration?: Registration | null | undefined;
  /** Where a person put it, which is then only judged. */
  placement?: Placement | null | undefined;
  /** It is shown wherever it can be trusted at all; absent where the best of all is shown. */
  isInFront?: boolean;
}

/** A wide photo and its telephotos that are read, registered and compared: all that can be done before the device is free. */
export interface OpenedSet {
  wide: PixelImage;
  /** The file that is enlarged. */
  widePath: string;
  prepared: PreparedPhoto;
  /** The parts of a report that are known already; shares of teles are not. */
  facts: Pick<EnhancementReport, 'wide' | 'tele' | 'teles' | 'areExchanged' | 'registration'>;
  /** For each of the `references`, in their order, its place in `facts.teles`. */
  numbers: readonly number[];
  milliseconds: Pick<EnhancementReport['milliseconds'], 'read' | 'register'>;
  /** Of the photos that are held in memory. */
  bytes: number;
  /** Removes what waits on the disk; nothing can be enhanced any more. */
  close: () => void;
}

/** What the first half of the main job needs. */
export interface OpenSetOptions extends Pick<EnhanceChoices, 'useReference' | 'referenceStrength'> {
  widePath: string;
  /** None enhances the wide photo alone. */
  teles: readonly TeleFile[];
  model: LoadedModel;
  /** In pixels, of each photo. */
  pixelLimit: number;
  programFolder: string;
  /** Where several teles wait on the disk: how their names begin. Absent keeps them in memory. */
  scratchPath?: string | undefined;
  signal: AbortSignal;
  report: Report;
}

/**
 * The first half of the main job. Photos that were given the wrong way round are exchanged. The order of the teles changes nothing; one that does
 * not fit is left out and the reason kept. Throws `invalid-request` for too many teles, and an `AppError` that names a file which cannot be read.
 */
export async function openSet(options: OpenSetOptions, mayExchange = true): Promise<OpenedSet> {
  const { widePath, useReference, pixelLimit, signal, report } = options;
  const started = performance.now();
  report(0, say('enhancing.reading-wide'));
  const teles = useReference ? await knownTeles(options.teles) : [];
  const wideFacts = teles.length === 0 ? null : await readPhotoSummary(widePath);
  const wide = await readImage(widePath, { pixelLimit, signal });
  const times = { read: performance.now() - started, register: 0 };
  const stored: StoredPhoto[] = [];
  const close = (): void => stored.splice(0).forEach((photo) => photo.remove());
  try {
    const opened: OpenedTele[] = [];
    for (const tele of teles) {
      const steps = slice(
        0.25 + (0.75 * opened.length) / teles.length,
        0.25 + (0.75 * (opened.length + 1)) / teles.length,
        report,
      );
      const told = (fraction: number, label: Said): void =>
        steps(
          fraction,
          teles.length === 1 ? label : say('enhancing.tele-of', { done: opened.length + 1, all: teles.length }),
        );
      const { scratchPath } = options;
      const store =
        teles.length === 1 || scratchPath === undefined
          ? undefined
          : (image: PixelImage): StoredPhoto => {
              const photo = storePhoto(image, `${scratchPath}.tele-${stored.length}`);
              stored.push(photo);
              return photo;
            };
      const one = await openTele({ ...options, report: told }, { wide, wideFacts, tele, times, store });
      if (one.registration?.areSwapped && mayExchange && !isPlaced(tele)) {
        const exchanged = await exchange(options, tele);
        if (exchanged !== null) {
          close();
          return exchanged;
        }
      }
      opened.push(one);
    }
    return { ...(await describeSet(options, wide, opened)), milliseconds: rounded(times), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A tele, and what EXIF says of it; its number is its place among those that were given. */
interface KnownTele extends TeleFile {
  number: number;
  facts: PhotoSummary;
  isKnown: boolean;
}

/** In an order that is the photos' own; a photo that is there twice is known from the second time on. */
async function knownTeles(teles: readonly TeleFile[]): Promise<KnownTele[]> {
  if (teles.length > maxTeles)
    throw new AppError('invalid-request', say('enhancing.too-many-teles', { most: maxTeles, count: teles.length }));
  const known: KnownTele[] = [];
  for (const [number, tele] of teles.entries()) {
    const facts = await readPhotoSummary(tele.path);
    known.push({ ...tele, number, facts, isKnown: known.some((other) => other.facts.id === facts.id) });
  }
  return known.sort((one, other) => (one.facts.id < other.facts.id ? -1 : 1));
}

interface OpenedTele extends PreparedTele, Size {
  number: number;
  name: string;
  registration: Registration | null;
  /** Of its pixels, held in memory. */
  bytes: number;
}

/** Reads, registers and compares one tele. */
async function openTele(
  options: OpenSetOptions,
  set: {
    wide: PixelImage;
    wideFacts: PhotoSummary | null;
    tele: KnownTele;
    times: { read: number; register: number };
    store: ((tele: PixelImage) => StoredPhoto) | undefined;
  },
): Promise<OpenedTele> {
  const { pixelLimit, programFolder, signal, report } = options;
  const { wide, wideFacts, tele, times, store } = set;
  const { number, facts, placement = null } = tele;
  const described = { number, name: basename(tele.path) };
  if (tele.isKnown) {
    const { width, height } = facts;
    const nothing = { registration: null, reader: null, milliseconds: 0, bytes: 0 };
    return { ...described, width, height, ...nothing, reason: say('enhancing.tele-twice') };
  }
  const started = performance.now();
  report(0, say('enhancing.reading-tele'));
  const image = await readImage(tele.path, { pixelLimit, profile: wide.profile, signal });
  const registering = performance.now();
  times.read += registering - started;
  report(0.3, say('enhancing.finding-tele'));
  const hints = wideFacts && { zoomHint: zoomHintOf(wideFacts, facts), isDigitalZoom: isDigitalZoom(wideFacts, facts) };
  const registration =
    tele.registration ??
    (placement === null
      ? await registerPair(wide, image, { zoomHint: null, ...hints, programFolder, signal })
      : await judgePlacement(wide, image, { placement, programFolder, signal }));
  times.register += performance.now() - registering;
  report(1, say('enhancing.comparing'));
  const { isInFront } = tele;
  const prepared = await prepareTele({ ...options, wide, tele: image, registration, isInFront, store });
  const { width, height } = image;
  return {
    ...described,
    width,
    height,
    registration,
    ...prepared,
    bytes: store === undefined ? image.data.byteLength : 0,
  };
}

/** Who put the tele somewhere, or registered it before, knows which is which. */
function isPlaced({ placement = null, registration = null }: TeleFile): boolean {
  return placement !== null || registration !== null;
}

/** The set with the tele as its wide photo and that among the teles; null where that does not fit. */
async function exchange(options: OpenSetOptions, { path }: TeleFile): Promise<OpenedSet | null> {
  const others = options.teles.filter((tele) => tele.path !== path);
  const exchanged = await openSet(
    { ...options, widePath: path, teles: [{ path: options.widePath }, ...others] },
    false,
  );
  if (exchanged.facts.registration?.verdict === 'failed') {
    exchanged.close();
    return null;
  }
  return { ...exchanged, facts: { ...exchanged.facts, areExchanged: true } };
}

async function describeSet(
  options: OpenSetOptions,
  wide: PixelImage,
  opened: readonly OpenedTele[],
): Promise<Omit<OpenedSet, 'milliseconds' | 'close'>> {
  const { widePath } = options;
  const used = opened.filter(({ reader }) => reader !== null);
  const shows = ({ registration }: OpenedTele): number => registration?.overlapShare ?? 0;
  const [main = opened[0]] = used.toSorted((one, other) => shows(other) - shows(one));
  const asGiven = opened.toSorted((one, other) => one.number - other.number);
  return {
    wide,
    widePath,
    prepared:
      opened.length === 0
        ? await preparePhoto({ ...options, wide, tele: null, registration: null })
        : gatherTeles(opened),
    facts: {
      wide: { name: basename(widePath), width: wide.width, height: wide.height },
      tele: main === undefined ? null : { name: main.name, width: main.width, height: main.height },
      registration: main?.registration ?? null,
      ...(opened.length > 1 && { teles: asGiven.map(describeTele) }),
    },
    numbers: used.map(({ number }) => number),
    bytes: opened.reduce((sum, { bytes }) => sum + bytes, wide.data.byteLength),
  };
}

function describeTele({ name, width, height, reader, reason, registration }: OpenedTele): TeleUse {
  return { name, width, height, used: reader !== null, reason, registration, share: 0 };
}

function rounded({ read, register }: { read: number; register: number }): OpenedSet['milliseconds'] {
  return { read: Math.round(read), register: Math.round(register) };
}
