import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Rectangle } from '#contract/geometry';
import { boundsOf } from '#contract/geometry';
import { enlargeByTwo } from '#core/learning/evaluation/bicubic';
import { cropImage } from '#core/learning/evaluation/crop-image';
import { enhanceIntoMemory } from '#core/learning/evaluation/enhance-into-memory';
import { lumaOf, type Plane } from '#core/learning/evaluation/luma';
import { markdownTable } from '#core/learning/evaluation/markdown-table';
import { psnr, ssim } from '#core/learning/evaluation/metrics';
import { insetPolygon } from '#core/learning/evaluation/overlap-mask';
import { openPastedResults } from '#core/learning/evaluation/pasting/pasted-results';
import { bandOf } from '#core/learning/evaluation/pasting/smooth-plane';
import { findPairs, protocolNames, type EvaluationCase } from '#core/learning/evaluation/protocols';
import type { RegisteredPair } from '#core/learning/evaluation/rows';
import { createModelRegistry } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import type { PixelImage } from '#core/photos/pixel-image';
import { multiScaleSsim } from '../support/multi-scale-ssim.ts';
import { openPeerNetwork, peerNetworks } from '../support/peer-networks.ts';

/**
 * Ours beside what a person could take instead, on a dataset whose truth is known: bicubic, Lanczos, the tele pasted, two networks for one photo (fetched from npm
 * into the cache folder). Measured on luma in the largest upright rectangle around the inner overlap, and PSNR outside the overlap's bounds is left to
 * `telewide evaluate`. Each method runs in a process of its own, whose largest memory is told; seconds are per pair, registration included where a tele is used.
 *
 *   npx tsx tests/bench/peers.ts <dataset> <protocol> [--cache build/peers] [--method <name>]...
 */
const { values, positionals } = parseArgs({
  options: {
    cache: { type: 'string', default: 'build/peers' },
    method: { type: 'string', multiple: true },
    alone: { type: 'boolean', default: false },
    model: { type: 'string', default: 'fast' },
  },
  allowPositionals: true,
});
const [dataset, protocolName] = positionals;
const protocol = protocolNames.find((name) => name === protocolName);
if (dataset === undefined || protocol === undefined)
  throw new Error(`Expected a dataset and its protocol (${protocolNames.join(', ')}).`);

const programFolder = fileURLToPath(new URL('../../dist/main', import.meta.url));
const weights = fileURLToPath(new URL('../../native-models/weights', import.meta.url));
mkdirSync(values.cache, { recursive: true });

type Method = (one: EvaluationCase) => Promise<PixelImage>;

const ourModel = (): ReturnType<ReturnType<typeof createModelRegistry>['load']> =>
  createModelRegistry({ folders: [weights] }).load(values.model);

const registered = async ({ wide, tele }: EvaluationCase): Promise<RegisteredPair> => {
  const registration = await registerPair(wide, tele, { zoomHint: null, programFolder });
  return { wide, tele, registration, otherTele: null };
};

const enhance = async (pair: RegisteredPair, tele: PixelImage | null): Promise<PixelImage> =>
  enhanceIntoMemory({
    ...pair,
    tele,
    model: await ourModel(),
    device: 'cpu',
    memoryBudget: 2 ** 30,
    temporaryFolder: values.cache,
    report: () => undefined,
  });

const methods: Record<string, () => Promise<Method>> = {
  bicubic:
    async () =>
    async ({ wide }) =>
      enlargeByTwo(wide),
  Lanczos:
    async () =>
    async ({ wide }) =>
      enlargeByLanczos(wide),
  ...Object.fromEntries(
    peerNetworks.map((name) => [
      name,
      async (): Promise<Method> => {
        const { enlarge } = await openPeerNetwork(name, values.cache);
        return ({ wide }) => enlarge(wide);
      },
    ]),
  ),
  'ours, no tele': async () => async (one) => enhance(await registered(one), null),
  'ours, the tele': async () => async (one) => enhance(await registered(one), one.tele),
  'pasted where the camera agrees': async () => async (one) => {
    const pair = await registered(one);
    const without = await enhance(pair, null);
    return (await openPastedResults(pair))?.trusted(without) ?? without;
  },
};

const bands = [
  { fine: 0, coarse: 0.7 },
  { fine: 0.7, coarse: 1.4 },
  { fine: 1.4, coarse: 2.8 },
];

interface Row {
  figures: number[];
  seconds: number;
  megabytes: number;
}

if (values.alone) console.log(JSON.stringify(await measure(values.method?.[0] ?? '')));
else {
  const chosen = Object.keys(methods).filter((name) => values.method?.includes(name) ?? true);
  const rows = chosen.map((name) => {
    const self = [...process.execArgv, fileURLToPath(import.meta.url), dataset, protocol];
    const options = ['--alone', '--method', name, '--cache', values.cache, '--model', values.model];
    const text = execFileSync(process.execPath, [...self, ...options], { encoding: 'utf8' });
    const { figures, seconds, megabytes } = JSON.parse(text.trim().split('\n').at(-1) ?? '') as Row;
    const digits = figures.map((figure, index) => figure.toFixed(index === 1 || index === 2 ? 4 : 2));
    return [name, ...digits, seconds.toFixed(1), megabytes.toFixed(0)];
  });
  const ofBands = ['correlation', 'amplitude'].flatMap((kind) =>
    bands.map(({ fine, coarse }) => `${kind} ${fine} to ${coarse}`),
  );
  console.log(markdownTable(['', 'PSNR', 'SSIM', 'MS-SSIM', ...ofBands, 'seconds a pair', 'MB'], rows));
}

async function measure(name: string): Promise<Row> {
  const method = await methods[name]?.();
  if (method === undefined || dataset === undefined || protocol === undefined)
    throw new Error(`Expected a method (${Object.keys(methods).join(', ')}), received "${name}".`);
  const all: number[][] = [];
  let milliseconds = 0;
  for (const pair of await findPairs(dataset, protocol)) {
    const one = await pair.load({ pixelLimit: 250e6 });
    const started = performance.now();
    const result = await method(one);
    milliseconds += performance.now() - started;
    const overlap = one.overlap ?? (await registered(one)).registration.overlap;
    const inner = boundsOf(
      insetPolygon(
        overlap.map(({ x, y }) => ({ x: 2 * x, y: 2 * y })),
        24,
      ),
    );
    all.push(figuresOf(partOf(one.truth, inner), partOf(result, inner)));
  }
  const means = (all[0] ?? []).map((_, index) => all.reduce((sum, own) => sum + (own[index] ?? 0), 0) / all.length);
  return {
    figures: means,
    seconds: milliseconds / 1000 / all.length,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function partOf(image: PixelImage, { x, y, width, height }: Rectangle): Plane {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(image.width, x + width), Math.min(image.height, y + height)];
  return lumaOf(cropImage(image, () => ({ x: left, y: top, width: right - left, height: bottom - top })));
}

function figuresOf(truth: Plane, result: Plane): number[] {
  const sums = bands.map(({ fine, coarse }) => {
    const [own, wanted] = [bandOf(result, fine, coarse).values, bandOf(truth, fine, coarse).values];
    const sum = { product: 0, own: 0, wanted: 0 };
    own.forEach((value, index) => {
      const other = wanted[index] ?? 0;
      sum.product += value * other;
      sum.own += value * value;
      sum.wanted += other * other;
    });
    return sum;
  });
  return [
    psnr(truth, result),
    ssim(truth, result),
    multiScaleSsim(truth, result),
    ...sums.map(({ product, own, wanted }) => product / Math.sqrt(own * wanted)),
    ...sums.map(({ own, wanted }) => Math.sqrt(own / wanted)),
  ];
}

/** libvips puts an enlarged picture half a pixel too far right and down: of four pixels the second and the fourth lie where two belong. */
async function enlargeByLanczos(photo: PixelImage): Promise<PixelImage> {
  const [width, height] = [2 * photo.width, 2 * photo.height];
  const bytes = await sharp(photo.data, { raw: { width: photo.width, height: photo.height, channels: 3 } })
    .resize(2 * width, 2 * height, { kernel: 'lanczos3', fit: 'fill' })
    .raw()
    .toBuffer();
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < 3; channel += 1)
        data[3 * (y * width + x) + channel] = bytes[3 * ((2 * y + 1) * 2 * width + 2 * x + 1) + channel] ?? 0;
  return { ...photo, width, height, data };
}
