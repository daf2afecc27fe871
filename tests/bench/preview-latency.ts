import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pyramidTileUrl } from '#contract/media-urls';
import type { EnhanceChoices } from '#contract/enhancement';
import { createCore } from '#core/create-core';
import { silentLog } from '#core/ground/disk/log-file';
import type { Core } from '#core/core';
import { createMediaRequests } from '#host/media-requests';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';
import { randomNumbers } from '../support/simulated-pair.ts';

/**
 * How long a click takes until its 512 pixel patch of the result could be drawn: 50 seeded clicks all over the photo, the pair
 * ready as it is soon after it was opened. `npx tsx tests/bench/preview-latency.ts` after `npm run build`.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = hasRealPhotos ? join(realPhotos, 'pairs/skyline') : join(root, 'native-models/sample-pair');
const clicks = 50;
const choices: EnhanceChoices = { model: 'fast', device: 'cpu', crop: null, useReference: true };

const dataFolder = mkdtempSync(join(tmpdir(), 'telewide-preview-bench-'));
const log = { ...silentLog, error: (...words: unknown[]) => console.error(...words) };
const core = await createCore({ dataFolder, resourcesFolder: root, programFolder: join(root, 'dist/main'), log });
try {
  const pairId = await openPair(core);
  const { wide } = await core.call['pair.read']({ pairId });
  const cold = await timed(() => core.call['preview.warm']({ pairId, choices }));
  console.log(`${folder}: ${wide.summary.width} x ${wide.summary.height}`);
  console.log(`  making ready  ${seconds(cold.wall)}, processor ${seconds(cold.processor)}`);

  const random = randomNumbers(2026);
  const places = Array.from({ length: clicks }, () => ({
    x: random() * wide.summary.width,
    y: random() * wide.summary.height,
  }));
  const shown = await measure('with reference', places, choices);
  console.log(`  of them with detail of the tele: ${shown} of ${clicks}`);
  await measure('the same, other strength and denoising', places.slice(-3), {
    ...choices,
    referenceStrength: 0.6,
    denoise: 0.3,
  });

  await core.call['preview.warm']({ pairId, choices: { ...choices, straighten: 7 } });
  await measure('straightened by 7 degrees', places.slice(0, 12), { ...choices, straighten: 7 });

  async function measure(name: string, points: typeof places, chosen: EnhanceChoices): Promise<number> {
    const media = createMediaRequests(dataFolder);
    const times: { wall: number; processor: number }[] = [];
    let used = 0;
    for (const point of points) {
      times.push(
        await timed(async () => {
          const { pyramid, usedReference } = await core.call['preview.show']({ pairId, choices: chosen, point });
          const address = pyramidTileUrl(pyramid.key, pyramid.levels - 1, 0, 0);
          await (await media(new Request(new URL(address, 'http://localhost')))).arrayBuffer();
          used += usedReference ? 1 : 0;
        }),
      );
    }
    const walls = times.map(({ wall }) => wall).sort((a, b) => a - b);
    const processor = times.reduce((sum, one) => sum + one.processor, 0) / times.length;
    console.log(
      `  ${name}: median ${seconds(quantile(walls, 0.5))}, 95th percentile ${seconds(quantile(walls, 0.95))}, worst ${seconds(quantile(walls, 1))}, processor ${seconds(processor)} each`,
    );
    return used;
  }
} finally {
  await core.close();
  rmSync(dataFolder, { recursive: true, force: true });
}

/** Adds the pair and waits until it is registered. */
async function openPair(core: Core): Promise<string> {
  const registered = new Promise<void>((resolve) => {
    core.on('job.changed', ({ kind, state }) => {
      if (kind === 'registration' && state.name === 'succeeded') resolve();
    });
  });
  await core.call['photos.add']({ paths: [join(folder, 'wide.jpg'), join(folder, 'tele.jpg')] });
  await registered;
  const [pair] = (await core.call['project.read']({})).pairs;
  if (pair === undefined) throw new Error('Expected a pair');
  return pair.id;
}

async function timed(work: () => Promise<unknown>): Promise<{ wall: number; processor: number }> {
  const [start, processor] = [performance.now(), processorMilliseconds()];
  await work();
  return { wall: performance.now() - start, processor: processorMilliseconds() - processor };
}

/** Of this process and those it started, where the system tells (Linux). */
function processorMilliseconds(): number {
  const own = process.cpuUsage();
  const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', 'enhancement-worker'], { encoding: 'utf8' });
  const ticks = stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return Number(fields[11]) + Number(fields[12]);
    });
  return (own.user + own.system) / 1000 + ticks.reduce((sum, one) => sum + one, 0) * 10;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
