import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enhancePair, type EnhancedPair } from '#core/enhancement/enhance-pair';
import { maxTeles } from '#contract/project-document';
import { openSet } from '#core/enhancement/open-set';
import type { LoadedModel } from '#core/models/model-registry';
import type { PixelImage } from '#core/photos/pixel-image';
import { buildRegistrationWorker } from '../../support/build-worker.ts';
import { loadFastModel } from '../../support/nearest-enhancement.ts';
import { pipelineOf } from '../../support/sample-pictures.ts';
import { saying } from '../../support/saying.ts';
import { paintScene } from '../../support/simulated-pair.ts';
import { simulatedPhones } from '../../support/simulated-phones.ts';
import { photographSet } from '../../support/telephoto-set.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const phone = simulatedPhones[3];
if (phone === undefined) throw new RangeError('Expected four simulated phones');
const scene = paintScene({ width: 1120, height: 840 }, 5);
const set = photographSet({ scene, phone, zoom: 3, along: 2, covered: 0.9, each: 0.55, parallax: 0.4, seed: 2 });
/** Where all four meet: one tile. */
const middle = { x: 92, y: 71, width: 96, height: 68 };
let worker: Awaited<ReturnType<typeof buildRegistrationWorker>>;
let model: LoadedModel;

beforeAll(async () => {
  worker = await buildRegistrationWorker();
  model = await loadFastModel();
});
afterAll(() => worker.remove());

/** The folder with the wide photo and the four telephotos. */
async function writeSet(): Promise<{ folder: string; wide: string; teles: string[] }> {
  const folder = temporaryFolder();
  const write = async (name: string, image: PixelImage): Promise<string> => {
    await pipelineOf(image).png().toFile(join(folder, name));
    return join(folder, name);
  };
  const wide = await write('wide.png', set.wide);
  const teles = await Promise.all(set.teles.map(({ image }, index) => write(`tele-${index + 1}.png`, image)));
  return { folder, wide, teles };
}

async function enhance(widePath: string, telePaths: readonly string[]): Promise<EnhancedPair & { bytes: Buffer }> {
  const folder = temporaryFolder();
  const scratchPath = join(folder, 'result.tif');
  const enhanced = await enhancePair({
    ...{ widePath, teles: telePaths.map((path) => ({ path })), model, scratchPath },
    choices: { model: 'fast', device: 'cpu', crop: middle, useReference: true },
    ...{ pixelLimit: 1e8, memoryBudget: 2 ** 30, programFolder: worker.programFolder },
    signal: new AbortController().signal,
    report: () => undefined,
  });
  expect(readdirSync(folder)).toEqual(['result.tif']);
  return { ...enhanced, bytes: readFileSync(scratchPath) };
}

describe('a wide photo with several telephotos', () => {
  it('takes so many and no more', async () => {
    const { wide, teles } = await writeSet();
    const many = Array.from({ length: maxTeles + 1 }, (_, index) => teles[index % 4] ?? '');
    await expect(enhance(wide, many)).rejects.toMatchObject({ code: 'invalid-request', said: saying(/at most 24/) });
  });

  it('names the one that cannot be read', async () => {
    const { folder, wide, teles } = await writeSet();
    await expect(enhance(wide, [...teles, join(folder, 'absent.png')])).rejects.toMatchObject({
      code: 'not-found',
      said: saying(/absent\.png/),
    });
  });

  it('has detail of each of them, in whatever order they are given; what does not fit is left out', async () => {
    const { folder, wide, teles } = await writeSet();
    const all = await enhance(wide, teles);
    expect(all.report.teles?.map(({ name, used }) => [name, used])).toEqual(
      [1, 2, 3, 4].map((number) => [`tele-${number}.png`, true]),
    );
    expect(all.report.reference).toMatchObject({ used: true, reason: saying(/4 of 4/) });
    const shares = all.report.teles?.map(({ share }) => share) ?? [];
    expect(Math.min(...shares)).toBeGreaterThan(0.1);
    const { photographed, transferred } = all.report.provenance;
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(photographed + transferred, 9);

    const stranger = join(folder, 'stranger.png');
    await pipelineOf(paintScene({ width: 500, height: 400 }, 77))
      .png()
      .toFile(stranger);
    const twice = join(folder, 'twice.png');
    copyFileSync(teles[0] ?? '', twice);
    const more = await enhance(wide, [stranger, ...teles.toReversed(), twice]);
    expect(more.report.reference.reason).toMatchObject(saying(/4 of 6/));
    expect(more.report.teles?.map(({ used }) => used)).toEqual([false, true, true, true, true, false]);
    expect(more.report.teles?.[0]).toMatchObject({ name: 'stranger.png', reason: saying(/could not be registered/) });
    expect(more.report.teles?.[5]).toMatchObject({ name: 'twice.png', reason: saying(/there already/) });
    expect(more.bytes.equals(all.bytes)).toBe(true);
  });

  it('is found among them when another one was given as wide', async () => {
    const { wide, teles } = await writeSet();
    const [first = '', second = ''] = teles;
    const { signal } = new AbortController();
    const opened = await openSet({
      ...{ widePath: first, teles: [{ path: second }, { path: wide }], useReference: true },
      ...{ model, pixelLimit: 1e8, programFolder: worker.programFolder, signal, report: () => undefined },
    });
    expect(opened.widePath).toBe(wide);
    expect(opened.facts).toMatchObject({
      areExchanged: true,
      wide: { name: 'wide.png' },
      teles: [
        { name: 'tele-1.png', used: true },
        { name: 'tele-2.png', used: true },
      ],
    });
    opened.close();
  });
});
