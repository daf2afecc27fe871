import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Rectangle, Size } from '#contract/geometry';
import type { Registration } from '#contract/registration';
import { shrinkByTwo } from '#core/learning/evaluation/bicubic';
import { cropImage } from '#core/photos/pixels/resample';
import { findPairs } from '#core/learning/evaluation/protocols';
import type { PixelImage } from '#core/photos/pixel-image';
import { readImage } from '#core/photos/files/read-image';
import { enhancePhoto } from '#core/enhancement/inference/enhance-photo';
import { createModelRegistry, type LoadedModel } from '#core/models/model-registry';
import { registerPair } from '#core/pairs/registering/register-pair';
import { openModelSession, type ModelSession, type TensorValue } from '#core/runtime/model-session';
import { forwardGraph } from '#native-models/dcsr/forward-model';
import { convolutionsInHalf } from '#native-models/graph/half-precision';
import { emitModel } from '#native-models/onnx/emit-model';
import { mean, PictureDifferences } from '../support/picture-differences.ts';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';
import { roundedToHalf, type Sums } from '../support/rounded-to-half.ts';

/**
 * What 16-bit floats do to the pictures of a network, against 32-bit ones: how far pixels are apart, and what it costs against the truth.
 * `npx tsx tests/bench/half-precision.ts [-- --model fast --variant "all but matching" --pictures city100 --most 3]` after `npm run build`.
 */
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: ['fast', 'paper'] },
    variant: { type: 'string', multiple: true },
    pictures: { type: 'string', multiple: true },
    most: { type: 'string', default: '100' },
    side: { type: 'string', default: '512' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const programFolder = join(root, 'dist/main');
const scratch = mkdtempSync(join(tmpdir(), 'telewide-half-'));
const side = Number(options.side);

/** Which convolutions are halved, and how the device adds up. */
interface Variant {
  isHalved: (layer: string) => boolean;
  sums: Sums;
}

/** Layers whose results are compared with each other or become places to sample from. */
const placing = /^matching\.|-transform\./;
const trunk = /^encoder\.blocks|\.decoder\.|^reference\.(fine-grid\.|wide-grid\.)?blocks/;
const ends = /\.head$|^reference\.(fine|wide)-grid\.[12]$|^tail\.|^detail-gate|\.gate\./;

const variants: Readonly<Record<string, Variant>> = {
  'all convolutions': { isHalved: () => true, sums: 'exact' },
  'all but matching': { isHalved: (layer) => !placing.test(layer), sums: 'exact' },
  'all but matching and ends': { isHalved: (layer) => !placing.test(layer) && !ends.test(layer), sums: 'exact' },
  'trunk alone': { isHalved: (layer) => trunk.test(layer), sums: 'exact' },
  'all but matching, sums in 16 bits': { isHalved: (layer) => !placing.test(layer), sums: 'rounded' },
  'trunk alone, sums in 16 bits': { isHalved: (layer) => trunk.test(layer), sums: 'rounded' },
};

interface Case {
  wide: PixelImage;
  tele: PixelImage;
  registration: Registration;
  /** Exactly twice the wide's size; null where nobody knows. */
  truth: PixelImage | null;
}

/** Sets of pictures by name; each is read when its turn comes. */
const sets: Readonly<Record<string, () => (() => Promise<Case>)[]>> = {
  sample: () => [sampleCase],
  skyline: () => (hasRealPhotos ? [() => protocolCase('pairs/skyline', 'camerafusion', 0), skylineAsItIs] : []),
  city100: () =>
    hasRealPhotos
      ? readdirSync(join(realPhotos, 'city100'))
          .filter((file) => file.endsWith('-wide.webp'))
          .map((_, index) => () => protocolCase('city100', 'zoom-pairs', index))
      : [],
  robust: () => (hasRealPhotos ? robustFiles().map((path) => () => ownPair(path)) : []),
};

const figures = new Map<string, PictureDifferences>();
if (!hasRealPhotos) console.log(`No photos at ${realPhotos}: the sample pair alone is measured.`);
for (const id of options.model) {
  const model = await createModelRegistry({ folders: [join(root, 'native-models/weights')] }).load(id);
  for (const set of options.pictures ?? Object.keys(sets)) {
    for (const open of spread(sets[set]?.() ?? [], Number(options.most))) {
      const picture = await open().catch(() => null);
      if (picture === null) continue;
      const crop = middleOf(picture);
      const full = await enhance(model, picture, crop, null);
      for (const name of options.variant ?? Object.keys(variants)) {
        const half = await enhance(model, picture, crop, variants[name] ?? null);
        const key = [id, set, name].join(' | ');
        const known = figures.get(key) ?? new PictureDifferences();
        figures.set(key, known);
        known.add(full, half, picture.truth && cropImage(picture.truth, doubled(crop)));
      }
    }
    for (const [key, value] of figures) if (key.startsWith(`${id} | ${set} |`)) console.log(`${key} | ${value.text()}`);
  }
}
rmSync(scratch, { recursive: true, force: true });

async function enhance(
  model: LoadedModel,
  { wide, tele, registration }: Case,
  crop: Rectangle,
  variant: Variant | null,
): Promise<PixelImage> {
  const scratchPath = join(scratch, 'enhanced.tif');
  await enhancePhoto({
    wide,
    tele,
    registration,
    crop,
    model,
    device: 'cpu',
    deviceReason: { raw: '' },
    useReference: true,
    memoryBudget: 2 ** 30,
    depth: 16,
    scratchPath,
    ...(variant === null ? {} : { openSession: sessionsOf(model, variant) }),
  });
  return readImage(scratchPath, { pixelLimit: 1e9 });
}

/** Sessions that run the variant of the network instead of the model that they are given. */
function sessionsOf({ configuration, weights }: LoadedModel, { isHalved, sums }: Variant): typeof openModelSession {
  return async (_, device) => {
    const sessions = new Map<string, Promise<ModelSession>>();
    const sessionFor = (wide: TensorValue, reference: boolean): Promise<ModelSession> => {
      const [, , height = 0, width = 0] = wide.shape;
      const key = `${height} ${width} ${String(reference)}`;
      const graph = convolutionsInHalf(forwardGraph({ configuration, height, width, reference }), isHalved);
      const session = sessions.get(key) ?? openModelSession(emitModel(roundedToHalf(graph, sums), weights), device);
      sessions.set(key, session);
      return session;
    };
    return {
      device,
      async run(feeds) {
        if (feeds.wide === undefined) throw new Error('Expected a wide tile');
        return (await sessionFor(feeds.wide, feeds.reference !== undefined)).run(feeds);
      },
      async close() {
        for (const session of sessions.values()) await (await session).close();
      },
    };
  };
}

/** At most `side` x `side` wide pixels in the middle of what the tele shows. */
function middleOf({ wide, registration }: Case): Rectangle {
  const points = registration.overlap.length > 0 ? registration.overlap : [{ x: wide.width / 2, y: wide.height / 2 }];
  const along = (length: number, places: readonly number[]): [start: number, size: number] => {
    const size = Math.min(side, length);
    return [Math.round(Math.min(length - size, Math.max(0, mean(places) - size / 2))), size];
  };
  const [x, width] = along(
    wide.width,
    points.map((point) => point.x),
  );
  const [y, height] = along(
    wide.height,
    points.map((point) => point.y),
  );
  return { x, y, width, height };
}

/** So many of a list, evenly over all of it. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor((index + 1) / step) > Math.floor(index / step));
}

function doubled({ x, y, width, height }: Rectangle): Rectangle {
  return { x: 2 * x, y: 2 * y, width: 2 * width, height: 2 * height };
}

async function protocolCase(folder: string, protocol: 'camerafusion' | 'zoom-pairs', index: number): Promise<Case> {
  const pair = (await findPairs(join(realPhotos, folder), protocol))[index];
  if (pair === undefined) throw new Error(`Expected a pair ${index} in ${folder}`);
  const { wide, tele, truth } = await pair.load({ pixelLimit: 1e9 });
  return { wide, tele, truth, registration: await registerPair(wide, tele, { programFolder, zoomHint: null }) };
}

async function photographed(folder: string, truth: PixelImage | null): Promise<Case> {
  const [wide, tele] = [join(folder, 'wide.jpg'), join(folder, 'tele.jpg')];
  const photo = await readImage(wide, { pixelLimit: 1e9 });
  const zoomed = await readImage(tele, { pixelLimit: 1e9, profile: photo.profile });
  return {
    wide: photo,
    tele: zoomed,
    truth,
    registration: await registerPair(photo, zoomed, { programFolder, zoomHint: null }),
  };
}

function skylineAsItIs(): Promise<Case> {
  return photographed(join(realPhotos, 'pairs/skyline'), null);
}

async function sampleCase(): Promise<Case> {
  const folder = join(root, 'native-models/sample-pair');
  return photographed(folder, await readImage(join(folder, 'truth.webp'), { pixelLimit: 1e9 }));
}

/** Any picture as a pair of its own: the wide is the picture shrunk, the tele its middle half. */
async function ownPair(path: string): Promise<Case> {
  const photo = await readImage(path, { pixelLimit: 5e7 });
  const truth = cropImage(photo, partOf(photo));
  const { width, height } = truth;
  if (Math.min(width, height) < 64) throw new Error('Expected a larger picture');
  const middle = { x: width / 4, y: height / 4, width: width / 2, height: height / 2 };
  const corners = [
    { x: width / 8, y: height / 8 },
    { x: (3 * width) / 8, y: height / 8 },
    { x: (3 * width) / 8, y: (3 * height) / 8 },
    { x: width / 8, y: (3 * height) / 8 },
  ];
  return {
    wide: shrinkByTwo(truth),
    tele: cropImage(truth, middle),
    truth,
    registration: {
      verdict: 'good',
      reason: { raw: '' },
      homography: [0.5, 0, width / 8, 0, 0.5, height / 8, 0, 0, 1],
      corners,
      overlap: corners,
      overlapShare: 0.25,
      zoom: 2,
      rotation: 0,
      detector: 'hand',
      matches: 0,
      inliers: 0,
      residual: 0,
      milliseconds: 0,
    },
  };
}

/** From the middle, sides of multiples of eight. */
function partOf({ width, height }: Size): Rectangle {
  const [partWidth, partHeight] = [Math.min(768, width - (width % 8)), Math.min(768, height - (height % 8))];
  return {
    x: Math.floor((width - partWidth) / 2),
    y: Math.floor((height - partHeight) / 2),
    width: partWidth,
    height: partHeight,
  };
}

function robustFiles(): string[] {
  const folder = join(realPhotos, 'robust');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // Pictures that say how large they are without being it take long to be refused.
  const read = files.filter(({ name }) => !/bomb|65536|65500|60000|\.tsv$/.test(name));
  return read.map(({ parentPath, name }) => join(parentPath, name)).sort();
}
