import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';

/**
 * What an enhancement costs, this checkout beside an older one, one after the other in turns: processor seconds and peak memory of the whole process. Both
 * need `npm run build`.
 *
 *   npx tsx tests/bench/against.ts --against <older checkout> [--rounds 1] [--only <part of a name>] [--large]      --large: 48 megapixels, too
 */
const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    large: { type: 'boolean', default: false },
  },
});
if (values.against === undefined) throw new Error('Expected --against <older checkout>');
const here = fileURLToPath(new URL('../..', import.meta.url));
const checkouts = { older: resolve(values.against), newer: here };
type Version = keyof typeof checkouts;
const versions: readonly Version[] = ['older', 'newer'];

const scratch = mkdtempSync(join(tmpdir(), 'telewide-bench-'));
const pair = hasRealPhotos ? join(realPhotos, 'pairs/skyline') : join(here, 'native-models/sample-pair');
const [wide, tele] = [join(pair, 'wide.jpg'), join(pair, 'tele.jpg')];

/** The photo with so many pixels across. */
async function resized(path: string, across: number): Promise<string> {
  const target = join(scratch, `${across}-${path.endsWith('wide.jpg') ? 'wide' : 'tele'}.jpg`);
  await sharp(path, { limitInputPixels: false })
    .autoOrient()
    .resize(across)
    .keepIccProfile()
    .jpeg({ quality: 95 })
    .toFile(target);
  return target;
}

const small = hasRealPhotos
  ? ['wide.jpg', 'tele.jpg'].map((name) => join(realPhotos, 'pairs/desk-1', name))
  : await Promise.all([resized(wide, 480), resized(tele, 480)]);

interface Case {
  name: string;
  photos: readonly string[] | null;
}
const cases: Case[] = [
  { name: 'telewide --help', photos: null },
  { name: '480 pixel pair', photos: small },
  { name: '12 MP pair', photos: [wide, tele] },
  { name: '12 MP without tele', photos: [wide] },
];
if (values.large) cases.push({ name: '48 MP without tele', photos: [await resized(wide, 8064)] });

/** What a process used, in seconds and bytes. */
interface Cost {
  processor: number;
  peak: number;
}

/** Written by the process itself when it ends. */
const usageFile = join(scratch, 'usage.json');
const noteUsage = `import { isMainThread } from 'node:worker_threads'; import { writeFileSync } from 'node:fs';
if (isMainThread) process.on('exit', () => writeFileSync(${JSON.stringify(usageFile)}, JSON.stringify(process.resourceUsage())));`;

async function run(version: Version, { name, photos }: Case): Promise<Cost> {
  const parameters =
    photos === null ? ['--help'] : ['enhance', ...photos, '--device', 'cpu', '-o', join(scratch, `${version}.jpg`)];
  const child = spawn(process.execPath, [join(checkouts[version], 'dist/main/telewide.js'), ...parameters], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(noteUsage)}`,
      TELEWIDE_DATA: scratch,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`${name}, ${version}: ended with ${String(code)}: ${said}`);
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as NodeJS.ResourceUsage;
  return { processor: (usage.userCPUTime + usage.systemCPUTime) / 1e6, peak: usage.maxRSS * 1024 };
}

const least = (costs: readonly Cost[], of: keyof Cost): number => Math.min(...costs.map((cost) => cost[of]));
console.log(`Processor seconds and peak memory in MB, the least of ${values.rounds}; ${pair}\n`);
console.log('| | older | newer | newer / older | peak, older | peak, newer |\n|---|---|---|---|---|---|');
for (const one of cases.filter(({ name }) => name.includes(values.only))) {
  const costs: Record<Version, Cost[]> = { older: [], newer: [] };
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const version of versions) costs[version].push(await run(version, one));
  const [before, after] = [least(costs.older, 'processor'), least(costs.newer, 'processor')];
  const peaks = versions.map((version) => Math.round(least(costs[version], 'peak') / 1e6));
  console.log(
    `| ${one.name} | ${before.toFixed(2)} | ${after.toFixed(2)} | ${(after / before).toFixed(2)} | ${peaks.join(' | ')} |`,
  );
}
rmSync(scratch, { recursive: true });
