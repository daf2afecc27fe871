import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll } from '@electron/asar';
import { z } from 'zod';
import type { Finding } from './check-layout.ts';
import { placesIn } from './packaged-files.ts';
import type { Target } from './targets.ts';

const run = promisify(execFile);
const reportFile = z.looseObject({
  output: z.object({ width: z.number(), height: z.number() }),
  model: z.string(),
  tiles: z.looseObject({ count: z.number() }),
  reference: z.object({ used: z.boolean() }),
});

/**
 * Runs the packaged command line with plain Node in the place of Electron: its archive laid open in a folder far from the
 * repository, the weights beside it as in the package. Only on the machine that the package is for.
 */
export async function checkRuns(target: Target, output: string): Promise<Finding[]> {
  const { resources, archive } = placesIn(output, target);
  const folder = await mkdtemp(join(tmpdir(), 'telewide-package-'));
  try {
    // Electron reads the archive where it lies; Node needs it laid open, under the same name.
    const place = join(folder, 'resources');
    extractAll(archive, join(place, 'app.asar'));
    for (const name of ['native-models', 'bin'])
      await cp(join(resources, name), join(place, name), { recursive: true });
    const program = target.platform === 'darwin' ? join(folder, 'MacOS/Telewide') : join(folder, 'telewide-desktop');
    await symlink(process.execPath, program);
    const telewide = (...asked: string[]): Promise<{ stdout: string }> =>
      run(join(place, 'bin/telewide'), asked, {
        cwd: folder,
        env: { PATH: process.env.PATH, TELEWIDE_DATA: join(folder, 'data') },
      });
    return [
      { asked: 'it says its version', faults: await faultsOf(() => checkVersion(telewide)) },
      { asked: 'it has no command that trains from nothing', faults: await faultsOf(() => checkCommands(telewide)) },
      { asked: 'it says what a queue needs', faults: await faultsOf(() => checkQueue(telewide, folder)) },
      { asked: 'it finds the models that ship', faults: await faultsOf(() => checkModels(telewide)) },
      { asked: 'it tries its devices in processes of their own', faults: await faultsOf(() => checkDevices(telewide)) },
      { asked: 'it enhances a photo', faults: await faultsOf(() => checkEnhancement(telewide, place, folder)) },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Telewide = (...asked: string[]) => Promise<{ stdout: string }>;

async function faultsOf(check: () => Promise<string[]>): Promise<string[]> {
  return check().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
}

async function checkVersion(telewide: Telewide): Promise<string[]> {
  const { stdout } = await telewide('--version');
  return /^\d+\.\d+\.\d+\n$/.test(stdout) ? [] : [stdout];
}

async function checkCommands(telewide: Telewide): Promise<string[]> {
  const { stdout } = await telewide('--help');
  return [
    /^ {2}enhance /m.test(stdout) ? '' : 'enhance is missing',
    /^ {2}train /m.test(stdout) ? 'train is there' : '',
  ].filter(Boolean);
}

/** Queues are for checkouts; their packages are absent here. */
async function checkQueue(telewide: Telewide, folder: string): Promise<string[]> {
  const worker = telewide('worker', '--queue', 'redis://127.0.0.1:6379', '--folder', folder);
  const said = await worker.then(
    () => 'nothing',
    (error: unknown) => String(error),
  );
  return said.includes('needs the packages bullmq and ioredis') ? [] : [said];
}

async function checkModels(telewide: Telewide): Promise<string[]> {
  const { stdout } = await telewide('models', 'list', '--json');
  const ids = z
    .array(z.looseObject({ id: z.string() }))
    .parse(JSON.parse(stdout))
    .map(({ id }) => id);
  return ['fast', 'paper'].filter((id) => !ids.includes(id)).map((id) => `${id} is missing`);
}

async function checkDevices(telewide: Telewide): Promise<string[]> {
  const { stdout } = await telewide('devices', '--json');
  const devices = z
    .array(z.looseObject({ name: z.string(), usable: z.boolean(), reason: z.string() }))
    .parse(JSON.parse(stdout));
  const cpu = devices.find(({ name }) => name === 'cpu');
  return cpu?.usable === true ? [] : [cpu?.reason ?? 'cpu is missing'];
}

async function checkEnhancement(telewide: Telewide, resources: string, folder: string): Promise<string[]> {
  const samples = join(resources, 'native-models/sample-pair');
  const [picture, report] = [join(folder, 'better.png'), join(folder, 'report.json')];
  const crop = ['--crop', '900,640,240,180'];
  await telewide(
    'enhance',
    join(samples, 'wide.jpg'),
    join(samples, 'tele.jpg'),
    '-o',
    picture,
    '--report',
    report,
    '--device',
    'cpu',
    ...crop,
  );
  const { output, reference, tiles } = reportFile.parse(JSON.parse(await readFile(report, 'utf8')));
  const header = await readFile(picture);
  // Width and height stand in a PNG's first chunk.
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  return [
    width === 480 && height === 360 ? '' : `the picture is ${width}x${height}`,
    output.width === width && output.height === height ? '' : 'the report says another size',
    reference.used && tiles.count > 0 ? '' : 'the tele was not used',
  ].filter(Boolean);
}
