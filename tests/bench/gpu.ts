import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deviceNames, precisionNames, type DeviceName, type Precision } from '#contract/models';
import { halo } from '#core/enhancement/inference/plan-tiles';
import { markdownTable } from '#core/learning/evaluation/markdown-table';
import { createModelRegistry } from '#core/models/model-registry';
import { handOver } from '#core/pairs/camera/wide-camera';
import { openModelSession, type TensorValue } from '#core/runtime/model-session';
import { tryDevices } from '#core/runtime/execution-device';
import { buildForwardModel, cameraKernelSide, cameraReach } from '#native-models/dcsr/forward-model';
import { inEnglish } from '../support/saying.ts';

/**
 * How fast the devices of this machine run the network: tiles of several sizes, in full and in half precision, with and without a telephoto, and what that
 * makes for a photo of 12 megapixels, a quarter of it seen by the telephoto. Each line is a process of its own: a driver that crashes
 * ends that line. After `npm run build`:
 *
 *   npx tsx tests/bench/gpu.ts [--device cuda --size 256 --size 512 --runs 20 --model fast]
 *
 * Chromium's software Vulkan, hundreds of times slower, stands in for a card (--size 64 --runs 1) with VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json LD_LIBRARY_PATH=/usr/lib/chromium.
 */
const { values: options } = parseArgs({
  options: {
    device: { type: 'string', multiple: true },
    precision: { type: 'string', multiple: true, default: [...precisionNames] },
    size: { type: 'string', multiple: true, default: ['128', '256', '512'] },
    runs: { type: 'string', default: '10' },
    model: { type: 'string', default: 'fast' },
    line: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Milliseconds of opening a session and of one tile. */
interface Timing {
  open: number;
  tile: number;
}

if (options.line) console.log(JSON.stringify(await timeLine()));
else await printTable();

async function printTable(): Promise<void> {
  const reports = await tryDevices({ programFolder: join(root, 'dist/main') });
  for (const { name, usable, reason } of reports)
    console.log(`${usable ? 'can be used' : 'left out'}: ${name} (${inEnglish(reason)})`);
  const devices = options.device ?? reports.filter(({ usable }) => usable).map(({ name }) => name);
  const rows: string[][] = [];
  for (const device of devices)
    for (const precision of device === 'cpu' ? ['full'] : options.precision)
      for (const size of options.size) rows.push([device, precision, size, ...figuresOf(device, precision, size)]);
  const heads = ['device', 'precision', 'tile', 'opening, s', 'a tile without tele, ms', 'with it, ms'];
  console.log(markdownTable([...heads, '12 megapixels, s', 'megapixels a second'], rows));
}

function figuresOf(device: string, precision: string, size: string): string[] {
  const line = ['--line', '--device', device, '--precision', precision, '--size', size];
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...line, '--runs', options.runs];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...args, '--model', options.model], {
    encoding: 'utf8',
  });
  if (status !== 0) return [/^\w*Error.*$/m.exec(stderr)?.[0] ?? `ended with ${status}`, '', '', '', ''];
  const [alone, both] = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as [Timing, Timing];
  const tiles = 12e6 / (Number(size) - 2 * halo) ** 2;
  const seconds = (tiles * (0.75 * alone.tile + 0.25 * both.tile)) / 1000;
  const opening = (alone.open + both.open) / 1000;
  return [
    opening.toFixed(1),
    alone.tile.toFixed(1),
    both.tile.toFixed(1),
    seconds.toFixed(1),
    (12 / seconds).toFixed(1),
  ];
}

async function timeLine(): Promise<Timing[]> {
  const model = await createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load(options.model);
  const device = deviceNames.find((name) => name === options.device?.[0]);
  const precision = precisionNames.find((name) => name === options.precision[0]);
  const side = Number(options.size[0]);
  if (device === undefined || precision === undefined) throw new Error('Expected a device and a precision');
  const timings: Timing[] = [];
  for (const reference of [false, true]) timings.push(await time({ model, device, precision, side, reference }));
  return timings;
}

async function time(options: {
  model: Awaited<ReturnType<ReturnType<typeof createModelRegistry>['load']>>;
  device: DeviceName;
  precision: Precision;
  side: number;
  reference: boolean;
}): Promise<Timing> {
  const { model, device, side, reference } = options;
  const begun = performance.now();
  const network = { ...model, ...options, height: side, width: side };
  const session = await openModelSession(buildForwardModel(network), device);
  const feeds = { wide: noise([1, 3, side, side]), ...(reference ? referenceOf(side) : {}) };
  await session.run(feeds);
  const opened = performance.now();
  for (let run = 0; run < runs(); run += 1) await session.run(feeds);
  const ended = performance.now();
  await session.close();
  return { open: opened - begun, tile: (ended - opened) / runs() };
}

function runs(): number {
  return Math.max(1, Number(options.runs));
}

function referenceOf(side: number): Record<string, TensorValue> {
  const fine = 2 * (side + cameraReach);
  return {
    reference: noise([1, 3, fine, fine]),
    validity: { data: new Float32Array(fine * fine).fill(1), shape: [1, 1, fine, fine] },
    camera: { data: handOver.kernel, shape: [cameraKernelSide, cameraKernelSide] },
    'camera-exponent': { data: Float32Array.of(handOver.exponent), shape: [] },
    noise: { data: Float32Array.of(0.01), shape: [1, 1, 1, 1] },
  };
}

function noise(shape: readonly number[]): TensorValue {
  return { data: Float32Array.from({ length: shape.reduce((all, one) => all * one, 1) }, Math.random), shape };
}
