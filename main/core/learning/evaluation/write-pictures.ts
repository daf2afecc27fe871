import { join } from 'node:path';
import type { PixelImage } from '#core/photos/pixel-image';
import { writePng } from '#core/photos/files/write-png';
import { comparisonStrip } from './comparison-strip.ts';
import { lumaOf } from './luma.ts';
import type { PairMeasure } from './measure-pair.ts';
import { picturePlaces } from './picture-places.ts';
import type { RowName } from './rows.ts';

/**
 * Writes `<name>-<place>.png` for each place of picture-places.ts: the input by bicubic, the result without reference, the result, and
 * the truth, pixel by pixel. Writes nothing when one of the results is not there.
 */
export async function writePictures(options: {
  folder: string;
  name: string;
  results: ReadonlyMap<RowName, PixelImage>;
  truth: PixelImage;
  measure: Pick<PairMeasure, 'truth' | 'overlap'>;
}): Promise<void> {
  const { folder, name, results, truth, measure } = options;
  const [bicubic, without, result] = [results.get('bicubic'), results.get('without-reference'), results.get('tele')];
  if (!bicubic || !without || !result) return;
  const side = Math.min(largestSide, 16 * Math.floor(Math.min(truth.width, truth.height) / 48));
  if (side === 0) return;
  const places = picturePlaces({ ...measure, without: lumaOf(without), result: lumaOf(result), side });
  for (const place of places) {
    const strip = comparisonStrip(
      [
        { label: 'Input, bicubic', image: bicubic },
        { label: 'Without reference', image: without },
        { label: 'With the tele', image: result },
        { label: 'Truth', image: truth },
      ],
      place,
    );
    await writePng(join(folder, `${name}-${place.name}.png`), strip);
  }
}

const largestSide = 288;
