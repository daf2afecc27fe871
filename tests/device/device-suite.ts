/**
 * Tries every device of this machine and compares the pictures that they make with the processor's, tile by tile, each device in a
 * process of its own and with the precision that the program would take there. Exit code 1 when a device that can be used makes another picture.
 *
 *   npm run test:device [-- --tile 128 --tiles 4 --json]
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import { deviceNames, precisionNames, type DeviceName, type DeviceReport, type Precision } from '#contract/models';
import { tryExecutions } from '#core/enhancement/inference/choose-execution';
import type { ReferenceTile } from '#core/enhancement/inference/prepare-reference';
import { openTileNetwork } from '#core/enhancement/inference/tile-network';
import { createModelRegistry, type LoadedModel } from '#core/models/model-registry';
import { handOver } from '#core/pairs/camera/wide-camera';
import { openModelSession } from '#core/runtime/model-session';
import { cameraReach } from '#native-models/dcsr/forward-model';
import { inEnglish } from '../support/saying.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sample = join(root, 'native-models/sample-pair');
/** Of 255, between the picture of a device and the processor's. */
const maxLevelsApart = 1;
/** A device may take so long over all of its tiles. */
const timeoutMs = 10 * 60_000;

const { values: options } = parseArgs({
  options: {
    tile: { type: 'string', default: '64' },
    tiles: { type: 'string', default: '4' },
    json: { type: 'boolean' },
    device: { type: 'string' },
    precision: { type: 'string', default: 'full' },
  },
});
const side = Number(options.tile);
if (!(side > 0) || side % 32 !== 0) throw new Error('Expected --tile to be a multiple of 32');

const tilesOfDevice = z.object({ pictures: z.array(z.array(z.number())), milliseconds: z.array(z.number()) });
type TilesOfDevice = z.infer<typeof tilesOfDevice>;

/** What came of one device; `levelsApart` is null when it made no picture. */
interface Row extends DeviceReport {
  levelsApart: number | null;
  millisecondsPerTile: number | null;
  problem: string | null;
}

/** Corners of tiles in the sample's wide photo, and whether they have a reference. */
const places = [
  [900, 640, true],
  [100, 200, false],
  [1000, 700, true],
  [800, 760, true],
] as const;

if (options.device === undefined) await compareDevices();
else await makePictures(options.device as DeviceName, options.precision as Precision);

async function compareDevices(): Promise<void> {
  const model = await defaultModel();
  const trials = { programFolder: join(root, 'dist/main'), isFresh: true, timeoutMs: 120_000 };
  const reports = await tryExecutions(model, trials);
  const expected = await askProcess('cpu', 'full');
  if ('problem' in expected) throw new Error(`The processor made no picture: ${expected.problem}`);
  const rows: Row[] = [];
  for (const report of reports) {
    const made = !report.usable
      ? { problem: inEnglish(report.reason) }
      : report.name === 'cpu'
        ? expected
        : await askProcess(report.name, report.precision?.precision ?? 'full');
    rows.push(rowOf(report, made, expected));
  }
  process.stdout.write(options.json === true ? JSON.stringify(rows) : tableOf(rows));
  const isWrong = ({ usable, levelsApart }: Row): boolean =>
    usable && (levelsApart === null || levelsApart > maxLevelsApart);
  process.exitCode = rows.some(isWrong) ? 1 : 0;
}

function rowOf(report: DeviceReport, made: TilesOfDevice | { problem: string }, expected: TilesOfDevice): Row {
  if ('problem' in made) return { ...report, levelsApart: null, millisecondsPerTile: null, problem: made.problem };
  const apart = made.pictures.flatMap((picture, tile) =>
    picture.map((value, index) => Math.abs(value - (expected.pictures[tile]?.[index] ?? NaN))),
  );
  // The first one compiles.
  const times = made.milliseconds.slice(1);
  return {
    ...report,
    levelsApart: apart.reduce((highest, one) => Math.max(highest, one), 0),
    millisecondsPerTile: times.reduce((sum, one) => sum + one, 0) / times.length,
    problem: null,
  };
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, adapter, levelsApart, millisecondsPerTile, problem, precision }) => [
    name,
    adapter ?? '',
    levelsApart === null ? 'no' : levelsApart <= maxLevelsApart ? 'yes' : 'WRONG',
    levelsApart === null ? '' : String(levelsApart),
    millisecondsPerTile === null ? '' : millisecondsPerTile.toFixed(1),
    precision === undefined ? '' : precision.precision,
    problem ?? (precision === undefined ? '' : inEnglish(precision.reason)),
  ]);
  const head = ['device', 'hardware', 'works', 'levels apart', `ms per ${side} px tile`, 'precision', 'why'];
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)));
  return (
    [head, ...lines]
      .map((line) =>
        line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n') + '\n'
  );
}

function askProcess(device: DeviceName, precision: Precision): Promise<TilesOfDevice | { problem: string }> {
  return new Promise((done) => {
    const child = fork(
      fileURLToPath(import.meta.url),
      ['--device', device, '--precision', precision, '--tile', String(side), '--tiles', options.tiles],
      {
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      },
    );
    child.once('message', (message) => {
      done(tilesOfDevice.parse(message));
      child.kill();
    });
    child.once('exit', (code, signal) =>
      done({ problem: `Its process ended (${signal ?? `exit code ${String(code)}`}).` }),
    );
  });
}

/** The process of one device: its tiles as 8-bit pictures. */
async function makePictures(device: DeviceName, precision: Precision): Promise<void> {
  if (!deviceNames.includes(device)) throw new Error(`Expected ${deviceNames.join(', ')}, but received ${device}`);
  if (!precisionNames.includes(precision)) throw new Error(`Expected full or half, but received ${precision}`);
  const model = await defaultModel();
  const network = openTileNetwork({
    model,
    device,
    precision,
    size: { width: side, height: side },
    openSession: openModelSession,
  });
  const made: TilesOfDevice = { pictures: [], milliseconds: [] };
  for (const [x, y, hasReference] of places.slice(0, Number(options.tiles))) {
    const wide = await planesOf(join(sample, 'wide.jpg'), x, y, side);
    const reference = hasReference ? await referenceAt(x, y) : null;
    const started = performance.now();
    const { enhanced } = await network.run(wide, reference);
    made.milliseconds.push(performance.now() - started);
    made.pictures.push(Array.from(enhanced, (value) => Math.round(255 * Math.min(1, Math.max(0, value)))));
  }
  await network.close();
  process.send?.(made);
}

function defaultModel(): Promise<LoadedModel> {
  return createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load('fast');
}

/** What the tele would show there if it were perfect: the truth behind the sample pair, on the 2x grid. */
async function referenceAt(x: number, y: number): Promise<ReferenceTile> {
  const size = 2 * (side + cameraReach);
  const pixels = await planesOf(join(sample, 'truth.webp'), 2 * x - cameraReach, 2 * y - cameraReach, size);
  const validity = new Float32Array(size * size).fill(1);
  return { width: size, height: size, pixels, validity, camera: handOver, noise: 0.01 };
}

/** A square of a photo as planes of red, green and blue, 0 to 1. */
async function planesOf(path: string, left: number, top: number, size: number): Promise<Float32Array> {
  const pixels = await sharp(path).extract({ left, top, width: size, height: size }).removeAlpha().raw().toBuffer();
  return Float32Array.from({ length: 3 * size * size }, (_, index) => {
    const plane = Math.floor(index / (size * size));
    return (pixels[(index % (size * size)) * 3 + plane] ?? 0) / 255;
  });
}
