import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { createPersonalModels } from '#core/models/personal-models';
import { memoryOfFamily } from '../support/process-memory.ts';
import type { Kind, Outcome } from '../support/read-anything.ts';

/**
 * Damages photos of every format and the program's own files, and has a process of its own read each: a line for each that ended the process, took
 * more than 20 s or 1.5 GB, or was answered otherwise than in words. Exit code 1 when any did. The same seed gives the same damage.
 *
 *   npx tsx tests/bench/fuzz.ts [photos = 2000] [files = 1000] [seed = 1]
 */
const [photos = 2000, files = 1000, seed = 1] = process.argv.slice(2).map(Number);
const [longestMs, maxBytes] = [20_000, 1.5e9];
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'telewide-fuzz-'));
const saved = at('../fixtures/data-folders/fc165b4');
const random = randomFrom(seed);
const counts = new Map<string, number>();
const numbers = ['-1', '1e999', '99999999999', 'null', '"a"', '0'];
let faults = 0;
let victim: ChildProcess | null = null;

const pictures = await gatherPhotos();
const own = await gatherFiles();
for (let index = 0; index < photos; index += 1) await tryOne('photo', pick(pictures), index);
for (let index = 0; index < files; index += 1) {
  const kind = pick(Object.keys(own)) as keyof typeof own;
  await tryOne(kind, pick(own[kind]), index);
}
endVictim();
rmSync(scratch, { recursive: true, force: true });
for (const [what, count] of [...counts].sort()) console.log(`${what}: ${count}`);
console.log(`${photos} photos and ${files} files, seed ${seed}: ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

async function tryOne(kind: Kind, source: string, index: number): Promise<void> {
  const path = join(scratch, `damaged-${index}${extname(source)}`);
  writeFileSync(path, damage(readFileSync(source)));
  const outcome = await ask(kind, path);
  const what = `${kind}, ${outcome === null ? 'read' : outcome.code}`;
  counts.set(what, (counts.get(what) ?? 0) + 1);
  const isFault = outcome !== null && ['internal', 'crash', 'hang', 'memory'].includes(outcome.code);
  if (isFault) {
    faults += 1;
    console.log(`${kind} ${index} of ${source}: ${outcome.code}: ${outcome.message.slice(0, 600)}`);
  }
  rmSync(path, { force: true });
}

function ask(kind: Kind, path: string): Promise<Outcome | null> {
  const child = (victim ??= startVictim());
  return new Promise((done) => {
    const end = (outcome: Outcome | null, isOver = false): void => {
      clearTimeout(timer);
      clearInterval(watch);
      child.removeAllListeners();
      if (isOver) endVictim();
      done(outcome);
    };
    const timer = setTimeout(() => end({ code: 'hang', message: 'over 20 s' }, true), longestMs);
    const watch = setInterval(() => {
      const bytes = memoryOfFamily(child.pid ?? 0) ?? 0;
      if (bytes > maxBytes) end({ code: 'memory', message: `${Math.round(bytes / 1e6)} MB` }, true);
    }, 200);
    child.once('message', (outcome: Outcome | null) => end(outcome));
    child.once('exit', (code, signal) => end({ code: 'crash', message: `${code ?? ''} ${signal ?? ''}` }, true));
    child.send({ kind, path });
  });
}

function endVictim(): void {
  victim?.kill('SIGKILL');
  victim = null;
}

function startVictim(): ChildProcess {
  const work = mkdtempSync(join(scratch, 'work-'));
  return fork(at('../support/read-anything.ts'), [work], { execArgv: ['--import', 'tsx'] });
}

/** Small photos of each format: those of the tests, and what sharp writes with the words of one of them. */
async function gatherPhotos(): Promise<string[]> {
  const folder = at('../fixtures/photos');
  const found = readdirSync(folder).map((name) => join(folder, name));
  const words = sharp(join(folder, 'home.jpg')).keepMetadata();
  for (const format of ['png', 'webp', 'tiff', 'avif', 'jpeg'] as const) {
    const path = join(scratch, `whole.${format}`);
    await words.clone().toFormat(format).toFile(path);
    found.push(path);
  }
  return found;
}

async function gatherFiles(): Promise<Record<Exclude<Kind, 'photo'>, string[]>> {
  const data = join(saved, 'data');
  const models = createPersonalModels({ folder: join(data, 'models'), isTaken: async () => false });
  const model = join(scratch, 'whole.telewide-model');
  await models.exportTo('mine', model);
  const batches = readdirSync(join(data, 'batches')).map((id) => join(data, 'batches', id, 'manifest.json'));
  const projects = readdirSync(at('../fixtures/projects')).map((name) => join(at('../fixtures/projects'), name));
  return {
    project: [join(data, 'project.json'), ...projects],
    history: [join(data, 'project-history.ndjson')],
    settings: [join(data, 'settings.json')],
    jobs: [join(data, 'jobs.ndjson')],
    journal: [join(saved, 'results/.telewide/journal.ndjson')],
    manifest: batches,
    model: [model],
  };
}

/** One to eight changes, most of them near the beginning, where formats describe themselves. */
function damage(whole: Buffer): Buffer {
  let bytes = Buffer.from(whole);
  const times = 1 + Math.floor(random() * 8);
  for (let time = 0; time < times && bytes.length > 0; time += 1) {
    const place = Math.floor(random() ** 3 * bytes.length);
    const length = Math.min(bytes.length - place, 1 + Math.floor(random() ** 3 * 4000));
    const part = bytes.subarray(place, place + length);
    const ways: (() => Buffer)[] = [
      () => (part.writeUInt8(Math.floor(random() * 256)), bytes),
      () => (part.subarray(0, 4).fill(pick([0, 0x7f, 0xff])), bytes),
      () => (part.forEach((_, index) => (part[index] = Math.floor(random() * 256))), bytes),
      () => Buffer.concat([bytes.subarray(0, place), part, bytes.subarray(place)]),
      () => Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)]),
      () => bytes.subarray(0, place + length),
      () =>
        Buffer.from(
          bytes.toString('latin1').replace(/\d+/g, (number) => (random() < 0.02 ? pick(numbers) : number)),
          'latin1',
        ),
    ];
    bytes = Buffer.from(pick(ways)());
  }
  return bytes;
}

function pick<Value>(values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Expected something to choose from');
  return value;
}

/** Mulberry32. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
