import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeSettings, defaultExportSettings, type ExportSettings } from '#contract/export-settings';
import type { Rectangle } from '#contract/geometry';
import { findPairs } from '#core/pairs/finding/find-pairs';
import { openSmallPicture } from '#core/photos/previews/small-picture';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { writeImage } from '#core/photos/files/write-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { inEnglish } from '../support/saying.ts';

/**
 * What becomes of the words, places, faces and gain maps of photos that other programs lost, as exiftool reads them, which photos are pairs, and what colours come out: a line for each case with what
 * is right and what came out, and how many went wrong. Exit code 1 when any did.
 *
 *   npx tsx tests/bench/reports.ts [<folder of cases>]
 */
const cases = process.argv[2] ?? fileURLToPath(new URL('../../../shared/data/reports', import.meta.url));
if (!existsSync(cases)) throw new Error(`Expected the cases in ${cases}; name their folder.`);
const scratch = mkdtempSync(join(tmpdir(), 'telewide-reports-'));
type Tags = Record<string, unknown>;
let wrong = 0;

function tell(name: string, right: string, cameOut: unknown, isRight: boolean): void {
  if (!isRight) wrong += 1;
  console.log(`${isRight ? 'right' : 'WRONG'} | ${name} | ${right} | ${String(cameOut)}`);
}

function tagsOf(path: string): Tags {
  const [tags = {}] = JSON.parse(
    execFileSync('exiftool', ['-j', '-G1', '-a', '-n', path], { encoding: 'utf8' }),
  ) as Tags[];
  return tags;
}

async function write(
  photo: string,
  changes: Partial<ExportSettings> = {},
  crop: Rectangle | null = null,
): Promise<{ path: string; tags: Tags; losses: string[] }> {
  const shown = crop ?? (await readPhotoHeader(photo));
  const size = { width: 2 * shown.width, height: 2 * shown.height };
  const scratchPath = join(scratch, 'scratch.tif');
  const raster = createScratchImage(scratchPath, { ...size, depth: 8, profile: null });
  raster.writeRows(new Uint8Array(size.width * size.height * 3).fill(99));
  raster.finish();
  const settings = completeSettings({ ...defaultExportSettings, ...changes });
  const path = join(scratch, `result.${settings.format}`);
  const losses: string[] = [];
  const from = { scratchPath, targetPath: path, metadataFrom: photo, settings, crop, software: 'Telewide', never: [] };
  await writeImage({ ...from, onLoss: (loss) => losses.push(inEnglish(loss)) });
  return { path, tags: tagsOf(path), losses };
}

const photo = (path: string): string => join(cases, path);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const words = ['XMP-dc:Title', 'XMP-dc:Subject', 'XMP-dc:Creator', 'XMP-dc:Rights', 'XMP-xmp:Rating'];
const formats = ['jpeg', 'png', 'tiff', 'webp', 'avif'] as const;

for (const path of ['15-ultrahdr-motion/keywords.jpg', '16-extended-xmp/big_xmp.jpg']) {
  const before = tagsOf(photo(path));
  const there = words.filter((name) => before[name] !== undefined);
  for (const format of formats) {
    const { tags, losses } = await write(photo(path), { format });
    const lost = there.filter((name) => !same(before[name], tags[name]));
    tell(`${path}, ${format}`, `${there.length} words kept`, lost.join(' ') || 'kept', lost.length === 0);
    const later = Object.keys(before).filter((name) => /^XMP-(?!xmpNote)/.test(name) && !(name in tags));
    const isTold = losses.length > 0;
    tell(
      `${path}, ${format}`,
      'what goes is said',
      `${later.join(' ')} (${losses.join(' ')})`,
      later.length === 0 || isTold,
    );
  }
  const { tags } = await write(photo(path), { metadata: 'copyright' });
  const right = before['XMP-dc:Rights'];
  tell(`${path}, copyright only`, String(right), tags['XMP-dc:Rights'], same(right, tags['XMP-dc:Rights']));
}

const placed = /City|State|Province|Country|Location|Sublocation|GPS|WorldRegion/i;
for (const name of ['home.jpg', 'words_only.jpg']) {
  for (const format of formats) {
    const { tags } = await write(photo(`09-place-in-words/${name}`), { format, keepGps: false });
    const left = Object.keys(tags).filter((tag) => placed.test(tag));
    tell(`${name}, ${format}, no GPS`, 'no place', left.join(' ') || 'none', left.length === 0);
  }
}

const family = photo('08-face-tags/family.jpg');
for (const crop of [null, { x: 160, y: 0, width: 160, height: 120 }]) {
  const { tags } = await write(family, {}, crop);
  const of = (name: string): unknown => tags[`XMP-mwg-rs:${name}`];
  const came = [
    of('RegionName'),
    of('RegionAreaX'),
    of('RegionAreaY'),
    of('RegionAreaW'),
    tags['XMP-MP:RegionRectangle'],
  ];
  const right =
    crop === null
      ? [['Ann Example', 'Ben Example'], [0.2, 0.8], [0.3, 0.3], [0.1, 0.1], '0.15, 0.25, 0.1, 0.1']
      : ['Ben Example', 0.6, 0.6, 0.2, undefined];
  tell(
    `family.jpg, ${crop === null ? 'whole' : 'crop'}`,
    JSON.stringify(right),
    JSON.stringify(came),
    same(right, came),
  );
}

for (const name of [
  'keywords.jpg',
  'both_o3.jpg',
  'o6_20260614_104207.jpg',
  'iso_only.jpg',
  'PXL_20260614_104207123.MP.jpg',
]) {
  const path = photo(`15-ultrahdr-motion/${name}`);
  for (const format of ['jpeg', 'png'] as const) {
    const { tags, losses } = await write(path, { format });
    const isKept = Object.keys(tags).some((tag) => /MPImage2|GainMapImage/.test(tag));
    const hadMap = Object.keys(tagsOf(path)).some((tag) => /MPImage2|hdrgm|GainMap/i.test(tag));
    const isTold = losses.some((loss) => loss.includes('gain map'));
    tell(
      `${name}, ${format}`,
      'its gain map is kept or said',
      isKept ? 'kept' : losses.join(' '),
      !hadMap || isKept || isTold,
    );
  }
}
{
  const { losses } = await write(photo('22-heic-gainmap/iphone_gainmap.heic'));
  const isTold = losses.some((loss) => loss.includes('gain map'));
  tell('iphone_gainmap.heic, jpeg', 'its gain map is kept or said', losses.join(' '), isTold);
}
{
  const dated = join(scratch, basename(family));
  copyFileSync(family, dated);
  utimesSync(dated, 1577923200, 1577923200);
  const { tags } = await write(dated, { keepsFileTime: true });
  const time = tags['System:FileModifyDate'];
  tell('family.jpg, its own file time', '2020:01:02', time, String(time).startsWith('2020:01:02'));
}

/** What a person would pair there; the first of each is the wide. */
const pairsIn: Record<string, readonly string[]> = {
  '01-plain': ['IMG_0001.JPG + IMG_0002.JPG', 'IMG_0004.JPG + IMG_0005.JPG'],
  '02-edited-copies': ['IMG_0011.JPG + IMG_0012.JPG'],
  '02b-takeout-edited': ['IMG_20260614_100000.jpg + IMG_20260614_100003.jpg'],
  '03-heic-and-jpg': ['IMG_0021.HEIC + IMG_0022.HEIC'],
  '04-same-file-twice': ['IMG_0031.JPG + IMG_0032.JPG'],
  '05-triple': ['IMG_0042.JPG + IMG_0043.JPG'],
  '05c-uw-and-w': ['IMG_0041.JPG + IMG_0042.JPG'],
  '06-digital-zoom': [],
  '06b-digital-and-tele': ['IMG_0051.JPG + IMG_0053.JPG'],
  '06d-main-at-35mm': [],
  '07-selfie': ['IMG_0061.JPG + IMG_0062.JPG'],
  '07b-selfie-nearer': ['IMG_0061.JPG + IMG_0062.JPG'],
  '09-same-second': ['IMG_0081.JPG + IMG_0082.JPG'],
  '10-wrap': ['IMG_9999.JPG + IMG_0001.JPG'],
  '11-offset': ['IMG_0091.JPG + IMG_0092.JPG'],
  '11b-offset-same-clock': ['IMG_0091.JPG + IMG_0092.JPG'],
  '12c-samsung': ['20260614_100000.jpg + 20260614_100004.jpg'],
  '14-messenger': ['IMG-20260614-WA0001.jpg + IMG-20260614-WA0002.jpg'],
  '15b-two-only-reversed': ['b.jpg + a.jpg'],
  '16-portrait': ['IMG_0101.JPG + IMG_0102.JPG'],
  '18-two-lone-photos': [],
};
const programFolder = fileURLToPath(new URL('../../dist/main', import.meta.url));
for (const [roll, right] of Object.entries(pairsIn)) {
  const asked = { content: { isForced: false, programFolder }, report: () => undefined };
  const { pairs } = await findPairs(photo(`30-roll/${roll}`), { ...asked, signal: new AbortController().signal });
  const found = pairs.flatMap(({ wide, teles }) =>
    teles.length === 0 ? [] : [[wide, ...teles].map((path) => basename(path)).join(' + ')],
  );
  tell(`30-roll/${roll}`, right.join(', ') || 'no pair', found.join(', ') || 'no pair', same(right, found));
}

/** Colours as sRGB, beside those of the same scene in a plain PNG, and what is asked of each folder's cases. */
const scene = await coloursOf(photo('02-hdr-nclx/reference_srgb.png'));
const asksOf: Record<string, 'colours' | 'wholeness' | 'brightness'> = {
  '02-hdr-nclx': 'colours',
  '02b-heic-10bit-420': 'wholeness',
  '02c-heic-colr-disagrees': 'wholeness',
  '03-float-tiff': 'brightness',
};
for (const [folder, asked] of Object.entries(asksOf)) {
  for (const name of readdirSync(photo(folder)).sort()) {
    const seen = await coloursOf(photo(`${folder}/${name}`)).catch((error: unknown) => inWordsOf(error));
    if (typeof seen === 'string') {
      tell(
        `${folder}/${name}`,
        `${asked}, or a clear refusal`,
        seen,
        folder.startsWith('03') && seen.includes('Save it'),
      );
      continue;
    }
    const away = meanOf(seen.map((value, at) => Math.abs(value - (scene[at] ?? 0))));
    const brighter = meanOf(seen) - meanOf(scene);
    const isRight = { colours: away < 3, wholeness: true, brightness: Math.abs(brighter) < 3 }[asked];
    const cameOut = `read; colours ${away.toFixed(1)} of 255 away, brighter by ${brighter.toFixed(1)}`;
    tell(`${folder}/${name}`, asked, cameOut, isRight);
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

async function coloursOf(path: string): Promise<number[]> {
  const small = await openSmallPicture(path, { longSide: 160, pixelLimit: 1e8 });
  return [...(await small.removeAlpha().raw().toBuffer())];
}

function inWordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

rmSync(scratch, { recursive: true, force: true });
console.log(`${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
