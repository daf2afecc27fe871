import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EnhancementReport } from '#contract/enhancement';
import { cameraHomography, paintScene, photograph } from '../support/simulated-pair.ts';
import { composeHomographies, scaleHomography } from '#contract/geometry';
import { pipelineOf } from '../support/sample-pictures.ts';
import { runTelewide } from '../support/run-telewide.ts';

/**
 * Many telephotos against one that covers the same part of the same wide photo: what both cost in memory and time, each in a process of its
 * own, with the built program. `npx tsx tests/bench/many-telephotos.ts [--megapixels 12] [--counts 1,24]`. The count of one is the telephoto
 * that covers all; others lie in a grid that covers as much.
 */
const { values } = parseArgs({
  options: {
    megapixels: { type: 'string', default: '12' },
    counts: { type: 'string', default: '1,24' },
    scale: { type: 'string', default: '2' },
  },
});
/** Of the wide's width and height that the telephotos cover together. */
const covered = 0.7;
/** How much wider each telephoto is than its share of the grid. */
const overlapping = 1.2;

const folder = mkdtempSync(join(tmpdir(), 'telewide-many-'));
const across = Math.round(Math.sqrt((Number(values.megapixels) * 1e6 * 4) / 3 / 64)) * 8;
const size = { width: across, height: (3 * across) / 4 };
const scene = paintScene({ width: 2 * size.width, height: 2 * size.height }, 7);
const wide = join(folder, 'wide.jpg');
await pipelineOf(photograph(scene, size, scaleHomography(2, 2), { noise: 2 }))
  .jpeg({ quality: 95 })
  .toFile(wide);

for (const count of values.counts.split(',').map(Number)) {
  const teles: string[] = [];
  const columns = Math.ceil(Math.sqrt(count * 1.2));
  const rows = Math.ceil(count / columns);
  const each = count === 1 ? covered : (overlapping * covered) / Math.min(columns, rows);
  for (let index = 0; index < count; index += 1) {
    const place = (at: number, all: number): number =>
      all === 1 ? 0.5 : 0.5 - covered / 2 + each / 2 + (at * (covered - each)) / (all - 1);
    const centre = { x: place(index % columns, columns), y: place(Math.floor(index / columns), rows) };
    const homography = cameraHomography(size, { size, zoom: 1 / each, rotation: (index % 3) - 1, centre });
    const photo = photograph(scene, size, composeHomographies(scaleHomography(2, 2), homography), {
      noise: 2,
      seed: index,
    });
    teles.push(join(folder, `tele-${count}-${index}.jpg`));
    await pipelineOf(photo)
      .jpeg({ quality: 95 })
      .toFile(teles[index] ?? '');
  }
  await measure(count, teles);
}
rmSync(folder, { recursive: true });

async function measure(count: number, teles: readonly string[]): Promise<void> {
  const report = join(folder, 'report.json');
  const parameters = [
    'enhance',
    wide,
    ...teles,
    '-o',
    join(folder, `result-${count}.jpg`),
    '--scale',
    values.scale,
    '--device',
    'cpu',
  ];
  const run = await runTelewide([...parameters, '--report', report], {
    dataFolder: join(folder, 'data'),
    timeoutMs: 3_600_000,
  });
  if (run.code !== 0) throw new Error(run.stderr);
  const {
    milliseconds,
    peakMemory,
    teles: used,
    reference,
  } = JSON.parse(readFileSync(report, 'utf8')) as EnhancementReport;
  const mebibytes = (bytes: number | null): string => ((bytes ?? 0) / 2 ** 20).toFixed(0);
  const seconds = Object.entries(milliseconds).map(([stage, time]) => `${stage} ${((time ?? 0) / 1000).toFixed(1)}`);
  const kept = used === undefined ? Number(reference.used) : used.filter((one) => one.used).length;
  console.log(
    `${count} telephotos, ${kept} used: ${mebibytes(peakMemory)} MiB at most, ${mebibytes(run.peakMemory)} with its other processes; seconds: ${seconds.join(', ')}`,
  );
}
