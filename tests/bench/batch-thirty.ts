import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImage } from '#core/photos/files/read-image';
import type { PixelImage } from '#core/photos/pixel-image';
import { makeBatchPhotos } from '../support/batch-photos.ts';
import { runBatch } from '../support/batch-runs.ts';
import { pipelineOf } from '../support/sample-pictures.ts';
import { realPhotos } from '../support/real-photos.ts';
import { inEnglish } from '../support/saying.ts';

/**
 * Thirty pairs, five of them broken, through one batch, simulated but for a real HEIC where there is one: `npx tsx tests/bench/batch-thirty.ts [format]`. Compares the metadata of every result
 * with its photo's, field by field with exiftool, and its size, depth and mean colours with the photo's pixels.
 */
const format = process.argv[2] ?? 'tiff';
const root = mkdtempSync(join(tmpdir(), 'telewide-thirty-'));
const photos = join(root, 'photos');
const output = join(root, 'output');
const heic = join(realPhotos, 'robust/heic/ml__indexing__v1__files__7949_mirror_horizontal_rotate_270_cw.HEIC');
const hasHeic = existsSync(heic);
if (!hasHeic) console.log(`Without a HEIC: there is none at ${heic}.`);
const pairs = hasHeic ? 24 : 25;
const { recipes, wides } = await makeBatchPhotos(photos, { pairs, isBroken: true, width: 224, height: 160 });
if (hasHeic) await addHeicPair();
const { summary } = await runBatch([photos, '-o', output, '--format', format], {
  dataFolder: join(root, 'data'),
  timeoutMs: 1_800_000,
});
if (summary === null) throw new Error('Expected a summary, received none');
console.log(
  `${summary.done} done, ${summary.failed} failed, ${summary.ignored} ignored in ${summary.seconds.toFixed(0)} s`,
);
for (const { source, state } of summary.items)
  if (state.name === 'failed') console.log(`  ${source}: ${inEnglish(state.error.message)}`);

let [faults, fields] = [0, 0];
for (const { source, state } of summary.items) {
  if (state.name !== 'done') continue;
  const recipe = recipes[wides.indexOf(source)];
  const [photo, result] = [join(photos, source), join(output, state.target)];
  const problems = [
    ...(hasExifTool() ? compareMetadata(photo, result) : []),
    ...comparePixels(
      await readImage(photo, { pixelLimit: 1e8 }),
      await readImage(result, { pixelLimit: 1e8 }),
      recipe?.depth ?? 8,
    ),
  ];
  for (const problem of problems) console.log(`  ${source}: ${problem}`);
  faults += problems.length;
}
rmSync(root, { recursive: true, force: true });
console.log(
  hasExifTool() ? `${fields} fields compared, ${faults} differ` : 'Metadata was not compared: there is no exiftool.',
);
process.exitCode = summary.done === 25 && summary.failed === 5 && faults === 0 ? 0 : 1;

/** The tele is the middle of the HEIC, enlarged: what counts is how the wide is read, found and carried over. */
async function addHeicPair(): Promise<void> {
  copyFileSync(heic, join(photos, 'heic wide.heic'));
  const wide = await readImage(heic, { pixelLimit: 1e8 });
  const size = { width: 2 * Math.floor(wide.width / 4), height: 2 * Math.floor(wide.height / 4) };
  await pipelineOf(wide)
    .extract({ ...size, left: Math.floor(wide.width / 4), top: Math.floor(wide.height / 4) })
    .resize(2 * size.width, 2 * size.height)
    .jpeg({ quality: 95 })
    .toFile(join(photos, 'heic tele.jpg'));
}

function hasExifTool(): boolean {
  return spawnSync('exiftool', ['-ver']).status === 0;
}

/** Every field of the photo but those that speak of its file or its old pixels is in the result with the same value. */
function compareMetadata(photo: string, result: string): string[] {
  const [before, after] = [fieldsOf(photo), fieldsOf(result)];
  const problems: string[] = [];
  for (const [name, value] of Object.entries(before)) {
    if (isOfThePixels(name)) continue;
    fields += 1;
    if (JSON.stringify(after[name]) !== JSON.stringify(value)) {
      problems.push(`${name} was ${JSON.stringify(value)} and is ${JSON.stringify(after[name])}`);
    }
  }
  if (![undefined, 1, 'Horizontal (normal)'].includes(after['IFD0:Orientation'] as string))
    problems.push('it is not upright');
  if (!String(after['XMP-telewide:Model']).includes('fast')) problems.push('it does not say what was done');
  return problems;
}

/** EXIF, GPS, XMP and ICC, numbers as they are stored. */
function fieldsOf(path: string): Record<string, unknown> {
  const text = execFileSync('exiftool', ['-j', '-a', '-n', '-G1', '-EXIF:all', '-XMP:all', '-ICC_Profile:all', path], {
    encoding: 'utf8',
  });
  return (JSON.parse(text) as Record<string, unknown>[])[0] ?? {};
}

function isOfThePixels(name: string): boolean {
  const changed = [
    /^SourceFile$/,
    /:(Orientation|Software|CreatorTool|SubjectArea|ImageWidth|ImageHeight|ExifImageWidth|ExifImageHeight|PixelXDimension)$/,
    /^IFD0:(Compression|BitsPerSample|PhotometricInterpretation|StripOffsets|SamplesPerPixel|RowsPerStrip|StripByteCounts|PlanarConfiguration|Predictor|SampleFormat|XResolution|YResolution|ResolutionUnit|YCbCrPositioning|FillOrder|PageNumber|SubfileType)$/,
    /^XMP-hdrgm:/,
    // A small picture of what the photo showed before.
    /^IFD1:/,
  ];
  return changed.some((pattern) => pattern.test(name));
}

function comparePixels(photo: PixelImage, result: PixelImage, depth: 8 | 16): string[] {
  const problems: string[] = [];
  if (result.width !== 2 * photo.width || result.height !== 2 * photo.height) problems.push('it has another size');
  const holdsDeep = format === 'tiff' || format === 'png';
  if (result.depth !== (holdsDeep ? depth : result.depth)) problems.push(`it has ${result.depth} bits`);
  const [before, after] = [meansOf(photo), meansOf(result)];
  const worst = Math.max(...before.map((value, index) => Math.abs(value - (after[index] ?? 0))));
  if (worst > 1) problems.push(`its mean colour is ${worst.toFixed(2)} levels off`);
  return problems;
}

/** Of each channel, in levels of 8 bits. */
function meansOf({ data, depth }: PixelImage): number[] {
  const sums = [0, 0, 0];
  for (let index = 0; index < data.length; index++) sums[index % 3] = (sums[index % 3] ?? 0) + (data[index] ?? 0);
  return sums.map((sum) => sum / (data.length / 3) / (depth === 16 ? 257 : 1));
}
