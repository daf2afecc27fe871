import type { PixelImage } from '#core/photos/pixel-image';
import type { PastedRowName } from '../rows.ts';
import type { PastedResults } from './pasted-results.ts';

/** How each row comes from the result without reference. */
export const pastedRows: Record<PastedRowName, (pasted: PastedResults, without: PixelImage) => PixelImage> = {
  'paste-2': (results, without) => results.pasted(without, 2),
  'paste-4': (results, without) => results.pasted(without, 4),
  'paste-8': (results, without) => results.pasted(without, 8),
  'paste-trusted': (results, without) => results.trusted(without),
};
