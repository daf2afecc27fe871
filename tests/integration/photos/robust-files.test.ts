import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toWireError, type ErrorCode } from '#contract/errors';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { readImage } from '#core/photos/files/read-image';
import { inEnglish } from '../../support/saying.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/robust', import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn(`Skipped: the collection of odd and broken photos is not at ${folder}`);

const files = isThere
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.tsv'))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort()
  : [];

/** What must be refused, and why; everything else must be read. */
const refused: Record<string, ErrorCode> = {
  'exif/jpg__invalid__image01980.jpg': 'image-too-small',
  'generated/bomb_bmp_50000x50000.bmp': 'unsupported-format',
  'generated/bomb_header_100000x100000_rgb8.png': 'image-too-large',
  'generated/bomb_valid_20000x20000_grey8.png': 'image-too-large',
  'generated/bomb_valid_30000x30000_1bit.png': 'image-too-large',
  'generated/empty.jpg': 'unreadable-image',
  'generated/one_by_one.png': 'image-too-small',
  'generated/png_bad_crc.png': 'unreadable-image',
  'generated/png_truncated.png': 'unreadable-image',
  'generated/sof_0x0.jpg': 'unreadable-image',
  'generated/sof_65500x65500.jpg': 'image-too-large',
  'generated/strip_1x60000.png': 'image-too-small',
  'generated/strip_60000x1.png': 'image-too-small',
  'generated/text_as_jpg.jpg': 'unsupported-format',
  'generated/truncated_50pct.jpg': 'unreadable-image',
  'generated/truncated_header_only.jpg': 'unreadable-image',
  'generated/truncated_last_bytes.jpg': 'unreadable-image',
  'sharp_fixtures/2x2_fdcce6.png': 'image-too-small',
  'sharp_fixtures/65536-uint32-limit.png': 'image-too-large',
  'sharp_fixtures/8bit_depth.tiff': 'image-too-small',
  'sharp_fixtures/big-height.webp': 'image-too-small',
  'sharp_fixtures/corrupt-header.jpg': 'unreadable-image',
  'sharp_fixtures/p3.png': 'image-too-small',
  'sharp_fixtures/prophoto.png': 'image-too-small',
  'sharp_fixtures/truncated.jpg': 'unreadable-image',
  'sharp_fixtures/truncated.png': 'unreadable-image',
};

function expectedRefusal(file: string): ErrorCode | undefined {
  return refused[file] ?? (/\.(gif|svg|jp2)$/.test(file) ? 'unsupported-format' : undefined);
}

describe.skipIf(!isThere)('odd and broken photos', () => {
  it.each(files)('%s gives a picture or one line that says why not', async (file) => {
    const path = join(folder, file);
    const summary = await readPhotoSummary(path).catch(oneLine);
    const image = await readImage(path, { pixelLimit: 200e6 }).catch(oneLine);
    const refusal = expectedRefusal(file);
    if (refusal !== undefined) {
      expect(image).toMatchObject({ code: refusal });
      return;
    }
    if ('code' in image || 'code' in summary)
      throw new Error(`Expected ${file} to be read: ${JSON.stringify([image, summary])}`);
    expect([image.width, image.height, image.depth]).toEqual([summary.width, summary.height, summary.bitDepth]);
    expect(image.data).toHaveLength(image.width * image.height * 3);
  });

  it('took no more than 2 GB in all', () => {
    expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(2e9);
  });
});

function oneLine(error: unknown): { code: ErrorCode } {
  const { code, message: said } = toWireError(error);
  const message = inEnglish(said);
  expect(code, String(error)).not.toBe('internal');
  expect(message).not.toContain('\n');
  expect(message.length).toBeLessThan(300);
  return { code };
}
