import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { defaultExportSettings } from '#contract/export-settings';
import { enhancePhoto } from '#core/enhancement/inference/enhance-photo';
import { preparePhoto } from '#core/enhancement/inference/prepare-photo';
import { readPair } from '#core/enhancement/read-pair';
import { exportPhoto } from '#core/export/photo/export-photo';
import { createModelRegistry } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import { openModelSession } from '#core/runtime/model-session';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';

/**
 * Where the main job's time goes: processor seconds per stage, for wide photos of several sizes, with their tele and without. Processor time
 * hardly depends on what else a machine does; needs `npm run build`.
 *
 *   npx tsx tests/bench/stages.ts [megapixels…]      0.2, 2 and 12 unless told
 */
const { positionals } = parseArgs({ allowPositionals: true });
const sizes = positionals.length === 0 ? [0.2, 2, 12] : positionals.map(Number);
const root = fileURLToPath(new URL('../..', import.meta.url));
const programFolder = join(root, 'dist/main');
const folder = hasRealPhotos ? join(realPhotos, 'pairs/skyline') : join(root, 'native-models/sample-pair');
const scratch = mkdtempSync(join(tmpdir(), 'telewide-bench-'));
const model = await createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load('fast');
const { signal } = new AbortController();

type Stage = 'read' | 'register' | 'prepare' | 'infer' | 'write';
const stages: readonly Stage[] = ['read', 'register', 'prepare', 'infer', 'write'];

async function timed<T>(times: Map<Stage, number>, stage: Stage, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  times.set(stage, (user + system) / 1e6);
  return result;
}

/** Both photos of the pair, the wide with so many megapixels and the tele shrunk, or enlarged, alike. */
async function resized(megapixels: number): Promise<{ widePath: string; telePath: string }> {
  const { width, height } = await sharp(join(folder, 'wide.jpg')).metadata();
  const share = Math.sqrt((megapixels * 1e6) / (width * height));
  const [widePath = '', telePath = ''] = await Promise.all(
    ['wide', 'tele'].map(async (name) => {
      const { width: across } = await sharp(join(folder, `${name}.jpg`)).metadata();
      const path = join(scratch, `${name}-${megapixels}.jpg`);
      await sharp(join(folder, `${name}.jpg`))
        .resize(Math.round(across * share))
        .jpeg({ quality: 95 })
        .toFile(path);
      return path;
    }),
  );
  return { widePath, telePath };
}

async function measure(paths: { widePath: string; telePath: string }, withTele: boolean): Promise<Map<Stage, number>> {
  const times = new Map<Stage, number>();
  const scratchPath = join(scratch, 'result.tif');
  const targetPath = join(scratch, 'result.jpg');
  const { wide, tele, zoomHint } = await timed(times, 'read', () =>
    readPair({ ...paths, pixelLimit: 1e9, signal, report: () => undefined }),
  );
  const registration = withTele
    ? await timed(times, 'register', () => registerPair(wide, tele, { zoomHint, programFolder, signal }))
    : null;
  const photo = { wide, tele: withTele ? tele : null, registration, useReference: withTele, model, signal };
  const prepared = await timed(times, 'prepare', () => preparePhoto(photo));
  await timed(times, 'infer', () =>
    enhancePhoto({
      ...photo,
      prepared,
      crop: null,
      device: 'cpu',
      deviceReason: [],
      memoryBudget: 2 ** 30,
      openSession: openModelSession,
      scratchPath,
    }),
  );
  await timed(times, 'write', () =>
    exportPhoto({
      scratchPath,
      targetPath,
      settings: defaultExportSettings,
      metadataFrom: paths.widePath,
      originals: [],
      software: 'bench',
      signal,
    }),
  );
  rmSync(scratchPath);
  return times;
}

console.log(`Processor seconds, ${folder}, model fast, on the processor\n`);
console.log(`| megapixels | tele | ${stages.join(' | ')} | in all |`);
console.log(`|---|---|${stages.map(() => '---|').join('')}---|`);
for (const megapixels of sizes) {
  const paths = await resized(megapixels);
  for (const withTele of [true, false]) {
    const times = await measure(paths, withTele);
    const cells = stages.map((stage) => (times.get(stage) ?? 0).toFixed(1));
    const all = [...times.values()].reduce((sum, one) => sum + one, 0);
    console.log(`| ${megapixels} | ${withTele ? 'yes' : 'no'} | ${cells.join(' | ')} | ${all.toFixed(1)} |`);
  }
}
rmSync(scratch, { recursive: true });
