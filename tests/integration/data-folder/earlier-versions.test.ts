import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Pair } from '#contract/project-document';
import { startEngine, type RunningEngine } from '../../support/running-engine.ts';

/** What fc165b4 wrote, in a place of its own; see tests/fixtures/data-folders. */
const fixture = fileURLToPath(new URL('../../fixtures/data-folders/fc165b4', import.meta.url));
let folder: string;
let engine: RunningEngine;
let garden: Pair;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'telewide-earlier-')));
  cpSync(fixture, folder, { recursive: true });
  const here = JSON.stringify(folder).slice(1, -1);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!/\.(json|ndjson)$/.test(name) || !statSync(path).isFile()) continue;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('{{folder}}', here));
  }
  for (const line of readFileSync(join(folder, 'data/cache/photo-facts.ndjson'), 'utf8').trim().split('\n')) {
    const { path, mtimeMs } = JSON.parse(line) as { path: string; mtimeMs: number };
    if (path.startsWith(join(folder, 'photos'))) utimesSync(path, new Date(mtimeMs), new Date(mtimeMs));
  }
  engine = startEngine({ dataFolder: join(folder, 'data') });
  await engine.ready;
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test('its project has its photos, pairs and edits', async () => {
  const { photos, pairs, edits } = await engine.call('project.read', {});
  expect(photos.map(({ path }) => path)).toEqual(
    ['garden-wide', 'garden-tele', 'porch-wide', 'porch-tele'].map((name) => join(folder, 'photos', `${name}.jpg`)),
  );
  const [first, second] = pairs;
  if (first === undefined || second === undefined) throw new Error('Expected two pairs');
  garden = first;
  expect(pairs).toHaveLength(2);
  expect(edits[first.id]).toMatchObject({ crop: { x: 256, y: 192 }, referenceStrength: 0.8, denoise: 0.2 });
  expect(edits[second.id]).toMatchObject({ crop: { x: 100, y: 100 }, useReference: false });
});

test('its registration and its enhancement are there without being made again', async () => {
  const { teles, enhancement } = await engine.call('pair.read', { pairId: garden.id });
  expect(teles.map(({ registration }) => registration?.verdict)).toEqual(['good']);
  expect(enhancement).toMatchObject({ key: '0221327352a296ee86b3d45899588595', report: { output: { width: 240 } } });
  const pixel = await engine.call('picture.read-pixel', {
    picture: { kind: 'enhancement', key: enhancement?.key ?? '' },
    x: 10,
    y: 10,
  });
  expect(pixel).toMatchObject({ depth: 8 });
});

test('its settings and presets are what was chosen', async () => {
  const chosen = { language: 'de', keepGps: false, memoryBudgetMiB: 768, device: 'cpu' };
  expect(await engine.call('settings.read', {})).toMatchObject(chosen);
  expect(await engine.call('batch.presets', {})).toMatchObject({ Print: { onConflict: 'rename' } });
});

test('its batch goes on where its journal ends, and nothing is written again', async () => {
  const isFinished = async (): Promise<boolean | undefined> =>
    (await engine.call('batch.list', {}))[0]?.snapshot?.isFinished;
  await expect.poll(isFinished, { timeout: 50_000 }).toBe(true);
  const [batch] = await engine.call('batch.list', {});
  expect(batch).toMatchObject({ outputFolder: join(folder, 'results'), problem: null });
  // A batch knows its photos by where they lie, which is elsewhere here: what is there is left alone all the same.
  expect(batch?.snapshot?.counts).toMatchObject({ waiting: 0, skipped: 2, failed: 0 });
  const journal = (): string => readFileSync(join(folder, 'results/.telewide/journal.ndjson'), 'utf8');
  await expect.poll(journal).toContain('"event":"end","batch":"b56572cd-26e2-484e-9d82-960f906cde52"');
  for (const name of ['garden-wide', 'porch-wide'].map((stem) => `results/${stem}-telewide.jpg`))
    expect(readFileSync(join(folder, name)).equals(readFileSync(join(fixture, name)))).toBe(true);
});

test('its personal model stays in the list, tells where it comes from, and that it has to be learned again', async () => {
  const models = await engine.call('models.list', {});
  const mine = { id: 'mine', name: 'Mine', isPersonal: true, isOutdated: true };
  expect(models).toContainEqual(expect.objectContaining(mine));
  expect((await engine.call('models.card', { modelId: 'mine' })).base.id).toBe('fast');
  const [adaptation] = await engine.call('adaptation.list', {});
  expect(adaptation).toMatchObject({ name: 'Mine', state: 'adopted' });
  const choices = {
    model: 'mine',
    device: 'cpu',
    crop: { x: 256, y: 192, width: 32, height: 32 },
    useReference: true,
  } as const;
  const { jobId } = await engine.call('enhancement.start', { pairId: garden.id, choices });
  const end = await engine.finished(jobId);
  expect(end).toMatchObject({ name: 'failed', error: { code: 'model-unavailable' } });
});

test('its history leads back to the beginning, and forth again', async () => {
  const before = await engine.call('project.read', {});
  let steps = 0;
  while ((await engine.call('project.history', {})).done.length > 0) {
    await engine.call('project.undo', {});
    steps += 1;
  }
  expect(steps).toBe(8);
  expect((await engine.call('project.read', {})).photos).toEqual([]);
  for (let step = 0; step < steps; step += 1) await engine.call('project.redo', {});
  expect(await engine.call('project.read', {})).toMatchObject({ pairs: before.pairs, edits: before.edits });
});
