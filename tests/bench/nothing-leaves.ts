import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { canWatch, watchedRun } from '../support/watched-run.ts';

/**
 * Watches from outside, by strace, what the built program asks the system for while it enhances and learns for longer than telemetry waits: a
 * line for each way to start it, with how long it worked, attempts to reach another machine, and files made outside of the data folder. Exit code 1
 * when there is any, and when a program failed, or worked for less than 40 s in all but the first. A tree laid out as it is installed is watched, too, when its folder of programs is named (`resources/app.asar/dist/main`).
 *
 *   npx tsx tests/bench/nothing-leaves.ts [<folder of packaged programs>]
 */
if (!canWatch) throw new Error('Expected strace, which watches; install it first.');
const rootOf = fileURLToPath(new URL('../..', import.meta.url));
const samples = join(rootOf, 'native-models/sample-pair');
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-leaves-')));
const photos = join(scratch, 'photos');
mkdirSync(photos);
for (const name of ['wide.jpg', 'tele.jpg']) cpSync(join(samples, name), join(photos, name));
/** As many pairs as keep one process at work for longer than telemetry waits. */
const many = join(scratch, 'many');
for (const number of ['1', '2', '3', '4', '5', '6']) cpSync(photos, join(many, number), { recursive: true });
const leastSeconds = 40;
const [wide, tele] = ['wide.jpg', 'tele.jpg'].map((name) => join(photos, name));
const learning = ['adapt', photos, '--name', 'Mine', '--minutes', '0.7', '--device', 'cpu', '--despite-judgement'];
let faults = 0;

const trees = [
  ['checkout', join(rootOf, 'dist/main')],
  ['package', process.argv[2] ?? ''],
] as const;
for (const [tree, programs] of trees) {
  if (programs === '') continue;
  const program = join(programs, 'telewide.js');
  if (!existsSync(program)) throw new Error(`Expected the program at ${program}; build it first.`);
  await watch(`${tree}, enhance`, [
    program,
    'enhance',
    wide ?? '',
    tele ?? '',
    '-o',
    'DATA/out.png',
    '--device',
    'cpu',
  ]);
  await watch(`${tree}, batch`, [program, 'batch', many, '-o', 'DATA/out', '--device', 'cpu'], undefined, 60_000);
  await watch(`${tree}, adapt`, [program, ...learning]);
  await watch(`${tree}, web shell`, [join(programs, 'serve.js'), '--allow', photos], useWebShell);
}
rmSync(scratch, { recursive: true, force: true });
process.exitCode = faults === 0 ? 0 : 1;

async function watch(
  name: string,
  asked: readonly string[],
  use: (address: string) => Promise<void> = async () => undefined,
  longestMs = Infinity,
): Promise<void> {
  const [home, data] = ['home', 'data'].map((part) => join(scratch, name.replace(/\W+/g, '-'), part));
  for (const folder of [home, data]) mkdirSync(folder ?? '', { recursive: true });
  const command = [process.execPath, ...asked.map((part) => part.replace('DATA', data ?? ''))];
  const env = { PATH: process.env.PATH, HOME: home, TELEWIDE_DATA: data };
  const started = performance.now();
  const { child, report } = watchedRun(command, { env, cwd: scratch, allowed: [data ?? ''] });
  child.stderr?.resume();
  let said = '';
  child.stdout?.on('data', (text: Buffer) => {
    const isNew = !said.includes('\n');
    said += text.toString();
    const address = /http:\S+/.exec(said)?.[0];
    if (isNew && address !== undefined) void use(address).finally(() => endWatched(child.pid ?? 0));
  });
  const isLimited = longestMs < Infinity;
  const end = isLimited ? setTimeout(() => endWatched(child.pid ?? 0), longestMs) : undefined;
  const code = await new Promise((done) => child.once('close', done));
  clearTimeout(end);
  const { attempts, writes } = report();
  const seconds = (performance.now() - started) / 1000;
  const left = readdirSync(home ?? '');
  console.log(
    `${name}: code ${String(code)} after ${seconds.toFixed(0)} s, ${attempts.length} attempts, ${writes.length} files elsewhere, ${left.length} in the home folder`,
  );
  for (const line of [...attempts, ...writes, ...left].slice(0, 20)) console.log(`  ${line}`);
  const isBrief = seconds < leastSeconds && !name.endsWith('enhance');
  if (isBrief) console.log(`  Expected work of more than ${leastSeconds} s`);
  faults += attempts.length + writes.length + left.length + Number(isBrief || (code !== 0 && !isLimited));
}

/** strace itself hears no signal; what it started does. */
function endWatched(watcher: number): void {
  spawnSync('pkill', ['-TERM', '-P', String(watcher)]);
}

/** Adds, enhances and learns through the pipe that the page has. */
async function useWebShell(address: string): Promise<void> {
  const { origin, host } = new URL(address);
  const entry = await fetch(address, { redirect: 'manual' });
  const cookie = entry.headers.get('set-cookie')?.split(';')[0] ?? '';
  const place = entry.headers.get('location') ?? '';
  const socket = new WebSocket(`ws://${host}${place}pipe`, { origin, headers: { cookie } });
  const answers = new Map<number, (result: Record<string, unknown>) => void>();
  const ended = new Map<string, () => void>();
  socket.on('message', (data: Buffer) => {
    const { id, result, event, payload } = JSON.parse(data.toString('utf8')) as {
      id?: number;
      result?: Record<string, unknown>;
      event?: string;
      payload?: { id: string; subject: string; state: { name: string } };
    };
    if (id !== undefined) answers.get(id)?.(result ?? {});
    if (event !== 'job.changed' || payload === undefined) return;
    if (['succeeded', 'failed', 'cancelled'].includes(payload.state.name))
      for (const key of [payload.id, payload.subject]) ended.get(key)?.();
  });
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  let last = 0;
  const call = (name: string, params: object): Promise<Record<string, unknown>> =>
    new Promise((done) => {
      answers.set((last += 1), done);
      socket.send(JSON.stringify({ id: last, name, params }));
    });
  const job = async (name: string, params: object, key: string): Promise<void> => {
    const started = String((await call(name, params))[key]);
    await new Promise<void>((done) => ended.set(started, done));
  };
  await job('photos.add', { paths: [wide, tele] }, 'jobId');
  const { pairs } = (await call('project.read', {})) as { pairs: { id: string }[] };
  const pairId = pairs[0]?.id ?? '';
  const choices = { model: 'fast', device: 'cpu', crop: null, useReference: true };
  await job('enhancement.start', { pairId, choices }, 'jobId');
  const learnt = { name: 'Mine', base: 'fast', pairIds: [pairId], minutes: 0.7 };
  await job('adaptation.start', { choices: learnt }, 'adaptationId');
  socket.close();
}
