import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeSettings, defaultExportSettings, type ExportSettings } from '#contract/export-settings';
import type { Rectangle } from '#contract/geometry';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { writeImage } from '#core/photos/files/write-image';
import { createScratchImage } from '#core/photos/scratch/scratch-image';
import { inEnglish } from '../support/saying.ts';

/**
 * What becomes of the words, places, faces and gain maps of photos that other programs lost, as exiftool reads them: a line for each case with what
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

rmSync(scratch, { recursive: true, force: true });
console.log(`${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
