import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PretrainResult } from '#core/learning/training/pretrain-options';
import { readSafetensors } from '#native-models/weights-file/safetensors';
import { runTelewide, type TelewideRun } from '../../../support/run-telewide.ts';

const root = mkdtempSync(join(tmpdir(), 'telewide-train-'));
const photos = join(root, 'photos');
const common = ['--config', 'fast', '--photos', photos, '--batch', '2', '--validation-pairs', '2', '--device', 'cpu'];
const steps = 8;

/** Small photos of stripes and checks, each its own; the last one is broken off. */
beforeAll(async () => {
  mkdirSync(photos);
  for (let index = 0; index < 4; index += 1) {
    const data = new Uint8Array(256 * 256 * 3);
    for (let place = 0; place < data.length; place += 1) {
      const [x, y] = [Math.floor(place / 3) % 256, Math.floor(place / 768)];
      const check = ((x >> (1 + index)) ^ (y >> 3)) & 1;
      data[place] = 128 + (check === 1 ? 90 : -90) * Math.cos((x + 2 * y) / (5 + index) + (place % 3));
    }
    await sharp(data, { raw: { width: 256, height: 256, channels: 3 } })
      .png()
      .toFile(join(photos, `${index}.png`));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function train(folder: string, options: readonly string[], watch?: Parameters<typeof runTelewide>[1]['onOutput']) {
  return runTelewide(['train', ...common, '--out', join(root, folder), ...options], {
    dataFolder: join(root, 'data'),
    ...(watch === undefined ? {} : { onOutput: watch }),
  });
}

/** What the log says of the steps, the clock left out. */
function curveOf(folder: string): { step: number; figures: Record<string, number>; learningRate: number }[] {
  const text = readFileSync(join(root, folder, 'log.ndjson'), 'utf8');
  // What follows the last line's end is still being written.
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  const entries = lines.map((line) => JSON.parse(line) as { event: string } & ReturnType<typeof curveOf>[number]);
  return entries
    .filter(({ event }) => event === 'train')
    .map(({ step, figures, learningRate }) => ({ step, figures, learningRate }));
}

const weightsOf = (folder: string): Buffer => readFileSync(join(root, folder, 'weights.safetensors'));
const resultOf = (run: TelewideRun): PretrainResult => JSON.parse(run.stdout) as PretrainResult;

describe('telewide train', () => {
  it('ends with code 2 for what cannot be, before anything is made', async () => {
    const folder = join(root, 'My Model');
    const run = await runTelewide(['train', ...common, '--steps', '1', '--out', folder], {
      dataFolder: join(root, 'data'),
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/--out.*lower-case/);
    expect(existsSync(folder)).toBe(false);
  });

  it('trains, killed in the middle too, and the same seed gives the same curve and weights', async () => {
    const run = await train('through', ['--steps', String(steps), '--json']);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const result = resultOf(run);
    expect(result).toMatchObject({ ended: 'finished', steps, trainingPhotos: 3, validationPhotos: 1, device: 'cpu' });
    expect(Object.keys(result.gain ?? {})).toHaveLength(12);
    const curve = curveOf('through');
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, index) => index + 1));

    const hasReached = (step: number): boolean =>
      existsSync(join(root, 'killed/log.ndjson')) && curveOf('killed').some((entry) => entry.step >= step);
    const watch = setInterval(() => {
      if (hasReached(3)) kill?.('SIGKILL');
    }, 20);
    let kill: ((signal: NodeJS.Signals) => void) | null = null;
    const options = ['--steps', String(steps), '--save-every', '1'];
    const killed = await train('killed', options, (_, send) => (kill = send));
    clearInterval(watch);
    expect(killed.code).toBeNull();
    expect(existsSync(join(root, 'killed/checkpoint.json'))).toBe(true);
    expect(curveOf('killed').length).toBeLessThan(steps);

    const other = await train('killed', [...options, '--seed', '1']);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/begun with seed 0, and 1 was asked for/);

    expect((await train('killed', options)).code).toBe(0);
    expect(curveOf('killed')).toEqual(curve);
    expect(weightsOf('killed').equals(weightsOf('through'))).toBe(true);
  }, 600_000);

  it('leaves a model that can be used by its path, a curve, and nothing half-made', async () => {
    const folder = join(root, 'through');
    expect(readdirSync(folder).sort()).toEqual([
      'best.safetensors',
      expect.stringMatching(/^checkpoint-8-/),
      'checkpoint.json',
      'curve.png',
      'log.ndjson',
      'manifest.json',
      'weights.safetensors',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
      id: 'through',
      configuration: 'fast',
      steps,
      parameters: [...readSafetensors(weightsOf('through')).values()].reduce((sum, { data }) => sum + data.length, 0),
      sha256: createHash('sha256').update(weightsOf('through')).digest('hex'),
    });
    expect((await sharp(join(folder, 'curve.png')).metadata()).width).toBe(1280);
    const result = join(root, 'result.png');
    const photo = join(photos, '1.png');
    const run = await runTelewide(['enhance', photo, '-o', result, '--model', folder, '--device', 'cpu'], {
      dataFolder: join(root, 'data'),
    });
    expect(run.stderr).not.toMatch(/telewide:/);
    expect(run.code).toBe(0);
    expect(await sharp(result).metadata()).toMatchObject({ width: 512, height: 512 });
  });

  it('changes nothing when it is finished already', async () => {
    const before = readFileSync(join(root, 'through/log.ndjson'), 'utf8');
    const run = await train('through', ['--steps', String(steps), '--json']);
    expect(resultOf(run)).toMatchObject({ ended: 'finished', steps, waiting: null });
    expect(readFileSync(join(root, 'through/log.ndjson'), 'utf8')).toBe(before);
  });

  it('saves on Ctrl+C, ends with code 130, and the same command goes on', async () => {
    // A line per 5 steps.
    const options = ['--steps', '1000'];
    /** Sends SIGINT once the log has more than `lines`. */
    const interrupt = (folder: string, lines: number) => {
      let send: ((signal: NodeJS.Signals) => void) | null = null;
      const watch = setInterval(() => {
        if (send === null || logLength(folder) <= lines) return;
        clearInterval(watch);
        send('SIGINT');
      }, 20);
      return train(folder, options, (_, kill) => (send = kill)).finally(() => clearInterval(watch));
    };
    const stepOf = (folder: string): number =>
      (JSON.parse(readFileSync(join(root, folder, 'checkpoint.json'), 'utf8')) as { step: number }).step;
    const logLength = (folder: string): number => {
      const path = join(root, folder, 'log.ndjson');
      return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 0;
    };

    const first = await interrupt('stopped', 3);
    expect(first.code).toBe(130);
    expect(first.stderr).toMatch(/Interrupted\. Everything so far is saved/);
    const reached = stepOf('stopped');
    expect(reached).toBeGreaterThan(0);
    expect((await interrupt('stopped', logLength('stopped') + 1)).code).toBe(130);
    expect(stepOf('stopped')).toBeGreaterThan(reached);
  });

  it('begins from weights, and draws what the network is fed', async () => {
    const sheet = join(root, 'made/sheet.png');
    const from = join(root, 'through/weights.safetensors');
    const run = await train('further', ['--steps', '1', '--from', from, '--contact-sheet', sheet, '--json']);
    expect(run.code).toBe(0);
    expect((await sharp(sheet).metadata()).height).toBeGreaterThan(1000);
    const further = readSafetensors(weightsOf('further'));
    for (const [name, { data }] of readSafetensors(weightsOf('through'))) {
      const change = Math.max(...data.map((value, index) => Math.abs(value - (further.get(name)?.data[index] ?? NaN))));
      // One step at a thousandth of the peak of 3e-4.
      expect(change).toBeLessThan(1e-6);
    }
  });
});
