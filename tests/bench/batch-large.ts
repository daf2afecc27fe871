import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { runBatch } from '../support/batch-runs.ts';

/**
 * A wide photo of 100 megapixels, made by laying the sample pair's beside itself, goes through a batch: `npx tsx tests/bench/batch-large.ts [--tele]`.
 * With `--tele` the sample's tele comes with it. Says what it took and fails above 3 GB.
 */
const most = 3e9;
const sample = fileURLToPath(new URL('../../native-models/sample-pair', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'telewide-large-'));
const photos = join(root, 'photos');
mkdirSync(photos);
const [width, height] = [11_600, 8_700];
const tile = await sharp(join(sample, 'wide.jpg')).toBuffer();
await sharp({ create: { width, height, channels: 3, background: 'grey' }, limitInputPixels: false })
  .composite([{ input: tile, tile: true, gravity: 'northwest' }])
  .jpeg({ quality: 95 })
  .toFile(join(photos, 'large wide.jpg'));
if (process.argv.includes('--tele')) await sharp(join(sample, 'tele.jpg')).toFile(join(photos, 'large tele.jpg'));

const run = await runBatch([photos, '-o', join(root, 'output')], {
  dataFolder: join(root, 'data'),
  timeoutMs: 7_200_000,
});
const target = run.summary?.items[0]?.state;
const size =
  target?.name === 'done'
    ? await sharp(join(root, 'output', target.target), { limitInputPixels: false }).metadata()
    : null;
console.log(
  `${width} x ${height}: ${target?.name ?? 'nothing'}, ${size?.width ?? 0} x ${size?.height ?? 0} in ${(run.milliseconds / 1000).toFixed(0)} s, peak ${Math.round((run.peakMemory ?? 0) / 1e6)} MB`,
);
rmSync(root, { recursive: true, force: true });
process.exitCode = size?.width === 2 * width && (run.peakMemory ?? Infinity) < most ? 0 : 1;
