import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { teleCrop } from '#contract/crop-geometry';
import type { Rectangle } from '#contract/geometry';
import { enhancePair, type EnhancedPair } from '#core/enhancement/enhance-pair';
import { createModelRegistry } from '#core/models/model-registry';
import { buildRegistrationWorker } from '../support/build-worker.ts';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';

/**
 * The crop to the tele's field of view against the same part of the whole result: size, how far the pixels are apart, and the time
 * against the area. `npx tsx tests/bench/crop-to-tele.ts`: the real 12-megapixel pair where it is, else the sample pair.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = hasRealPhotos ? join(realPhotos, 'pairs/skyline') : join(root, 'native-models/sample-pair');
const scratch = mkdtempSync(join(tmpdir(), 'telewide-crop-'));
const { programFolder, remove } = await buildRegistrationWorker();
const model = await createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load('fast');

interface Measured extends EnhancedPair {
  path: string;
  /** Seconds of processor time: what other programs take does not count. */
  processorSeconds: number;
}

async function enhance(name: string, crop: Rectangle | null, straighten = 0): Promise<Measured> {
  const before = process.cpuUsage();
  const path = join(scratch, `${name}.tif`);
  const enhanced = await enhancePair({
    widePath: join(folder, 'wide.jpg'),
    teles: [{ path: join(folder, 'tele.jpg') }],
    model,
    choices: { model: 'fast', device: 'cpu', crop, straighten, useReference: true },
    scratchPath: path,
    pixelLimit: 1e9,
    memoryBudget: 2 ** 30,
    programFolder,
    signal: new AbortController().signal,
    report: () => undefined,
  });
  const used = process.cpuUsage(before);
  const processorSeconds = (used.user + used.system) / 1e6;
  const { output, milliseconds, tiles } = enhanced.report;
  const seconds = Object.entries(milliseconds).map(([stage, spent]) => `${stage} ${(spent / 1000).toFixed(1)} s`);
  console.log(
    `${name}: ${output.width} x ${output.height}, ${tiles.count} tiles (${tiles.withReference} with reference); ${processorSeconds.toFixed(0)} s of processor time; ${seconds.join(', ')}`,
  );
  return { ...enhanced, path, processorSeconds };
}

const whole = await enhance('whole', null);
const crop = teleCrop(whole.report.wide, whole.report.registration?.overlap ?? [], 0);
if (crop === null) throw new Error('Expected the pair to register');
const part = await enhance('crop', crop);
const straightened = await enhance(
  'straightened',
  teleCrop(whole.report.wide, whole.report.registration?.overlap ?? [], 1.5),
  1.5,
);

const [left, top, width, height] = [crop.x, crop.y, crop.width, crop.height].map((value) => 2 * value);
const raw = (path: string) => sharp(path, { limitInputPixels: false, ignoreIcc: true });
const expected = await raw(whole.path)
  .extract({ left: left ?? 0, top: top ?? 0, width: width ?? 0, height: height ?? 0 })
  .raw()
  .toBuffer();
const found = await raw(part.path).raw().toBuffer();
const counts = new Map<number, number>();
let sum = 0;
for (let index = 0; index < found.length; index += 1) {
  const distance = Math.abs((found[index] ?? 0) - (expected[index] ?? 0));
  counts.set(distance, (counts.get(distance) ?? 0) + 1);
  sum += distance;
}
const share = (most: number): string => {
  const within = [...counts].reduce((total, [distance, count]) => total + (distance <= most ? count : 0), 0);
  return `${((100 * within) / found.length).toFixed(3)} %`;
};
console.log(
  `crop ${JSON.stringify(crop)}: ${found.length === expected.length ? 'same size' : 'another size'}, exactly twice the crop`,
);
console.log(
  `  equal ${share(0)}, within 1 level ${share(1)}, within 2 ${share(2)}, within 4 ${share(4)}, largest ${Math.max(...counts.keys())}, mean ${(sum / found.length).toFixed(4)}`,
);
const area = (crop.width * crop.height) / (whole.report.wide.width * whole.report.wide.height);
const time = part.processorSeconds / whole.processorSeconds;
console.log(`  ${(100 * area).toFixed(1)} % of the area took ${(100 * time).toFixed(1)} % of the processor time`);
console.log(
  `  straightened: ${(straightened.report.milliseconds.infer / 1000).toFixed(1)} s, shares ${JSON.stringify(straightened.report.provenance)}`,
);
rmSync(scratch, { recursive: true });
await remove();
