import { applyHomography, invertHomography, type Point } from '#contract/geometry';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layeredScene } from '../support/layered-scenes.ts';
import { hasRealPhotos, realPhotos } from '../support/real-photos.ts';
import { measureMisfit, type KnownPair, type Misfit } from '../support/remaining-misfit.ts';
import { photoScenes } from '../support/scene-photos.ts';
import { photographScene, simulatedPhones } from '../support/simulated-phones.ts';

/**
 * What our registration, local alignment and colour match leave on simulated pairs whose truth is known, as quantiles and in the words of
 * native-models/simulation/ranges.json: without parallax, and with up to 3 and up to 12 wide pixels between near and far.
 *
 *   npx tsx tests/bench/alignment-left.ts [--scenes 6]
 */
const { values } = parseArgs({ options: { scenes: { type: 'string', default: '6' } } });
if (!hasRealPhotos) throw new Error(`There are no photos at ${realPhotos}: nothing to simulate pairs with.`);
const programFolder = fileURLToPath(new URL('../../dist/main', import.meta.url));
const scenes = Number(values.scenes);

const sets: Record<string, () => AsyncGenerator<KnownPair>> = {
  'without parallax': stillPairs,
  'parallax up to 3': () => layeredPairs(3),
  'parallax up to 12': () => layeredPairs(12),
};

const report: Record<string, unknown> = {
  about:
    "Wide pixels; quantiles by their share. shift: of every 4th pixel of the overlap; squareShift: its mean over squares of 32; within: what is left inside a square. restGain and restOffset: per colour and square, the offset at the square's mean.",
};
for (const [name, pairs] of Object.entries(sets)) report[name] = await summarise(pairs());
console.log(JSON.stringify(report, null, 2));

async function* stillPairs(): AsyncGenerator<KnownPair> {
  for (const [index, scene] of (await photoScenes(scenes)).entries()) {
    for (const [number, phone] of simulatedPhones.entries()) {
      const { wide, tele, truth: homography } = photographScene(scene, phone, 100 * number + index + 1);
      const inverse = invertHomography(homography);
      yield { wide, tele, truth: scene, homography, toTele: (point) => applyHomography(inverse, point) };
    }
  }
}

async function* layeredPairs(nearest: number): AsyncGenerator<KnownPair> {
  for (let index = 0; index < scenes; index += 1) {
    const { wide, tele, truth, far, shiftAt } = await layeredScene(index, nearest);
    const inverse = invertHomography(far);
    const toTele = (point: Point): Point => {
      const shift = shiftAt(point);
      return applyHomography(inverse, { x: point.x + shift.x, y: point.y + shift.y });
    };
    yield { wide, tele, truth, homography: null, toTele };
  }
}

async function summarise(pairs: AsyncGenerator<KnownPair>): Promise<object> {
  const all: Misfit = { shifts: [], means: [], rests: [], gains: [], offsets: [] };
  let [registered, failed] = [0, 0];
  for await (const pair of pairs) {
    const misfit = await measureMisfit(pair, programFolder);
    if (misfit === null) failed += 1;
    else {
      registered += 1;
      for (const key of ['shifts', 'means', 'rests'] as const) all[key] = all[key].concat(misfit[key]);
      for (const key of ['gains', 'offsets'] as const) all[key] = all[key].concat(misfit[key]);
    }
  }
  const lengths = (points: readonly Point[]): number[] => points.map(({ x, y }) => Math.hypot(x, y));
  const shifts = lengths(all.shifts);
  const below = (limit: number): number => round(shifts.filter((length) => length < limit).length / shifts.length);
  return {
    pairs: registered,
    failed,
    displacement: {
      shift: quantiles(shifts, [0.25, 0.5, 0.75, 0.9, 0.95, 0.99]),
      squareShift: quantiles(lengths(all.means), [0.25, 0.5, 0.75, 0.9, 0.95, 0.99]),
      within: quantiles(lengths(all.rests), [0.25, 0.5, 0.75, 0.9, 0.95, 0.99]),
      shareBelow: Object.fromEntries([0.125, 0.25, 0.5, 1, 2].map((limit) => [limit, below(limit)])),
    },
    ...(all.offsets.length === 0
      ? {}
      : {
          colours: {
            restGain: quantiles(all.gains, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]),
            restOffset: quantiles(all.offsets, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]),
          },
        }),
  };
}

function quantiles(numbers: readonly number[], shares: readonly number[]): Record<string, number> {
  const sorted = Float64Array.from(numbers).sort();
  return Object.fromEntries(
    shares.map((share) => [
      share,
      round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN),
    ]),
  );
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
