import type { EnhanceChoices } from '#contract/enhancement';
import { say, type Said } from '#contract/messages';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import type { StoredPhoto } from '#core/photos/scratch/stored-photo';
import { chooseReference } from './choose-reference.ts';
import { adjustmentsOf } from './enhance-tile.ts';
import { gatherReferences, type References } from './references.ts';
import { createTeleReader, type SecondPass, type TeleReader } from './tele-reader.ts';

/** What an enhancement knows of its photos before the first tile. */
export interface PreparedPhoto {
  references: References | null;
  /** Why the teles are used, or are not. */
  reason: Said;
  milliseconds: number;
}

/** What an enhancement knows of one tele before the first tile. */
export interface PreparedTele {
  /** Null where the tele is not used. */
  reader: TeleReader | null;
  /** Why it is used, or is not. */
  reason: Said;
  milliseconds: number;
}

interface PrepareOptions extends Pick<EnhanceChoices, 'useReference' | 'referenceStrength'> {
  wide: PixelImage;
  /** In the wide's colour profile; null when there is none. */
  tele: PixelImage | null;
  registration: Registration | null;
  signal?: AbortSignal | undefined;
}

/** Compares the two photos, once for the whole wide one: the part of an enhancement that needs no device and may run ahead of it. */
export async function preparePhoto(options: PrepareOptions): Promise<PreparedPhoto> {
  return gatherTeles([await prepareTele(options)]);
}

/** The same for one of several teles. With `store`, its pixels wait there. */
export async function prepareTele(
  options: PrepareOptions & {
    /** Whether it goes before the others. */
    isInFront?: boolean | undefined;
    store?: ((tele: PixelImage) => StoredPhoto) | undefined;
  },
): Promise<PreparedTele> {
  const { wide, isInFront, store, signal } = options;
  const started = performance.now();
  const useReference = options.useReference && adjustmentsOf(options).referenceStrength > 0;
  const { reference, reason } = chooseReference({ ...options, useReference });
  const reader = reference === null ? null : await createTeleReader({ wide, reference, isInFront, store, signal });
  signal?.throwIfAborted();
  const milliseconds = Math.round(performance.now() - started);
  if (reference !== null && reader === null) return { reader, reason: say('enhancing.tele-softer'), milliseconds };
  return { reader, reason, milliseconds };
}

/** The same teles for a second pass, on a picture that was made with them. */
export async function prepareAgain({ references, reason }: PreparedPhoto, second: SecondPass): Promise<PreparedPhoto> {
  const started = performance.now();
  const again = references && (await references.again(second));
  return { references: again, reason, milliseconds: Math.round(performance.now() - started) };
}

/** All teles of a wide photo together, at least one; their order matters nowhere but in numbers. */
export function gatherTeles(teles: readonly PreparedTele[]): PreparedPhoto {
  const readers = teles.flatMap(({ reader }) => (reader === null ? [] : [reader]));
  const [only] = teles;
  return {
    references: readers.length === 0 ? null : gatherReferences(readers),
    reason:
      teles.length === 1 && only !== undefined
        ? only.reason
        : say('enhancing.teles-used', { used: readers.length, all: teles.length }),
    milliseconds: teles.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}
