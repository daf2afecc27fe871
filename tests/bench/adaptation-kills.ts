import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRandom } from '#native-models/random';

/**
 * Ends `telewide adapt` without warning at random moments, again and again, and begins it anew each time: by turns while it prepares, and up to a
 * fifteenth of the learning after that. The model that comes out in the end has to be the one of an undisturbed run, and no folder may ever hold half
 * a model.
 *
 *   npx tsx tests/bench/adaptation-kills.ts [<kills>]
 */
const kills = Number(process.argv[2] ?? 20);
const program = fileURLToPath(new URL('../../dist/main/telewide.js', import.meta.url));
const pair = fileURLToPath(new URL('../../native-models/sample-pair', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'telewide-kills-'));
const photos = join(root, 'photos');
mkdirSync(photos);
for (const name of ['wide.jpg', 'tele.jpg']) cpSync(join(pair, name), join(photos, name));

const random = createRandom(1);
const started = performance.now();
const undisturbed = adapt('undisturbed', null);
const preparing = await untilLearning('undisturbed');
await undisturbed;
const learning = performance.now() - started - preparing;
console.log(
  `undisturbed: ${(preparing / 1000).toFixed(0)} s to prepare, ${(learning / 1000).toFixed(0)} s to learn and judge, weights ${checksum('undisturbed')}`,
);

for (let kill = 1; kill <= kills; kill += 1) {
  const after = kill % 2 === 0 ? random.between(0, preparing) : preparing + random.between(0, learning / 15);
  await adapt('killed', after);
  console.log(`kill ${kill} after ${(after / 1000).toFixed(1)} s: ${stepsOf('killed')} steps are kept`);
  if (modelsIn('killed').length > 0) throw new Error('Expected no model before the end');
}
await adapt('killed', null);
const same = checksum('killed') === checksum('undisturbed');
const leftovers = readdirSync(join(root, 'killed', 'adaptations'));
console.log(
  `after ${kills} kills: weights ${checksum('killed')}, ${same ? 'the same' : 'OTHERS'}; left over: ${leftovers.join(', ') || 'nothing'}`,
);
rmSync(root, { recursive: true });
process.exitCode = same && leftovers.length === 0 ? 0 : 1;

async function adapt(data: string, killAfter: number | null): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      program,
      ...[
        'adapt',
        photos,
        '--name',
        'Mine',
        '--steps',
        '100',
        '--save-every',
        '0',
        '--device',
        'cpu',
        '--despite-judgement',
      ],
    ],
    { env: { ...process.env, TELEWIDE_DATA: join(root, data) }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  if (killAfter !== null) {
    await Promise.race([wait(killAfter), ended]);
    child.kill('SIGKILL');
  }
  const code = await ended;
  if (killAfter === null && code !== 0) throw new Error(`Expected the adaptation to end with 0, received ${code}`);
}

/** How long it takes until the first lines of the log are there. */
async function untilLearning(data: string): Promise<number> {
  while (stepsOf(data) === 0) await wait(50);
  return performance.now() - started;
}

/** The last step that the log tells of. */
function stepsOf(data: string): number {
  const folder = join(root, data, 'adaptations');
  const [first] = existsSync(folder) ? readdirSync(folder) : [];
  const log = join(folder, first ?? '', 'log.ndjson');
  if (first === undefined || !existsSync(log)) return 0;
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'));
  return lines.length === 0 ? 0 : (JSON.parse(lines.at(-1) ?? '{}') as { step: number }).step;
}

function modelsIn(data: string): string[] {
  const folder = join(root, data, 'models');
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}

function checksum(data: string): string {
  const bytes = readFileSync(join(root, data, 'models', 'mine', 'weights.safetensors'));
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
