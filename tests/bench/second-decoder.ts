import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { orientationOf, readPhotoHeader } from '#core/photos/files/photo-header';
import { readImage } from '#core/photos/files/read-image';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';

/**
 * What is read of photos beside what others read of them: pixels by Chromium, facts by exiftool. A line for each photo in which they differ, and how many
 * were compared. Exit code 1 when any differs: pixels by more than 1.5 of 255 in the mean, as no two JPEG decoders agree to the last bit.
 *
 *   npx tsx tests/bench/second-decoder.ts [<folder>…]
 */
const shared = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const folders = process.argv.slice(2);
const maxDifference = 1.5;
const maxPixels = 4e6;
const browserFormats = new Map([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
]);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
let [pictures, facts, differing] = [0, 0, 0];
for (const folder of folders.length > 0 ? folders : [join(shared, 'reports'), join(shared, 'robust')]) {
  if (!existsSync(folder)) throw new Error(`Expected photos in ${folder}; name their folder.`);
  const tags = tagsBelow(folder);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const header = await readPhotoHeader(path).catch(() => null);
    if (header === null || header.width * header.height > maxPixels) continue;
    for (const difference of [...(await comparePixels(path)), ...(await compareFacts(path, tags.get(path)))]) {
      differing += 1;
      console.log(`${relative(folder, path)}: ${difference}`);
    }
  }
}
await browser.close();
console.log(`${pictures} pictures and ${facts} files' facts compared: ${differing} differences`);
process.exitCode = differing === 0 ? 0 : 1;

async function comparePixels(path: string): Promise<string[]> {
  const header = await readPhotoHeader(path);
  const { format, isRgb, signal, embeddedProfile, profile, hasAlpha } = header;
  const type = browserFormats.get(format);
  // Chromium turns no WebP. What is brought into other colours here, or lies over nothing, has other values on purpose.
  if (
    type === undefined ||
    (format === 'webp' && orientationOf(header) !== 1) ||
    !isRgb ||
    signal !== null ||
    hasAlpha ||
    (profile !== null && embeddedProfile === null)
  )
    return [];
  const ours = await readImage(path, { pixelLimit: maxPixels }).catch(() => null);
  const theirs = ours && (await seenBy(page, readFileSync(path), type));
  if (ours === null || theirs === null) return [];
  pictures += 1;
  if (ours.width !== theirs.width || ours.height !== theirs.height)
    return [`${ours.width} x ${ours.height} here, ${theirs.width} x ${theirs.height} there`];
  const scale = ours.depth === 8 ? 1 : 1 / 257;
  let sum = 0;
  for (let at = 0, other = 0; at < ours.data.length; at += 3, other += 4)
    for (let channel = 0; channel < 3; channel += 1)
      sum += Math.abs((ours.data[at + channel] ?? 0) * scale - (theirs.data[other + channel] ?? 0));
  const mean = sum / ours.data.length;
  return mean > maxDifference ? [`pixels differ by ${mean.toFixed(2)} of 255 in the mean`] : [];
}

/** Upright, as encoded; null for what the browser does not show. */
async function seenBy(
  browserPage: Page,
  bytes: Buffer,
  type: string,
): Promise<{ width: number; height: number; data: Buffer } | null> {
  const seen = await browserPage.evaluate(
    async ([text, kind]) => {
      const blob = await (await fetch(`data:${kind};base64,${text}`)).blob();
      const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' }).catch(() => null);
      if (bitmap === null) return null;
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const { data } = context?.getImageData(0, 0, width, height) ?? { data: new Uint8ClampedArray() };
      let packed = '';
      for (let at = 0; at < data.length; at += 2 ** 15)
        packed += String.fromCharCode(...data.subarray(at, at + 2 ** 15));
      return { width, height, packed: btoa(packed) };
    },
    [bytes.toString('base64'), type] as const,
  );
  return seen && { width: seen.width, height: seen.height, data: Buffer.from(seen.packed, 'base64') };
}

type Tags = Record<string, string | number>;

/** By path, of every file below a folder. */
function tagsBelow(folder: string): Map<string, Tags> {
  const asked = ['-Make', '-Model', '-LensModel', '-FocalLengthIn35mmFormat', '-DateTimeOriginal'];
  const { stdout } = spawnSync('exiftool', ['-j', '-n', '-m', '-r', '-api', 'struct=0', ...asked, folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const all = JSON.parse(stdout) as (Tags & { SourceFile: string })[];
  return new Map(all.map((tags) => [tags.SourceFile, tags]));
}

async function compareFacts(path: string, tags: Tags | undefined): Promise<string[]> {
  const summary = await readPhotoSummary(path).catch(() => null);
  if (summary === null || tags === undefined) return [];
  facts += 1;
  const { make, model, lens, focalLength35, capturedAt } = summary.camera;
  const told: [name: string, ours: string | number | null | undefined, theirs: string][] = [
    ['make', make, textOf(tags.Make)],
    ['model', model, textOf(tags.Model)],
    ['lens', lens, textOf(tags.LensModel)],
    ['focal length', focalLength35, textOf(tags.FocalLengthIn35mmFormat)],
    [
      'time',
      capturedAt?.slice(0, 19),
      textOf(tags.DateTimeOriginal)
        .replace(/^(\d+):(\d+):(\d+) /, '$1-$2-$3T')
        .slice(0, 19),
    ],
  ];
  // What only one of the two finds is the matter of the tests of broken EXIF; where both find something it is to be the same.
  return told
    .filter(([, ours, theirs]) => ours !== null && ours !== undefined && theirs !== '' && String(ours) !== theirs)
    .map(([name, ours, theirs]) => `${name}: ${ours ?? ''} here, ${theirs} there`);
}

function textOf(value: string | number | undefined): string {
  return String(value ?? '').trim();
}
