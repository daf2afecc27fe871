import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { PixelImage } from '#core/photos/pixel-image';
import { phoneExif, phoneXmp } from './sample-pictures.ts';
import { paintScene, randomNumbers, simulatePair } from './simulated-pair.ts';

/** What one simulated pair is made of. */
interface PairRecipe {
  /** Without ending; `ROLE` becomes wide or tele. */
  name: string;
  format: 'jpg' | 'png' | 'tif' | 'webp' | 'avif';
  depth: 8 | 16;
  orientation: number;
  profile: 'p3' | 'srgb' | null;
}

/** Names as people all over the world give them, in folders of their own. */
const names = [
  'IMG_0001 ROLE',
  'Urlaub/Größe ß ROLE',
  'Урал/Гора ROLE',
  '京都/金閣寺 ROLE',
  'سفر/صورة ROLE',
  'ROLE with  spaces & more',
  'emoji 🏔️ ROLE',
  'nfd/Cafe\u0301 ROLE',
  `long/${'långt namn '.repeat(13)}ROLE`,
  'हिमालय ROLE',
  "quote's ROLE",
  'percent%20 ROLE',
  '한라산-ROLE',
];

const formats = ['jpg', 'png', 'tif', 'webp', 'avif', 'jpg', 'tif', 'jpg', 'png', 'jpg'] as const;

/** As many recipes as asked for, of all formats, depths, orientations and profiles. */
export function pairRecipes(count: number): PairRecipe[] {
  return Array.from({ length: count }, (_, index) => {
    const format = formats[index % formats.length] ?? 'jpg';
    const isDeep = (format === 'png' || format === 'tif') && index % 2 === 0;
    return {
      name: `${names[index % names.length] ?? ''}${index < names.length ? '' : ` ${String(index)}`}`,
      format,
      depth: isDeep ? 16 : 8,
      orientation: format === 'jpg' || format === 'webp' ? 1 + (index % 8) : 1,
      profile: index % 3 === 0 ? 'p3' : index % 3 === 1 ? 'srgb' : null,
    };
  });
}

/**
 * Fills a folder with simulated pairs, 2x apart, all of one size; with `isBroken` five broken ones and files that are no photos besides, with
 * `isFirstSet` two more telephotos for the first wide. Gives the paths of the wide photos that are right, relative, in no order.
 */
export async function makeBatchPhotos(
  folder: string,
  options: { pairs: number; isBroken: boolean; isFirstSet?: boolean; width?: number; height?: number },
): Promise<{ wides: string[]; recipes: PairRecipe[] }> {
  const { width = 320, height = 240 } = options;
  const recipes = pairRecipes(options.pairs);
  const wides: string[] = [];
  for (const [index, recipe] of recipes.entries()) {
    const scene = paintScene({ width: 3 * width, height: 3 * height }, 100 + (index % 6));
    const camera = { size: { width, height }, zoom: 2, rotation: 0.4, centre: { x: 0.5, y: 0.48 } };
    const { wide, tele } = simulatePair(scene, { width, height }, camera, { noise: 1, seed: index });
    for (const [role, image] of [
      ['wide', wide],
      ['tele', tele],
    ] as const) {
      const path = `${recipe.name.replace('ROLE', role)}.${recipe.format}`;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), await encode(image, recipe, { role, index }));
      if (role === 'wide') wides.push(path);
    }
    if (index > 0 || options.isFirstSet !== true) continue;
    for (const [number, x] of [
      [2, 0.3],
      [3, 0.7],
    ] as const) {
      const { tele: more } = simulatePair(scene, { width, height }, { ...camera, centre: { x, y: 0.5 } }, { noise: 1 });
      const path = `${recipe.name.replace('ROLE', `tele ${number}`)}.${recipe.format}`;
      writeFileSync(join(folder, path), await encode(more, recipe, { role: 'tele', index }));
    }
  }
  if (options.isBroken) await addBroken(folder, { width, height });
  return { wides, recipes };
}

/** Five pairs that cannot be done, each for another reason, and what else lies in such folders. */
async function addBroken(folder: string, size: { width: number; height: number }): Promise<void> {
  const picture = paintScene(size, 5);
  const whole = await pipelineFor(picture, 8).jpeg().toBuffer();
  const put = (name: string, bytes: Buffer | string): void => writeFileSync(join(folder, name), bytes);
  put('broken empty wide.jpg', '');
  put('broken gif wide.jpg', Buffer.from('GIF89a\u0001\0\u0001\0\0\0\0;', 'latin1'));
  put('broken cut wide.jpg', whole.subarray(0, Math.floor(whole.length / 2)));
  put('broken cuttele wide.jpg', whole);
  put(
    'broken tiny wide.png',
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  for (const name of ['empty', 'gif', 'cut', 'tiny']) put(`broken ${name} tele.jpg`, whole);
  put('broken cuttele tele.jpg', whole.subarray(0, Math.floor(whole.length / 2)));
  for (const name of ['Thumbs.db', '.DS_Store', '._IMG_0001 wide.jpg', 'clip.mp4', 'notes.txt'])
    put(name, 'not a photo');
}

function pipelineFor({ width, height, data }: PixelImage, depth: 8 | 16, seed = 1): Sharp {
  const raw = { width, height, channels: 3 as const };
  if (depth === 8) return sharp(data, { raw });
  const random = randomNumbers(seed);
  const deep = Uint16Array.from(data, (value) => Math.min(65535, Math.round((value + random() - 0.5) * 257)) & 0xffff);
  return sharp(deep, { raw }).toColourspace('rgb16');
}

/** What the phone says of the photo that it took with one lens: the two of a pair in one second, the next pair a minute later. */
function exifOf(role: 'wide' | 'tele', index: number): typeof phoneExif {
  const lens =
    role === 'tele' ? {} : { FocalLength: '30/10', FocalLengthIn35mmFilm: '26', LensModel: 'Acme wide 3 mm f/2' };
  const taken = { DateTimeOriginal: `2024:05:06 07:${String(index % 60).padStart(2, '0')}:09` };
  return { ...phoneExif, IFD2: { ...phoneExif.IFD2, ...taken, ...lens } };
}

async function encode(
  image: PixelImage,
  recipe: PairRecipe,
  { role, index }: { role: 'wide' | 'tele'; index: number },
): Promise<Buffer> {
  const exif = exifOf(role, index);
  const pipeline = pipelineFor(image, recipe.depth, index);
  if (recipe.profile !== null) pipeline.withIccProfile(recipe.profile);
  if (recipe.format !== 'tif') pipeline.withExif(exif).withXmp(phoneXmp);
  if (recipe.orientation !== 1) pipeline.withMetadata({ orientation: recipe.orientation }).withExifMerge(exif);
  switch (recipe.format) {
    case 'jpg':
      return pipeline.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
    case 'png':
      return pipeline.png().toBuffer();
    case 'tif':
      return pipeline.tiff({ compression: 'lzw' }).toBuffer();
    case 'webp':
      return pipeline.webp({ quality: 95 }).toBuffer();
    case 'avif':
      return pipeline.avif({ quality: 90, effort: 0 }).toBuffer();
  }
}
