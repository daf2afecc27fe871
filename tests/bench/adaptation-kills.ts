import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRandom } from '#native-models/simulation/random';

/**
 * Ends `telewide adapt` without warning at random moments, again and again, and begins it anew each time: the model that comes out in the end
 * has to be the one of an undisturbed run, and no folder may ever hold half a model.
 *
 *   npx tsx tests/bench/adaptation-kills.ts [<kills>]
 */
const kills = Number(process.argv[2] ?? 20);
const program = fileURLToPath(new URL('../../dist/main/telewide.js', import.meta.url));
const pair = fileURLToPath(new URL('../../native-models/simulation/sample-pair', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'telewide-kills-'));
const photos = join(root, 'photos');
mkdirSync(photos);
for (const name of ['wide.jpg', 'tele.jpg']) cpSync(join(pair, name), join(photos, name));

const random = createRandom(1);
const started = performance.now();
await adapt('undisturbed', null);
const whole = performance.now() - started;
console.log(`undisturbed: ${(whole / 1000).toFixed(0)} s, weights ${checksum('undisturbed')}`);

for (let kill = 1; kill <= kills; kill += 1) {
  await adapt('killed', random.between(0, 0.6 * whole));
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
        '24',
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

function modelsIn(data: string): string[] {
  const folder = join(root, data, 'models');
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}

function checksum(data: string): string {
  const bytes = readFileSync(join(root, data, 'models', 'mine', 'weights.safetensors'));
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
