import type { EnhanceChoices } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import { boundsOf, type Rectangle, type Size } from '#contract/geometry';
import { say, type Said } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import { enhanceOpenedSet, type EnhancedPair, type EnhancePairOptions } from '#core/enhancement/enhance-pair';
import { openSet, type OpenedSet } from '#core/enhancement/open-set';
import { writeImage, type WriteOptions } from '#core/photos/files/write-image';
import { chooseExecution } from '#core/enhancement/inference/choose-execution';

/** What opening a pair needs; it can be sent to another process. */
export type OpenRequest = Pick<
  EnhancePairOptions,
  'widePath' | 'teles' | 'model' | 'scratchPath' | 'pixelLimit' | 'programFolder'
> &
  Pick<EnhanceChoices, 'device' | 'precision' | 'useReference' | 'referenceStrength'>;

/** What is known of a pair that is read, registered and compared. */
export interface HeldFacts {
  wide: Size & { depth: BitDepth };
  /** Around what the teles show, in upright wide pixels, which may reach beyond the photo; null where it is not used. */
  viewOfTele: Rectangle | null;
}

/** What enhancing the held pair needs beside it. */
export type HeldRequest = { depth: BitDepth } & Pick<EnhancePairOptions, 'scratchPath' | 'memoryBudget'> &
  Pick<EnhanceChoices, 'scale' | 'crop' | 'straighten' | 'denoise'>;

type Context = Pick<EnhancePairOptions, 'signal' | 'report'>;

/** What encoding a finished scratch picture needs. */
export type PictureRequest = Pick<
  WriteOptions,
  | 'scratchPath'
  | 'targetPath'
  | 'settings'
  | 'metadataFrom'
  | 'software'
  | 'note'
  | 'crop'
  | 'straighten'
  | 'temporaryFolder'
>;

/** One pair that waits, opened, for its turn at the device. */
export interface HeldPair {
  /** Whatever was held before is let go. */
  open(request: OpenRequest, context: Context): Promise<HeldFacts>;
  /**
   * Lets the pair go when it resolves; it stays when this rejects, as `enhanceOpenedSet` does. `device-unavailable` when there is none,
   * as in a process that was started anew.
   */
  enhance(request: HeldRequest, context: Context): Promise<EnhancedPair>;
  /** As `writeImage`, and tells what the file could not hold, in words. */
  write(request: PictureRequest, context: Pick<Context, 'signal'>): Promise<{ losses: Said[] }>;
}

export function createHeldPair(options: Pick<EnhancePairOptions, 'openSession'>): HeldPair {
  let held: { opened: OpenedSet; request: OpenRequest } | null = null;
  return {
    async open(request, context) {
      held?.opened.close();
      held = null;
      // So that a device that cannot be used is known before anything is read.
      await chooseExecution(request, request.model, request);
      const opened = await openSet({ ...request, ...context });
      held = { opened, request };
      const { wide, prepared } = opened;
      const seen = prepared.references?.overlaps.flat() ?? [];
      return {
        wide: { width: wide.width, height: wide.height, depth: wide.depth },
        viewOfTele: seen.length > 0 ? boundsOf(seen) : null,
      };
    },
    async enhance(request, context) {
      if (held === null)
        throw new AppError(
          'device-unavailable',
          say('enhancing.computation-ended', { how: say('program.just-ended') }),
        );
      const enhanced = await enhanceOpenedSet(held.opened, { ...held.request, ...request, ...context, ...options });
      held.opened.close();
      held = null;
      return enhanced;
    },
    write: writePicture,
  };
}

/** Encodes a finished scratch picture; tells what the file could not hold, in words. */
export async function writePicture(
  request: PictureRequest,
  { signal }: Pick<Context, 'signal'>,
): Promise<{ losses: Said[] }> {
  const losses: Said[] = [];
  await writeImage({ ...request, never: [], onLoss: (loss) => losses.push(loss), signal });
  return { losses };
}
