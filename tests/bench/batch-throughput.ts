import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnhancementReport } from '#contract/enhancement';
import { makeBatchPhotos } from '../support/batch-photos.ts';
import { runBatch } from '../support/batch-runs.ts';
import { runTelewide } from '../support/run-telewide.ts';

/**
 * How long ten pairs take against the time that the device needs for them, and what thirty hold in memory against three:
 * `npx tsx tests/bench/batch-throughput.ts [width] [height] [--no-memory | --no-time]`, pixels of each wide photo.
 *
 * Two figures: the batch against the time for which its device worked, which tells how long the device waited, and against the time that the device
 * needs with nothing beside it (every pair enhanced alone, one after the other, and of that only the part between the opened pair and the finished
 * picture). They are the same where the device is a card. On a processor that computes both the network and everything else, the second one cannot
 * fall below what all of the work needs of its cores, and the first one says whether they were ever idle.
 */
const [width = 2048, height = 1536] = process.argv
  .slice(2)
  .filter((one) => !one.startsWith('--'))
  .map(Number);
const root = mkdtempSync(join(tmpdir(), 'telewide-throughput-'));
const dataFolder = join(root, 'data');
try {
  const overlap = process.argv.includes('--no-time') ? null : await measureOverlap();
  const memory = process.argv.includes('--no-memory') ? 0 : (await peakOf(30)) / (await peakOf(3));
  if (overlap !== null) {
    console.log(`ten pairs: ${overlap.busy.toFixed(3)} times the time that their device worked (at most 1.15)`);
    console.log(`           ${overlap.alone.toFixed(3)} times the time that it needs with nothing beside it`);
  }
  if (memory > 0) console.log(`memory of thirty: ${memory.toFixed(3)} times that of three (at most 1.1)`);
  process.exitCode = (overlap?.busy ?? 0) <= 1.15 && memory <= 1.1 ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function measureOverlap(): Promise<{ busy: number; alone: number }> {
  const photos = join(root, 'photos-10');
  const { wides } = await makeBatchPhotos(photos, { pairs: 10, isBroken: false, width, height });
  let [alone, rest] = [0, 0];
  for (const [index, wide] of wides.entries()) {
    const { infer, ...others } = await enhanceAlone(join(photos, wide), index);
    alone += infer / 1000;
    rest += Object.values(others).reduce((sum, one) => sum + one, 0) / 1000;
  }
  console.log(`alone: inferring ${alone.toFixed(1)} s, everything else ${rest.toFixed(1)} s; ${describeLoad()}`);
  const { summary } = await runPairs(10, photos, false);
  console.log(
    `batch: ${summary.seconds.toFixed(1)} s, of which it inferred ${summary.deviceSeconds.toFixed(1)} s with everything else beside it; ${describeLoad()}`,
  );
  return { busy: summary.seconds / summary.deviceSeconds, alone: summary.seconds / alone };
}

async function enhanceAlone(wide: string, index: number): Promise<EnhancementReport['milliseconds']> {
  const tele = wide.replace(/wide(?=\.\w+$)/, 'tele');
  const report = join(root, 'report.json');
  const parameters = ['enhance', wide, tele, '-o', join(root, `alone-${index}.jpg`), '--report', report];
  const run = await runTelewide([...parameters, '--device', 'cpu'], {
    dataFolder,
    timeoutMs: 3_600_000,
    watchesMemory: false,
  });
  if (run.code !== 0) throw new Error(`Expected ${wide} to be enhanced, received ${run.stderr}`);
  return (JSON.parse(readFileSync(report, 'utf8')) as EnhancementReport).milliseconds;
}

async function peakOf(pairs: number): Promise<number> {
  const photos = join(root, `photos-${pairs}`);
  await makeBatchPhotos(photos, { pairs, isBroken: false, width: 800, height: 600 });
  const { peakMemory } = await runPairs(pairs, photos, true);
  console.log(`${pairs} pairs of 800 x 600: peak ${Math.round(peakMemory / 1e6)} MB`);
  return peakMemory;
}

async function runPairs(
  pairs: number,
  photos: string,
  watchesMemory: boolean,
): Promise<{ summary: { seconds: number; deviceSeconds: number }; peakMemory: number }> {
  const options = { dataFolder, timeoutMs: 3_600_000, watchesMemory };
  const run = await runBatch([photos, '-o', join(root, `output-${pairs}`)], options);
  const { summary, peakMemory } = run;
  if (summary?.done !== pairs) throw new Error(`Expected ${pairs} done, received ${run.stderr} ${run.stdout}`);
  return { summary, peakMemory: peakMemory ?? NaN };
}

/** What else the machine does makes every figure worse, and not all of them alike. */
function describeLoad(): string {
  return `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}
