import { describe, expect, it } from 'vitest';
import type { PhotoSummary } from '#contract/photos';
import { gatherShots } from '#core/pairs/finding/photo-versions';
import { photoSummary, secondsAfterNoon } from '../../../support/photo-summary.ts';

interface File {
  name: string;
  id?: string;
  folder?: string;
  /** Seconds after noon, with fractions; null without EXIF. */
  at?: number | null;
  mm?: number;
  size?: [number, number];
}

function photo({ name, folder = '/roll', id, at = 0, mm = 24, size = [4032, 3024] }: File): PhotoSummary {
  const path = `${folder}/${name}`;
  const [width, height] = size;
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const facts = { id: id ?? path, width, height, format: ending === 'jpg' ? 'jpeg' : ending };
  if (at === null) return photoSummary(path, facts);
  const lens = { focalLength: mm / 4, focalLength35: mm };
  return photoSummary(path, {
    ...facts,
    camera: { make: 'Maker', model: 'Phone 11', ...lens, capturedAt: secondsAfterNoon(at) },
  });
}

/** Each shot as its best version and the others behind it. */
const shots = (...files: (File | string)[]): string[] =>
  gatherShots(files.map((file) => photo(typeof file === 'string' ? { name: file } : file))).map(({ best, versions }) =>
    [best, ...versions].map(({ name }) => name).join(' < '),
  );

describe('versions of one shot', () => {
  it.each([
    ['IMG_0011.JPG', 'IMG_E0011.JPG'],
    ['IMG_20260614_100000.jpg', 'IMG_20260614_100000-edited.jpg'],
    ['IMG_20260614_100000.jpg', 'IMG_20260614_100000-bearbeitet.jpg'],
    ['IMG_0011.JPG', 'IMG_0011 (1).JPG'],
    ['IMG_0011.JPG', 'IMG_0011 2.JPG'],
    ['IMG_0011.JPG', 'IMG_0011~2.jpg'],
    ['IMG_0011.JPG', 'IMG_0011 - Copy.JPG'],
    ['IMG_0011.JPG', 'IMG_0011 Kopie.JPG'],
    ['IMG_0011.JPG', 'IMG_0011-Edit.tif'],
    ['IMG_0011.JPG', 'IMG_0011-telewide.jpg'],
    ['IMG_0021.HEIC', 'IMG_0021.JPG'],
    ['IMG_0021.heic', 'img_0021.jpg'],
    ['20260614_100000.jpg', '20260614_100000_Bokeh.jpg'],
    ['PXL_20260614_082000123.PORTRAIT-02.ORIGINAL.jpg', 'PXL_20260614_082000123.PORTRAIT-01.COVER.jpg'],
    ['PXL_20260614_082000123.jpg', 'PXL_20260614_082000123~2.jpg'],
  ])('are gathered, the original as the best: %s and %s', (original, version) => {
    expect(shots(original, version)).toEqual([`${original} < ${version}`]);
    expect(shots(version, original)).toEqual([`${original} < ${version}`]);
  });

  it('may be edits that lost what the camera said', () => {
    expect(shots('IMG_0011.JPG', { name: 'IMG_E0011.JPG', at: null })).toEqual(['IMG_0011.JPG < IMG_E0011.JPG']);
  });

  it('are the same bytes wherever they lie, with both names', () => {
    const same = { id: 'a', at: null };
    expect(shots({ name: 'a.jpg', ...same }, { name: 'holiday.jpg', folder: '/other', ...same })).toEqual([
      'a.jpg < holiday.jpg',
    ]);
  });

  it('are led by the largest original', () => {
    expect(shots({ name: 'IMG_1.HEIC', size: [2016, 1512] }, 'IMG_1.JPG', 'IMG_E1111.JPG')).toEqual([
      'IMG_1.JPG < IMG_1.HEIC',
      'IMG_E1111.JPG',
    ]);
  });
});

describe('photos of their own', () => {
  it.each([
    ['of other moments', [{ name: 'IMG_0011.JPG' }, { name: 'IMG_E0011.JPG', at: 9 }]],
    ['of another lens', [{ name: '20260614_100004.jpg', mm: 77 }, { name: '20260614_100004(0).jpg' }]],
    ['two shots of one second', [{ name: '20260614_100004.jpg' }, { name: '20260614_100004(0).jpg' }]],
    [
      'of a burst with numbers',
      [
        { name: 'IMG_1 (1).jpg', at: 0.1 },
        { name: 'IMG_1 (2).jpg', at: 0.3 },
      ],
    ],
    [
      'with a number behind the name and nothing to say',
      [
        { name: 'image.jpg', at: null },
        { name: 'image (1).jpg', at: null },
      ],
    ],
    [
      'called by a word that people use',
      [
        { name: 'anna.jpg', at: null },
        { name: 'anna-portrait.jpg', at: null },
      ],
    ],
    ['of two folders', [{ name: 'IMG_0011.JPG' }, { name: 'IMG_E0011.JPG', folder: '/other' }]],
    [
      'of two shapes that say nothing',
      [
        { name: 'a.jpg', at: null },
        { name: 'a.png', at: null, size: [100, 100] as [number, number] },
      ],
    ],
  ])('stay apart: %s', (_, files) => {
    expect(shots(...files)).toHaveLength(2);
  });
});
