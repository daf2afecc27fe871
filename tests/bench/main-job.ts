import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { EnhancementReport } from '#contract/enhancement';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';
import { runTelewide } from '../support/run-telewide.ts';

/**
 * The main job on one pair: seconds per stage, peak memory, and how many times as long as plain bicubic enlargement it takes in the
 * same run. `npm run bench`: the real 12-megapixel pair where it is, else the sample pair.
 */
const folder = hasRealPhotos
  ? join(realPhotos, 'pairs/skyline')
  : fileURLToPath(new URL('../../native-models/sample-pair', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'telewide-bench-'));
const [wide, tele, output, reportPath] = [
  join(folder, 'wide.jpg'),
  join(folder, 'tele.jpg'),
  join(scratch, 'enhanced.jpg'),
  join(scratch, 'report.json'),
];

const run = await runTelewide(['enhance', wide, tele, '-o', output, '--device', 'cpu', '--report', reportPath], {
  dataFolder: join(scratch, 'data'),
  timeoutMs: 1_800_000,
});
if (run.code !== 0) throw new Error(run.stderr);
const report = JSON.parse(readFileSync(reportPath, 'utf8')) as EnhancementReport;

const started = performance.now();
await sharp(wide)
  .autoOrient()
  .resize(report.output.width, report.output.height, { kernel: 'cubic', fit: 'fill' })
  .jpeg({ quality: 92 })
  .toFile(join(scratch, 'bicubic.jpg'));
const bicubic = performance.now() - started;
rmSync(scratch, { recursive: true });

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);
console.log(
  `${wide}: ${report.output.width} x ${report.output.height}, ${report.tiles.count} tiles on ${report.device}`,
);
for (const [stage, milliseconds] of Object.entries(report.milliseconds)) {
  console.log(`  ${stage.padEnd(9)} ${seconds(milliseconds)} s`);
}
console.log(
  `  in all    ${seconds(run.milliseconds)} s, ${(run.milliseconds / bicubic).toFixed(1)} times bicubic enlargement`,
);
console.log(`  peak      ${Math.round((run.peakMemory ?? report.peakMemory) / 1e6)} MB`);
