import type { EnhanceChoices } from '#contract/enhancement';
import type { Rectangle, Size } from '#contract/geometry';
import type { Said } from '#contract/messages';
import type { BitDepth } from '#contract/photos';
import type { WriteOptions } from '#core/photos/files/write-image';
import type { EnhancedPair, EnhancePairOptions } from '#core/enhancement/enhance-pair';

type Context = Pick<EnhancePairOptions, 'signal' | 'report'>;

/** Where pairs are opened, enhanced and written, each in a place of its own, so that others go on while one has the device. */
export interface PairPool {
  /** How many pairs it takes at once, at least two. */
  readonly places: number;
  /** Reads, registers and compares: all that can be done before it is the pair's turn at the device. */
  open(
    request: Pick<EnhancePairOptions, 'widePath' | 'teles' | 'model' | 'scratchPath' | 'pixelLimit'> &
      Pick<EnhanceChoices, 'device' | 'precision' | 'useReference' | 'referenceStrength'>,
    context: Context,
  ): Promise<PairInWork>;
}

/** A pair that is opened, and what is known of it. */
export interface PairInWork {
  readonly wide: Size & { depth: BitDepth };
  /** Around what the tele shows, in upright wide pixels, which may reach beyond the photo; null where it is not used. */
  readonly viewOfTele: Rectangle | null;
  /** Runs the network into the scratch picture; like `write`, it may be asked again after a failure. */
  enhance(
    request: { depth: BitDepth } & Pick<EnhancePairOptions, 'scratchPath' | 'memoryBudget'> &
      Pick<EnhanceChoices, 'scale' | 'crop' | 'straighten' | 'denoise'>,
    context: Context,
  ): Promise<EnhancedPair>;
  /** Encodes the scratch picture. Tells what the file cannot hold, in words. */
  readonly write: (
    request: Pick<
      WriteOptions,
      'scratchPath' | 'targetPath' | 'settings' | 'metadataFrom' | 'software' | 'note' | 'crop' | 'temporaryFolder'
    >,
    context: Pick<Context, 'signal'>,
  ) => Promise<{ losses: Said[] }>;
  /** Gives its place back. */
  release(): void;
}
