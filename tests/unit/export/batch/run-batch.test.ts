import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBatchSettings, type BatchSettings, type BatchSnapshot } from '#contract/batch';
import { AppError } from '#contract/errors';
import type { StageTools } from '#core/export/batch/batch-stages';
import { openBatch, type OpenBatchOptions, type OpenedBatch } from '#core/export/batch/open-batch';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { nearestNetwork } from '../../../support/nearest-network.ts';
import { gradientImage, phonePhoto, pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { pairPoolInProcess } from '../../../support/pair-pool-in-process.ts';

const settings: BatchSettings = {
  ...defaultBatchSettings,
  device: 'cpu',
  output: { ...defaultBatchSettings.output, format: 'png' },
};

const tools = { loadModel: loadFastModel, pixelLimit: 1e6, memoryBudget: 1e9 };

/** A folder with photos that have no tele, so that nothing has to be registered. */
async function photosIn(root: string, names: readonly string[] = ['a.jpg', 'b.png', 'sub/c.jpg']): Promise<string> {
  const folder = join(root, 'photos');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  for (const [index, name] of names.entries()) await savePhoto(folder, name, 40 + index);
  return folder;
}

async function savePhoto(folder: string, name: string, width: number): Promise<void> {
  const pipeline = pipelineOf(gradientImage(width, 36));
  await savePicture(folder, name, name.endsWith('png') ? pipeline.png() : pipeline.jpeg());
}

async function open(
  root: string,
  changes: Partial<OpenBatchOptions> = {},
  run?: (attempt: number) => void,
): Promise<OpenedBatch> {
  const network = nearestNetwork(run === undefined ? {} : { beforeRun: run });
  return openBatch({
    source: join(root, 'photos'),
    recursive: true,
    outputFolder: join(root, 'out'),
    settings,
    resume: 'auto',
    scratchFolder: join(root, 'scratch'),
    programFolder: root,
    tools: { ...tools, pool: pairPoolInProcess(network.openSession) },
    distribute: null,
    announce: () => undefined,
    logFault: () => undefined,
    signal: new AbortController().signal,
    report: () => undefined,
    ...changes,
  });
}

async function runAll(root: string, changes: Partial<OpenBatchOptions> = {}): Promise<BatchSnapshot> {
  const batch = await open(root, changes);
  try {
    await batch.run.work(new AbortController().signal);
    return batch.run.snapshot();
  } finally {
    await batch.close();
  }
}

const results = (root: string): string[] =>
  readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.telewide') && /\.\w+$/.test(path))
    .sort();

const states = ({ items }: BatchSnapshot): string[] => items.map(({ state }) => state.name);
const withConflict = (onConflict: BatchSettings['onConflict']): Partial<OpenBatchOptions> => ({
  settings: { ...settings, onConflict },
});

describe('photos that cannot be done', () => {
  it('end with their reason and stop nobody else; what is no photo is counted', async () => {
    const root = temporaryFolder();
    const folder = await photosIn(root);
    writeFileSync(join(folder, 'broken.jpg'), 'no photo');
    writeFileSync(join(folder, 'cut.png'), readFileSync(join(folder, 'b.png')).subarray(0, 300));
    for (const name of ['Thumbs.db', '.DS_Store', 'movie.mp4', '._a.jpg']) writeFileSync(join(folder, name), 'x');
    const snapshot = await runAll(root);
    expect(snapshot).toMatchObject({ ignored: 4, isFinished: true, counts: { done: 3, failed: 2 } });
    const failed = snapshot.items.flatMap(({ source, state }) =>
      state.name === 'failed' ? [[source, state.error.code]] : [],
    );
    expect(failed).toEqual([
      ['broken.jpg', 'unsupported-format'],
      ['cut.png', 'unreadable-image'],
    ]);
    expect(results(root)).toEqual(['a-telewide.png', 'b-telewide.png', 'sub/c-telewide.png']);
    expect(readdirSync(join(root, 'scratch'))).toEqual([]);
  });

  it('are all of them in a source that is not there', async () => {
    await expect(open(temporaryFolder())).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a pair whose photos turn out to be strangers', () => {
  it('becomes two photos, also when the run is cut off between them', async () => {
    const root = temporaryFolder();
    // Too small to be registered, so what their names say turns out to be wrong.
    await photosIn(root, ['a-wide.png', 'a-tele.png']);
    const controller = new AbortController();
    const batch = await open(root, { announce: () => batch.run.snapshot().counts.done > 0 && controller.abort() });
    expect(batch.items.map(({ source }) => source)).toEqual(['a-wide.png']);
    await expect(batch.run.work(controller.signal)).rejects.toThrow();
    await batch.close();
    expect(results(root)).toEqual(['a-wide-telewide.png']);
    expect(states(await runAll(root))).toEqual(['skipped', 'done']);
    expect(results(root)).toEqual(['a-tele-telewide.png', 'a-wide-telewide.png']);
  });

  it('stays one when lone photos are not wanted', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a-wide.png', 'a-tele.png']);
    await runAll(root, { settings: { ...settings, singles: 'skip' } });
    expect(results(root)).toEqual(['a-wide-telewide.png']);
  });
});

describe('a process that is lost', () => {
  /** Loses the process as often as told for each photo of that name, and notes the devices that were asked for. */
  function losing(name: string, times: number, devices: string[] = []): StageTools {
    const pool = pairPoolInProcess(nearestNetwork().openSession);
    let left = times;
    return {
      ...tools,
      pool: {
        ...pool,
        async open(request, context) {
          devices.push(request.device);
          const pair = await pool.open(request, context);
          if (left === 0 || !request.widePath.endsWith(name)) return pair;
          left -= 1;
          return { ...pair, enhance: () => Promise.reject(new AppError('device-unavailable', { raw: 'It stopped.' })) };
        },
      },
    };
  }

  it('costs one attempt, and another device may go on', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a.png']);
    const devices: string[] = [];
    expect((await runAll(root, { tools: losing('a.png', 1, devices) })).counts).toMatchObject({ done: 1, failed: 0 });
    expect(devices).toEqual(['cpu', 'auto']);
    expect(results(root)).toEqual(['a-telewide.png']);
  });

  it('again is the failure of that photo alone', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a.png', 'b.png', 'c.png']);
    const snapshot = await runAll(root, { tools: losing('b.png', 2) });
    expect(snapshot.counts).toMatchObject({ done: 2, failed: 1 });
    expect(snapshot.items.find(({ state }) => state.name === 'failed')?.state).toMatchObject({
      error: { code: 'device-unavailable', message: { raw: 'It stopped.' } },
    });
  });
});

describe('originals', () => {
  it.each(['itself', 'a symbolic link', 'a hard link'])('are never written to, by %s', async (way) => {
    const root = temporaryFolder();
    const folder = await photosIn(root, ['a.png']);
    const before = readFileSync(join(folder, 'a.png'));
    const outputFolder = way === 'itself' ? folder : join(root, 'out');
    mkdirSync(outputFolder, { recursive: true });
    if (way === 'a symbolic link') symlinkSync(join(folder, 'a.png'), join(outputFolder, 'a.png'));
    if (way === 'a hard link') linkSync(join(folder, 'a.png'), join(outputFolder, 'a.png'));
    const snapshot = await runAll(root, {
      outputFolder,
      settings: { ...settings, onConflict: 'overwrite', nameTemplate: '{name}' },
    });
    expect(snapshot.items[0]?.state).toMatchObject({ name: 'failed', error: { code: 'not-writable' } });
    expect(readFileSync(join(folder, 'a.png')).equals(before)).toBe(true);
  });

  it('may share a folder with the results, which are no photos for the next run', async () => {
    const root = temporaryFolder();
    const folder = await photosIn(root, ['a.png', 'b.png', 'c.png']);
    expect((await runAll(root, { outputFolder: folder })).counts.done).toBe(3);
    expect((await runAll(root, { outputFolder: folder })).counts).toMatchObject({ done: 0, skipped: 3 });
    expect(readdirSync(folder).filter((name) => name.includes('telewide.png'))).toHaveLength(3);
  });
});

describe('a file of that name', () => {
  it('is skipped, given another name, written over, or only when something changed', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a.png']);
    mkdirSync(join(root, 'out'));
    const path = join(root, 'out/a-telewide.png');
    writeFileSync(path, 'mine');
    expect(states(await runAll(root))).toEqual(['skipped']);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(states(await runAll(root, withConflict('rename')))).toEqual(['done']);
    expect(results(root)).toEqual(['a-telewide-2.png', 'a-telewide.png']);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(states(await runAll(root, withConflict('overwrite-if-changed')))).toEqual(['done']);
    const written = readFileSync(path);
    expect(written.length).toBeGreaterThan(100);
    expect(states(await runAll(root, withConflict('overwrite-if-changed')))).toEqual(['skipped']);
    writeFileSync(path, 'changed by hand');
    expect(states(await runAll(root, withConflict('overwrite-if-changed')))).toEqual(['done']);
    expect(readFileSync(path).equals(written)).toBe(true);
    await savePhoto(join(root, 'photos'), 'a.png', 44);
    expect(states(await runAll(root, withConflict('overwrite-if-changed')))).toEqual(['done']);
    expect(readFileSync(path).equals(written)).toBe(false);
    expect(states(await runAll(root, withConflict('overwrite')))).toEqual(['done']);
  });

  it('never comes from the batch itself: flattened folders with equal names are told apart', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a.png', 'sub/a.png', 'sub/A.jpg']);
    await runAll(root, { settings: { ...settings, tree: 'flatten' } });
    expect(results(root)).toEqual(['A-telewide-2.png', 'a-telewide-3.png', 'a-telewide.png']);
  });
});

describe('a batch that was cut off', () => {
  it('goes on where it was: finished photos stay, the unfinished one is done again, under its own name', async () => {
    const root = temporaryFolder();
    await photosIn(root);
    const reference = temporaryFolder();
    await photosIn(reference);
    await runAll(reference);

    const controller = new AbortController();
    const options = withConflict('rename');
    const batch = await open(root, options, (attempt) => {
      if (attempt === 2) controller.abort();
    });
    await expect(batch.run.work(controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await batch.close();
    expect(batch.run.snapshot().counts.waiting).toBeGreaterThan(0);

    const second = await open(root, options);
    expect(second.goesOn).toBe(true);
    await second.run.work(new AbortController().signal);
    await second.close();
    expect(results(root)).toEqual(results(reference));
    for (const path of results(root)) {
      expect(readFileSync(join(root, 'out', path)).equals(readFileSync(join(reference, 'out', path)))).toBe(true);
    }
    expect(existsSync(join(root, 'out/.telewide/work'))).toBe(false);
  });

  it('does again what was deleted meanwhile, and with always leaves what any run finished', async () => {
    const root = temporaryFolder();
    await photosIn(root);
    await runAll(root);
    rmSync(join(root, 'out/b-telewide.png'));
    const snapshot = await runAll(root, { ...withConflict('overwrite'), resume: 'always' });
    expect(snapshot.counts).toMatchObject({ done: 1, skipped: 2 });
  });
});

describe('a batch at work', () => {
  it('is paused, reordered, cancelled and retried', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a.png', 'b.png', 'c.png', 'd.png']);
    const batch = await open(root);
    const run = batch.local;
    if (run === null) throw new Error('Expected a batch that runs here');
    const keys = run.snapshot().items.map(({ key }) => key);
    run.pause();
    run.move(keys[3] ?? '', 0);
    run.cancel(keys[1]);
    const working = run.work(new AbortController().signal);
    await new Promise((done) => setTimeout(done, 30));
    expect(run.snapshot()).toMatchObject({ isPaused: true, counts: { waiting: 3, cancelled: 1 } });
    expect(run.snapshot().items.map(({ source }) => source)).toEqual(['d.png', 'a.png', 'b.png', 'c.png']);
    run.resume();
    await working;
    expect(run.snapshot().counts).toMatchObject({ done: 3, cancelled: 1 });
    run.retry();
    await run.work(new AbortController().signal);
    expect(run.snapshot()).toMatchObject({
      isFinished: true,
      counts: { done: 4, cancelled: 0 },
      progress: { fraction: 1 },
    });
    expect(() => run.cancel('unknown')).toThrow(/none with that key/);
    await batch.close();
  });

  it('has its output folder alone', async () => {
    const root = temporaryFolder();
    await photosIn(root, ['a.png']);
    const batch = await open(root);
    await expect(open(root)).rejects.toMatchObject({ code: 'not-allowed' });
    await batch.close();
    await (await open(root)).close();
  });

  it('keeps what a photo says of itself, or what was asked for of it', async () => {
    const root = temporaryFolder();
    const folder = await photosIn(root, []);
    await savePicture(folder, 'p.jpg', phonePhoto(gradientImage(48, 36)));
    const output = { ...settings.output, format: 'jpeg' as const, provenance: 'side-file' as const };
    await runAll(root, { settings: { ...settings, output } });
    expect(results(root)).toEqual(['p-telewide.jpg', 'p-telewide.provenance.png']);
    const text = readFileSync(join(root, 'out/p-telewide.jpg'), 'latin1');
    expect(text).toContain('urn:telewide:enhancement:1.0#');
    expect(text).toContain('Phone 9');
    await runAll(root, {
      outputFolder: join(root, 'bare'),
      settings: { ...settings, output: { ...output, metadata: 'none' } },
    });
    const bare = readFileSync(join(root, 'bare/p-telewide.jpg'), 'latin1');
    expect(bare).not.toContain('telewide:');
    expect(bare).not.toContain('Phone 9');
  });
});
