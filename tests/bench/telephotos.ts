import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { applyHomography, invertHomography, scaleHomography, type Size } from '#contract/geometry';
import { scaleChoice, type ScaleChoice } from '#contract/project-edits';
import { speak } from '#contract/messages';
import { enhancePair } from '#core/enhancement/enhance-pair';
import { createModelRegistry } from '#core/models/model-registry';
import { readImage } from '#core/photos/files/read-image';
import type { PixelImage } from '#core/photos/pixel-image';
import { warpPlanar } from '#core/photos/pixels/resample';
import { buildRegistrationWorker } from '../support/build-worker.ts';
import { hasRealPhotos } from '../support/real-photos.ts';
import { pipelineOf } from '../support/sample-pictures.ts';
import { composePhotos, keptOutPhotos } from '../support/scene-photos.ts';
import { paintScene } from '../support/simulated-pair.ts';
import { simulatedPhones } from '../support/simulated-phones.ts';
import { photographSet, type TelephotoSet } from '../support/telephoto-set.ts';

/**
 * One wide photo with telephotos in a grid, taken of a scene that is four times as fine: what the result gains over bicubic enlargement inside
 * the teles, on the cuts between them, and where none of them looked. `npx tsx tests/bench/telephotos.ts`, with `--keep folder` the pictures stay.
 */
const { values } = parseArgs({
  options: {
    scales: { type: 'string', default: '2,3,4' },
    photos: { type: 'string', default: '4' },
    letters: { type: 'boolean', default: false },
    along: { type: 'string', default: '3' },
    zoom: { type: 'string', default: '3' },
    phone: { type: 'string', default: '3' },
    parallax: { type: 'string', default: '0.7' },
    keep: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'telewide-telephotos-'));
const { programFolder, remove } = await buildRegistrationWorker();
const model = await createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load('fast');
const phone = simulatedPhones[Number(values.phone)] ?? simulatedPhones[3];
if (phone === undefined) throw new Error('Expected a simulated phone');
const scene = await chooseScene(Number(values.photos));
const along = Number(values.along);
const set = photographSet({
  ...{ scene, phone, along, seed: 4 },
  zoom: Number(values.zoom),
  covered: 0.84,
  each: along === 1 ? 0.42 : 0.84 / (along - 0.25 * (along - 1)),
  parallax: Number(values.parallax),
});
const widePath = join(folder, 'wide.png');
await pipelineOf(set.wide).png().toFile(widePath);
const teles: { path: string }[] = [];
for (const [index, { image }] of set.teles.entries()) {
  const path = join(folder, `tele-${index}.jpg`);
  await pipelineOf(image).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toFile(path);
  teles.push({ path });
}
console.log(`Wide ${set.wide.width} x ${set.wide.height}, ${teles.length} telephotos, ${phone.name}.`);
const zones = zonesOf(set);
for (const scale of values.scales.split(','))
  await measure(scaleChoice.parse(scale === 'auto' ? scale : Number(scale)));
await remove();
if (values.keep === undefined) rmSync(folder, { recursive: true });

async function chooseScene(side: number): Promise<PixelImage> {
  if (values.letters) return drawLetters({ width: 512 * side, height: 512 * side });
  if (!hasRealPhotos) return paintScene({ width: 512 * side, height: 512 * side }, 5);
  const photos = keptOutPhotos();
  return composePhotos(
    Array.from({ length: side * side }, (_, index) => photos[(index * 7) % photos.length] ?? ''),
    side,
  );
}

/** Lines of lettering that get smaller, dark on paper and light on slate, among shapes that can be found. */
async function drawLetters({ width, height }: Size): Promise<PixelImage> {
  const background = paintScene({ width, height }, 5);
  const words = 'Hafen 27 · Quay gate open 06:45 to 19:30 · Mind the step & keep left · ';
  const lines = Array.from({ length: Math.floor(height / 40) }, (_, line) => {
    const size = 8 + (line % 7) * 2;
    const [paper, ink] = line % 2 === 0 ? ['#f4f1e8', '#1c1a18'] : ['#26323c', '#f2f2ee'];
    const [left, top] = [(line * 97) % 160, 20 + 40 * line];
    return `<rect x="${left}" y="${top}" width="${0.8 * width}" height="${1.7 * size}" fill="${paper}"/>
      <text x="${left + 6}" y="${top + 1.2 * size}" font-size="${size}" fill="${ink}" font-family="sans-serif">${words
        .repeat(6)
        .replaceAll('&', '&amp;')
        .slice(0, Math.floor((1.35 * width) / size))}</text>`;
  });
  const drawing = Buffer.from(`<svg width="${width}" height="${height}">${lines.join('')}</svg>`);
  const { data } = await pipelineOf(background)
    .composite([{ input: drawing }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, depth: 8, profile: null, data: new Uint8Array(data) };
}

async function measure(choice: ScaleChoice): Promise<void> {
  const scratchPath = join(folder, `result-${choice}.tif`);
  const started = performance.now();
  const { report } = await enhancePair({
    ...{ widePath, teles, model, scratchPath, programFolder },
    choices: { model: 'fast', device: 'cpu', crop: null, scale: choice, useReference: true },
    ...{ pixelLimit: 1e9, memoryBudget: 2 ** 30, signal: new AbortController().signal, report: () => undefined },
  });
  const seconds = (performance.now() - started) / 1000;
  const result = await readImage(scratchPath, { pixelLimit: 1e9 });
  const { width, height } = result;
  const { scale = 2 } = report;
  const truth = await sharp(scene.data, { raw: { width: scene.width, height: scene.height, channels: 3 } })
    .resize(width, height, { kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  const bicubic = warpPlanar(set.wide, scaleHomography(1 / scale, 1 / scale), { x: 0, y: 0, width, height }).pixels;
  const errors = new Map<string, { ours: number; bicubic: number; count: number }>();
  const plane = width * height;
  for (let at = 0; at < plane; at += 1) {
    const [x, y] = [Math.floor((at % width) / scale), Math.floor(Math.floor(at / width) / scale)];
    const zone = zones[y * set.wide.width + x] ?? 'border';
    const sums = errors.get(zone) ?? { ours: 0, bicubic: 0, count: 0 };
    for (let channel = 0; channel < 3; channel += 1) {
      const wanted = truth[3 * at + channel] ?? 0;
      sums.ours += ((result.data[3 * at + channel] ?? 0) - wanted) ** 2;
      sums.bicubic += (255 * (bicubic[channel * plane + at] ?? 0) - wanted) ** 2;
      sums.count += 1;
    }
    errors.set(zone, sums);
  }
  const psnr = (sum: number, count: number): number => 10 * Math.log10((255 ** 2 * count) / sum);
  console.log(
    `${scale}x: ${width} x ${height} in ${seconds.toFixed(0)} s, ${report.tiles.count} tiles, peak ${(report.peakMemory / 2 ** 20).toFixed(0)} MiB`,
  );
  for (const [zone, { ours, bicubic: plain, count }] of [...errors].sort()) {
    const [better, before] = [psnr(ours, count), psnr(plain, count)];
    const share = (100 * count) / (3 * plane);
    console.log(
      `  ${zone.padEnd(8)} ${share.toFixed(0).padStart(3)} %  ${better.toFixed(2)} dB, bicubic ${before.toFixed(2)} dB, gain ${(better - before).toFixed(2)} dB`,
    );
  }
  for (const tele of report.teles ?? [])
    console.log(
      `  ${tele.name} ${tele.used ? '' : 'not '}used, ${(100 * tele.share).toFixed(1)} %: ${speak(tele.reason, 'en')}`,
    );
}

/** For each wide pixel: clearly inside a tele, on a cut between two of them, outside of all, or near a border where nobody knows. */
function zonesOf({ wide, teles: all }: TelephotoSet): string[] {
  const inverses = all.map(({ homography, image }) => ({ image, toTele: invertHomography(homography) }));
  const depthAt = (x: number, y: number): number[] =>
    inverses.map(({ image, toTele }) => {
      const point = applyHomography(toTele, { x: x + 0.5, y: y + 0.5 });
      const [u, v] = [point.x / image.width, point.y / image.height];
      return Math.min(u, 1 - u, v, 1 - v);
    });
  const rulers = Array.from({ length: wide.width * wide.height }, (_, at) => {
    const depths = depthAt(at % wide.width, Math.floor(at / wide.width));
    const most = Math.max(...depths);
    return most < 0 ? -1 : depths.indexOf(most);
  });
  return rulers.map((ruler, at) => {
    const around = [-6, 6].flatMap((step) => [rulers[at + step], rulers[at + step * wide.width]]);
    const others = around.filter((other) => other !== undefined && other !== ruler);
    if (others.length === 0) return ruler < 0 ? 'outside' : 'inside';
    return ruler >= 0 && others.every((other) => other !== -1) ? 'cut' : 'border';
  });
}
