import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enlargeByTwo, shrinkByTwo } from '#core/learning/evaluation/bicubic';
import type { Evaluation } from '#core/learning/evaluation/evaluation';
import { runTelewide, type TelewideRun } from '../../../support/run-telewide.ts';
import { pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { paintScene } from '../../../support/simulated-pair.ts';

const folder = mkdtempSync(join(tmpdir(), 'telewide-evaluate-'));
beforeAll(async () => {
  const scene = paintScene({ width: 320, height: 256 }, 3);
  await savePicture(folder, 'one-true.png', pipelineOf(scene).png());
  await savePicture(folder, 'one-wide.png', pipelineOf(enlargeByTwo(shrinkByTwo(scene))).png());
});
afterAll(() => rmSync(folder, { recursive: true }));

function evaluate(...parameters: string[]): Promise<TelewideRun> {
  return runTelewide(['evaluate', folder, '--protocol', 'zoom-pairs', ...parameters], {
    dataFolder: join(folder, 'data'),
  });
}

describe('telewide evaluate', () => {
  it.each([
    ['--table', 'beauty', /--table as one of quality, similarity.*received "beauty"/],
    ['--rows', 'bicubic,best', /--rows as one of bicubic.*received "best"/],
    ['--rows', 'half-moved', /rows of the table quality.*received "half-moved"/],
  ])('refuses %s %s as wrong arguments', async (option, value, message) => {
    const run = await evaluate(option, value);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(message);
  });

  it('fails when none of the models is there', async () => {
    const run = await evaluate('--model', 'nowhere', '--model', 'elsewhere');
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/no model 'nowhere'/);
  });

  it('measures the models that are there, says in the table which is not, and ends with 1', async () => {
    const run = await evaluate('--model', 'fast', '--model', 'nowhere', '--rows', 'bicubic,tele', '--markdown');
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/\| bicubic \| [\d.]+ \/ 0\.\d{4} \|/);
    expect(run.stdout).toMatch(/\| fast, the true tele \| [\d.]+ \/ 0\.\d{4} \|.*\| [+−][\d.]+ \|/);
    expect(run.stdout).toMatch(/\| nowhere \| There is no model 'nowhere'/);
    expect(run.stderr).toMatch(/telewide: There is no model 'nowhere'/);
  });

  it('prints one document for one model, with a region for each column', async () => {
    const run = await evaluate('--rows', 'bicubic', '--json');
    expect([run.code, run.stderr]).toEqual([0, '']);
    const evaluation = JSON.parse(run.stdout) as Evaluation;
    expect(evaluation).toMatchObject({ protocol: 'zoom-pairs', table: 'quality', model: 'fast' });
    expect(Object.keys(evaluation.mean)).toEqual(['bicubic']);
    expect(Object.keys(evaluation.mean.bicubic ?? {})).toEqual(['whole', 'overlap', 'outside']);
  });
});
