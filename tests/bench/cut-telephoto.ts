import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { isInsidePolygon } from '#contract/geometry';
import type { EnhancementReport } from '#contract/enhancement';
import { speak } from '#contract/messages';
import { enhancePair } from '#core/enhancement/enhance-pair';
import { lumaOf } from '#core/learning/evaluation/luma';
import { psnr } from '#core/learning/evaluation/metrics';
import { createModelRegistry } from '#core/models/model-registry';
import { readImage } from '#core/photos/files/read-image';
import { buildRegistrationWorker } from '../support/build-worker.ts';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';

/**
 * A real telephoto against the same one cut into four that overlap, each with a tone of its own and saved again: by how many dB the two results differ
 * from the wide photo before it was shrunk, whether the order changes anything, and what happens to a stranger among them.
 * `npx tsx tests/bench/cut-telephoto.ts [--shrink 2]`.
 */
const { values } = parseArgs({ options: { shrink: { type: 'string', default: '2' } } });
if (!hasRealPhotos) throw new Error(`Expected photos at ${realPhotos}`);
const shrink = Number(values.shrink);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'telewide-cut-'));
const { programFolder, remove } = await buildRegistrationWorker();
const model = await createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load('fast');
const wide = await shrunk('wide', shrink);
const tele = await shrunk('tele', shrink);
const truth = await readImage(await shrunk('wide', shrink / 2), { pixelLimit: 1e9 });
const parts = await Promise.all([0.95, 1.05, 1.02, 0.98].map((gamma, index) => cutPart(gamma, index)));
const stranger = join(root, 'tests/fixtures/other-scene.jpg');

const one = await enhance('one', [tele]);
const four = await enhance('four', parts);
const turned = await enhance('four in another order', parts.toReversed());
console.log(`  the same bytes: ${four.hash === turned.hash ? 'yes' : 'no'}`);
await enhance('three and a stranger', [...parts.slice(0, 3), stranger]);
await remove();
rmSync(folder, { recursive: true });

async function shrunk(name: string, by: number): Promise<string> {
  const path = join(folder, `${name}-${by}.png`);
  const source = sharp(join(realPhotos, `pairs/skyline/${name}.jpg`)).autoOrient();
  const { width, height } = await source.metadata();
  await source
    .resize(Math.round(width / by), Math.round(height / by), { kernel: 'lanczos3', fit: 'fill' })
    .keepIccProfile()
    .png()
    .toFile(path);
  return path;
}

/** A corner of the tele, a tenth more than half of each side. */
async function cutPart(gamma: number, index: number): Promise<string> {
  const { width, height } = await sharp(tele).metadata();
  const [across, down] = [Math.round(0.6 * width), Math.round(0.6 * height)];
  const path = join(folder, `part-${index}.jpg`);
  const lookup = Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * (value / 255) ** gamma));
  const { data, info } = await sharp(tele)
    .extract({ left: (index % 2) * (width - across), top: (index >> 1) * (height - down), width: across, height: down })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const toned = Uint8Array.from(data, (value) => lookup[value] ?? 0);
  await sharp(toned, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toFile(path);
  return path;
}

async function enhance(
  name: string,
  telePaths: readonly string[],
): Promise<{ hash: string; report: EnhancementReport }> {
  const scratchPath = join(folder, 'result.tif');
  const { report } = await enhancePair({
    ...{ widePath: wide, teles: telePaths.map((path) => ({ path })), model, scratchPath, programFolder },
    choices: { model: 'fast', device: 'cpu', crop: null, useReference: true },
    ...{ pixelLimit: 1e9, memoryBudget: 2 ** 30, signal: new AbortController().signal, report: () => undefined },
  });
  const result = await readImage(scratchPath, { pixelLimit: 1e9 });
  const overlap = (name === 'one' ? report : one.report).registration?.overlap ?? [];
  const mask = Uint8Array.from({ length: result.width * result.height }, (_, at) => {
    const place = { x: (at % result.width) / 2, y: Math.floor(at / result.width) / 2 };
    return isInsidePolygon(overlap, place) ? 1 : 0;
  });
  const quality = psnr(lumaOf(truth), lumaOf(result), mask);
  const { read, register, prepare, infer } = report.milliseconds;
  const seconds = (read + register + prepare + infer) / 1000;
  console.log(
    `${name}: ${quality.toFixed(2)} dB where the tele looked, ${seconds.toFixed(0)} s, peak ${(report.peakMemory / 2 ** 20).toFixed(0)} MiB`,
  );
  for (const part of report.teles ?? [])
    console.log(
      `  ${part.name} ${part.used ? `${(100 * part.share).toFixed(1)} %` : 'not used'}: ${speak(part.reason, 'en')}`,
    );
  const hash = createHash('sha256');
  await pipeline(createReadStream(scratchPath), hash);
  return { hash: hash.digest('hex'), report };
}
