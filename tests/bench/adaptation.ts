import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Registration } from '#contract/registration';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { adaptModel, type AdaptModelOptions } from '#core/learning/adaptation/adapt-model';
import { enlargeByTwo } from '#core/learning/evaluation/bicubic';
import { enhanceIntoMemory } from '#core/learning/evaluation/enhance-into-memory';
import { lumaOf } from '#core/learning/evaluation/luma';
import { psnr } from '#core/learning/evaluation/metrics';
import { overlapMask } from '#core/learning/evaluation/regions';
import { openPastedResults } from '#core/learning/evaluation/pasting/pasted-results';
import type { RegisteredPair } from '#core/learning/evaluation/rows';
import { createModelRegistry, type LoadedModel } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import { gainsOf } from '#native-models/camera-response';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';
import { inEnglish } from '../support/saying.ts';
import { photographScene, responseOf, simulatedPhones, type SimulatedPhone } from '../support/simulated-phones.ts';
import { pipelineOf } from '../support/sample-pictures.ts';
import { photoScenes } from '../support/scene-photos.ts';

/**
 * What adaptation gains, with truth: simulated phones, five pairs each to adapt on (no truth is seen) and five others to measure with, out of
 * photos that no training saw. PSNR of luma against the truth: whole picture, overlap, outside. The measured response and the true one are drawn
 * side by side into <work>/phone-<n>/responses.png. Bicubic and the trusted paste (see evaluation/pasting) stand beside the base; with --base-only nothing is
 * adapted.
 *
 *   npx tsx tests/bench/adaptation.ts [--steps 800] [--phone <number>]... [--variant <name>]... [--tests <pairs>] [--base-only] [--work <folder>]
 */
const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '800' },
    phone: { type: 'string', multiple: true },
    variant: { type: 'string', multiple: true },
    work: { type: 'string', default: 'build/adaptation' },
    model: { type: 'string', default: 'fast' },
    tests: { type: 'string', default: '5' },
    'base-only': { type: 'boolean', default: false },
  },
});
if (!hasRealPhotos) throw new Error(`There are no photos at ${realPhotos}: nothing to simulate phones with.`);

const programFolder = fileURLToPath(new URL('../../dist/main', import.meta.url));
const weights = fileURLToPath(new URL('../../native-models/weights', import.meta.url));
const signal = new AbortController().signal;
const report = (): void => undefined;
const pixelLimit = 250e6;
const pairsPerPhone = 10;

const variants: Record<string, Pick<AdaptModelOptions, 'objective' | 'shrinking'>> = {
  'Eq. 7, bicubic': { objective: 'real', shrinking: 'bicubic' },
  'Eq. 7, measured': { objective: 'real', shrinking: 'measured' },
  'simulated alone': { objective: 'simulated', shrinking: 'measured' },
  'both terms': { objective: 'both', shrinking: 'measured' },
};

const base = await createModelRegistry({ folders: [weights] }).load(values.model);
const scenes = await photoScenes(pairsPerPhone);
const chosen = (values.phone ?? simulatedPhones.map((_, index) => String(index))).map(Number);
for (const index of chosen) {
  const phone = simulatedPhones[index];
  if (phone === undefined) throw new Error(`There is no phone ${index}.`);
  await benchPhone(phone, join(values.work, `phone-${index}`), index);
}

async function benchPhone(phone: SimulatedPhone, folder: string, number: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pairs = [];
  for (const [index, scene] of scenes.entries()) {
    const { wide, tele } = photographScene(scene, phone, 100 * number + index + 1);
    const [widePath, telePath] = [join(folder, `${index}-wide.jpg`), join(folder, `${index}-tele.jpg`)];
    await pipelineOf(wide).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toFile(widePath);
    await pipelineOf(tele).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toFile(telePath);
    pairs.push({ widePath, telePath, registration: null, scene });
  }
  console.log(`\n## ${phone.name}\n`);
  const tests = pairs.slice(pairsPerPhone / 2).slice(0, Number(values.tests));
  const { bicubic, without, pasted, result: before } = await measureBase(tests, folder);
  console.log(`  bicubic          ${words(bicubic)}`);
  for (const [name, scores] of [
    ['without tele', without],
    ['paste, trusted', pasted],
    ['base', before],
  ] as const) {
    const gains = scores.map((one, index) => difference(one, bicubic[index]));
    console.log(`  ${name.padEnd(16)} ${words(scores)}   over bicubic ${words(gains, true)}`);
  }
  if (values['base-only']) return;
  const truth = responseOf(phone);
  console.log(
    `  true gains       ${gainsOf({ size: 21, values: truth })
      .map((gain) => gain.toFixed(2))
      .join(' ')}`,
  );
  for (const [name, variant] of Object.entries(variants)) {
    if (values.variant !== undefined && !values.variant.includes(name)) continue;
    const started = performance.now();
    const {
      weights: adapted,
      judgement,
      material,
      steps,
    } = await adaptModel({
      folder: join(folder, name.replaceAll(/\W+/g, '-')),
      pairs: pairs.slice(0, pairsPerPhone / 2),
      base,
      ...variant,
      budget: { steps: Number(values.steps) },
      seed: 1,
      device: 'cpu',
      pixelLimit,
      programFolder,
      saveEverySeconds: 60,
      giveWay: async () => undefined,
      signal,
      report,
    });
    const after = await measure({ ...base, weights: adapted }, tests, folder);
    const gains = after.map((scores, index) => difference(scores, before[index]));
    const { response, formation, unexplained } = material.phone;
    const found = gainsOf(response).map((gain) => gain.toFixed(2));
    await drawResponses([response.values, truth], join(folder, 'responses.png'));
    console.log(`  ${name.padEnd(16)} ${words(after)}   gain ${words(gains, true)}   least ${least(gains).toFixed(2)}`);
    console.log(
      `    measured gains ${found.join(' ')}, noise ${material.phone.noise.map(({ deviation }) => deviation.toFixed(4)).join(' ')}; ` +
        `${steps} steps, ${((performance.now() - started) / 1000).toFixed(0)} s, left out ${material.leftOut.length}`,
    );
    const { domain, sharpening } = formation;
    console.log(
      `    found a response on ${domain === 'light' ? 'light' : 'encoded values'}, sharpened ${sharpening === null ? 'not' : `by ${sharpening.amount} over ${sharpening.sigma} px`}, ` +
        `${(100 * unexplained).toFixed(1)} % of textures unexplained`,
    );
    const { consistency, detail, withoutReference, wrongReference, isBetter, reason } = judgement;
    console.log(
      `    judged: detail ${detail.toFixed(2)}, consistency ${consistency.toFixed(2)}, without ${withoutReference.toFixed(2)}, wrong ${wrongReference.toFixed(2)} -> ${isBetter ? 'adopted' : 'refused'}: ${inEnglish(reason)}`,
    );
  }
}

interface Scores {
  whole: number;
  overlap: number;
  outside: number;
}

type TestPairs = readonly { widePath: string; telePath: string; scene: PixelImage }[];

async function measure(model: LoadedModel, pairs: TestPairs, temporaryFolder: string): Promise<Scores[]> {
  const all: Scores[] = [];
  for (const pair of pairs) {
    const registered = await readRegistered(pair);
    const result = await enhanced(model, registered, registered.tele, temporaryFolder);
    all.push(scoresOf(result, pair.scene, registered.registration));
  }
  return all;
}

/** The base, and what needs no adaptation to be beaten. */
async function measureBase(
  pairs: TestPairs,
  temporaryFolder: string,
): Promise<Record<'bicubic' | 'without' | 'pasted' | 'result', Scores[]>> {
  const all = { bicubic: [] as Scores[], without: [] as Scores[], pasted: [] as Scores[], result: [] as Scores[] };
  for (const pair of pairs) {
    const registered = await readRegistered(pair);
    const { wide, tele, registration } = registered;
    const without = await enhanced(base, registered, null, temporaryFolder);
    const paste = await openPastedResults(registered);
    const pictures = {
      bicubic: enlargeByTwo(wide),
      without,
      pasted: paste?.trusted(without) ?? without,
      result: await enhanced(base, registered, tele, temporaryFolder),
    };
    for (const key of ['bicubic', 'without', 'pasted', 'result'] as const)
      all[key].push(scoresOf(pictures[key], pair.scene, registration));
  }
  return all;
}

async function readRegistered({ widePath, telePath }: TestPairs[number]): Promise<RegisteredPair> {
  const wide = await readImage(widePath, { pixelLimit, signal });
  const tele = await readImage(telePath, { pixelLimit, signal });
  const registration = await registerPair(wide, tele, { zoomHint: null, programFolder, signal });
  return { wide, tele, registration, otherTele: null };
}

function enhanced(
  model: LoadedModel,
  { wide, registration }: RegisteredPair,
  tele: PixelImage | null,
  temporaryFolder: string,
): Promise<PixelImage> {
  const memoryBudget = 2 ** 30;
  return enhanceIntoMemory({ wide, tele, registration, model, device: 'cpu', memoryBudget, temporaryFolder, report });
}

function scoresOf(image: PixelImage, scene: PixelImage, registration: Registration): Scores {
  const [truth, result] = [lumaOf(scene), lumaOf(image)];
  const overlap = overlapMask(
    scene,
    registration.overlap.map(({ x, y }) => ({ x: 2 * x, y: 2 * y })),
  );
  const outside = overlap.map((inside) => 1 - inside);
  return {
    whole: psnr(truth, result),
    overlap: psnr(truth, result, overlap),
    outside: psnr(truth, result, outside),
  };
}

function difference(scores: Scores, before: Scores | undefined): Scores {
  const of = (key: keyof Scores): number => scores[key] - (before?.[key] ?? NaN);
  return { whole: of('whole'), overlap: of('overlap'), outside: of('outside') };
}

function least(gains: readonly Scores[]): number {
  return Math.min(...gains.map(({ whole }) => whole));
}

function words(all: readonly Scores[], isGain = false): string {
  const mean = (key: keyof Scores): string => {
    const value = all.reduce((sum, scores) => sum + scores[key], 0) / all.length;
    return `${isGain && value >= 0 ? '+' : ''}${value.toFixed(2)}`;
  };
  return `${mean('whole')} / ${mean('overlap')} / ${mean('outside')}`;
}

/** Responses [21, 21] side by side, each scaled to its largest weight: grey is nothing, brighter is light, darker a halo. */
async function drawResponses(responses: readonly ArrayLike<number>[], path: string): Promise<void> {
  const [size, zoom, gap] = [21, 10, 8];
  const pictures = await Promise.all(
    responses.map((response) => {
      const values = Array.from(response);
      const largest = Math.max(...values);
      const bytes = Uint8Array.from(values, (value) => Math.min(255, Math.max(0, 64 + (190 * value) / largest)));
      return sharp(bytes, { raw: { width: size, height: size, channels: 1 } })
        .resize(size * zoom, size * zoom, { kernel: 'nearest' })
        .png()
        .toBuffer();
    }),
  );
  const width = pictures.length * (size * zoom + gap) - gap;
  await sharp({ create: { width, height: size * zoom, channels: 3, background: 'white' } })
    .composite(pictures.map((input, index) => ({ input, left: index * (size * zoom + gap), top: 0 })))
    .png()
    .toFile(path);
}
