import { readSmallImage } from '#core/photos/previews/small-picture';
import { greyOf, type GreyImage } from '#core/pairs/registering/grey-image';

/** A small grey copy of a photo. */
export type ContentCopy = GreyImage;

/** A photo as contents are compared: small, upright and grey. Throws as `readImage` does. `pixelLimit` is the most that is decoded. */
export async function readContentCopy(
  path: string,
  options: { longSide: number; pixelLimit: number },
): Promise<ContentCopy> {
  return greyOf(await readSmallImage(path, options));
}
