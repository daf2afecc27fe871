import type { EnhanceChoices } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import { completeSettings, type ExportSettings } from '#contract/export-settings';
import type { Size } from '#contract/geometry';
import { say } from '#contract/messages';
import { checkSide } from '#core/photos/files/write-image';
import { finishedSize } from '#core/photos/scratch/finish-picture';
import { framedCrop } from './enhance-crop.ts';

/**
 * Throws `image-too-large` for a result that could not be written as `output` says, and for one of three or four times the size with more pixels than the
 * limit; `invalid-request` for a crop that lies outside of the photo. Twice the size is always made, and `auto` keeps to the limit by itself.
 */
export function checkResultSize(
  photo: Size,
  choices: Pick<EnhanceChoices, 'crop' | 'straighten' | 'scale'>,
  { pixelLimit, output }: { pixelLimit: number; output?: ExportSettings },
): void {
  const { scale = 2 } = choices;
  if (scale === 'auto') return;
  const { crop } = framedCrop(photo, choices);
  const [width, height] = [scale * crop.width, scale * crop.height];
  if (output !== undefined) checkSide(finishedSize({ width, height }, completeSettings(output).size), output.format);
  if (scale === 2 || width * height <= pixelLimit) return;
  const megapixels = (width * height) / 1e6;
  throw new AppError(
    'image-too-large',
    say('enhancing.result-too-large', { scale, width, height, megapixels, limit: pixelLimit / 1e6 }),
  );
}
