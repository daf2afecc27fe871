import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBatchPhotos } from '../support/batch-photos.ts';
import { runBatch } from '../support/batch-runs.ts';

/**
 * How long ten pairs take against the time that the device works for them, and what thirty hold in memory against three:
 * `npx tsx tests/bench/batch-throughput.ts [width] [height]`, pixels of each wide photo.
 */
const [width, height] = [Number(process.argv[2] ?? 800), Number(process.argv[3] ?? 600)];
const root = mkdtempSync(join(tmpdir(), 'telewide-throughput-'));
const measured: Record<number, { seconds: number; deviceSeconds: number; peak: number }> = {};
for (const pairs of [3, 10, 30]) {
  const photos = join(root, `photos-${pairs}`);
  await makeBatchPhotos(photos, { pairs, isBroken: false, width, height });
  const run = await runBatch([photos, '-o', join(root, `output-${pairs}`)], {
    dataFolder: join(root, 'data'),
    timeoutMs: 3_600_000,
  });
  const { summary, peakMemory } = run;
  if (summary?.done !== pairs) throw new Error(`Expected ${pairs} done, received ${run.stderr} ${run.stdout}`);
  measured[pairs] = { seconds: summary.seconds, deviceSeconds: summary.deviceSeconds, peak: peakMemory ?? 0 };
  const ratio = (summary.seconds / summary.deviceSeconds).toFixed(3);
  const megabytes = Math.round((peakMemory ?? 0) / 1e6);
  console.log(
    `${pairs} pairs of ${width} x ${height}: ${summary.seconds.toFixed(1)} s, of which the device worked ${summary.deviceSeconds.toFixed(1)} s: ${ratio}; peak ${megabytes} MB`,
  );
}
rmSync(root, { recursive: true, force: true });
const overlap = (measured[10]?.seconds ?? NaN) / (measured[10]?.deviceSeconds ?? NaN);
const memory = (measured[30]?.peak ?? NaN) / (measured[3]?.peak ?? NaN);
console.log(`ten pairs: ${overlap.toFixed(3)} times the device's time (at most 1.15)`);
console.log(`memory of thirty: ${memory.toFixed(3)} times that of three (at most 1.1)`);
process.exitCode = overlap <= 1.15 && memory <= 1.1 ? 0 : 1;
