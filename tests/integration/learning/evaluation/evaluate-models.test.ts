import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateModels, type EvaluateOptions } from '#core/learning/evaluation/evaluate-models';
import { enlargeByTwo, shrinkByTwo } from '#core/learning/evaluation/bicubic';
import type { LoadedModel } from '#core/models/model-registry';
import { buildRegistrationWorker } from '../../../support/build-worker.ts';
import { loadFastModel } from '../../../support/nearest-enhancement.ts';
import { pipelineOf, savePicture } from '../../../support/sample-pictures.ts';
import { paintScene } from '../../../support/simulated-pair.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let programs: Awaited<ReturnType<typeof buildRegistrationWorker>>;
let model: LoadedModel;
let photos = '';
beforeAll(async () => {
  programs = await buildRegistrationWorker();
  model = await loadFastModel();
  photos = mkdtempSync(join(tmpdir(), 'telewide-dataset-'));
  await fillDataset(photos);
});
afterAll(async () => {
  rmSync(photos, { recursive: true });
  await programs.remove();
});

const size = { width: 448, height: 352 };

/** Two pairs on one pixel grid each: sharp, and softened as a shorter lens does. */
async function fillDataset(folder: string): Promise<void> {
  for (const [name, seed] of [
    ['first', 3],
    ['second', 4],
  ] as const) {
    const scene = paintScene(size, seed);
    await savePicture(folder, `${name}-true.png`, pipelineOf(scene).png());
    await savePicture(folder, `${name}-wide.png`, pipelineOf(enlargeByTwo(shrinkByTwo(scene))).png());
  }
}

function optionsFor(changes: Partial<EvaluateOptions> = {}): EvaluateOptions {
  return {
    folder: photos,
    protocol: 'zoom-pairs',
    table: 'quality',
    models: [model],
    device: 'cpu',
    programFolder: programs.programFolder,
    temporaryFolder: temporaryFolder(),
    pixelLimit: 1e7,
    memoryBudget: 1e9,
    ...changes,
  };
}

describe('what cannot be measured', () => {
  it('is refused before anything is read', async () => {
    const wrongRow = optionsFor({ rows: ['half-grey'] });
    await expect(evaluateModels(wrongRow)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/rows of the table quality .*received "half-grey"/) as string,
    });
    const noRows = optionsFor({ rows: ['tele'], pictures: 'somewhere' });
    await expect(evaluateModels(noRows)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/bicubic, without-reference is not measured/) as string,
    });
    await expect(evaluateModels(optionsFor({ pair: 'third' }))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/first, second.*third/) as string,
    });
  });

  it('is stopped by its signal and leaves nothing behind', async () => {
    const controller = new AbortController();
    const options = optionsFor({
      signal: controller.signal,
      report: (_, label) => {
        if (label.includes('without-reference')) controller.abort(new Error('enough'));
      },
    });
    await expect(evaluateModels(options)).rejects.toThrow('enough');
    expect(readdirSync(options.temporaryFolder)).toEqual([]);
  });
});

describe('evaluateModels', () => {
  it('measures every model on the pair that was asked for, and only the rows that were', async () => {
    const reports: number[] = [];
    const other = { ...model, summary: { ...model.summary, id: 'twin' } };
    const options = optionsFor({
      models: [model, other],
      pair: 'second',
      rows: ['without-reference', 'tele', 'bicubic'],
      report: (fraction) => reports.push(fraction),
    });
    const pictures = join(temporaryFolder(), 'pictures');
    const [fast, twin] = await evaluateModels({ ...options, pictures });
    expect(fast).toMatchObject({ protocol: 'zoom-pairs', table: 'quality', model: 'fast' });
    expect(fast?.pairs.map(({ name, verdict }) => [name, verdict])).toEqual([['second', 'good']]);
    const rows = fast?.pairs[0]?.rows ?? {};
    expect(Object.keys(rows)).toEqual(['bicubic', 'without-reference', 'tele']);
    expect(rows.tele?.overlap?.psnr).toBeGreaterThan((rows['without-reference']?.overlap?.psnr ?? NaN) + 0.5);
    expect(twin).toEqual({ ...fast, model: 'twin' });

    expect(reports).toEqual(reports.toSorted((a, b) => a - b));
    expect([reports[0], reports.at(-1)]).toEqual([0, 1]);
    expect(readdirSync(options.temporaryFolder)).toEqual([]);
    expect(readdirSync(pictures)).toEqual(expect.arrayContaining(['second-fast-edge.png', 'second-twin-worst.png']));
  });

  it("lays the next pair's tele over the scene as another photo, and it does no harm", async () => {
    const options = optionsFor({ table: 'similarity', pair: 'second' });
    const [evaluation] = await evaluateModels({ ...options, rows: ['without-reference', 'other-photo'] });
    const { 'without-reference': without, 'other-photo': other } = evaluation?.pairs[0]?.rows ?? {};
    expect(other?.overlap?.psnr).toBeGreaterThan((without?.overlap?.psnr ?? NaN) - 0.1);
  });

  it('pastes the tele over the result without reference, and tells what that would gain in every tile', async () => {
    const rows = ['tele', 'paste-2', 'paste-trusted'] as const;
    const [evaluation] = await evaluateModels(optionsFor({ table: 'ceilings', pair: 'second', rows }));
    const measured = evaluation?.pairs[0];
    expect(Object.keys(measured?.rows ?? {})).toEqual(['without-reference', ...rows]);
    const innerOf = (row: 'without-reference' | 'paste-2' | 'paste-trusted'): number =>
      measured?.rows[row]?.['inner-overlap']?.psnr ?? NaN;
    expect(innerOf('paste-2')).toBeGreaterThan(innerOf('without-reference') + 6);
    expect(innerOf('paste-trusted')).toBeGreaterThan(innerOf('without-reference') + 4);
    expect(measured?.rows['paste-2']?.outside?.psnr).toBe(measured?.rows['without-reference']?.outside?.psnr);
    expect(measured?.tileGains?.tele).toEqual(measured?.tileGains?.tele?.map(() => 0));
    expect(measured?.tileGains?.['paste-2']?.length).toBeGreaterThan(0);
  });

  it('tells of the border and of the share of the reference in the tables that ask for them', async () => {
    const edge = await evaluateModels(optionsFor({ table: 'edge', pair: 'first', rows: ['bicubic', 'tele'] }));
    expect(Object.keys(edge[0]?.pairs[0]?.edges ?? {})).toEqual(['bicubic', 'tele']);
    const ablation = await evaluateModels(
      optionsFor({ table: 'ablation', pair: 'first', rows: ['without-reference', 'tele'] }),
    );
    const share = ablation[0]?.pairs[0]?.referenceShare;
    expect(share?.result).toBeGreaterThan(0.1);
    expect(share?.truth).toBeGreaterThan(share?.result ?? NaN);
  });
});
