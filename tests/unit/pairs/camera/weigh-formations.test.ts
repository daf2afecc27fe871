import { describe, expect, it } from 'vitest';
import { chooseFormation, weighFormations, type WeighedFormation } from '#core/pairs/camera/weigh-formations';
import { knownPair, registrationOf, responseOf, type KnownCamera, type PairChanges } from './known-camera.ts';

const signal = new AbortController().signal;
const soft: KnownCamera = { sigmas: [1.8, 1.8] };

function weigh(changes: PairChanges): Promise<WeighedFormation[]> {
  return weighFormations({ ...knownPair(soft, changes), signal });
}

async function chosen(weighed: Promise<WeighedFormation[]>) {
  return chooseFormation([{ weighed: await weighed, pixels: 10_000 }]) ?? expect.unreachable();
}

const aloneOnLight = weigh({ onLight: true, noise: 0.003 });

describe('how a photo came about', () => {
  it('is not told by a pair that was not registered', async () => {
    const pair = knownPair(soft);
    expect(await weighFormations({ ...pair, registration: registrationOf(null, pair.tele), signal })).toEqual([]);
  });

  it('stops when cancelled', async () => {
    const reason = new Error('cancelled');
    await expect(weighFormations({ ...knownPair(soft), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('is told apart: a lens alone, on light', async () => {
    expect(await chosen(aloneOnLight)).toMatchObject({ domain: 'light', sharpening: null });
  });

  it('is told apart: a response on encoded values, as programs shrink photos', async () => {
    expect(await chosen(weigh({ noise: 0.003 }))).toMatchObject({ domain: 'encoded', sharpening: null });
  });

  it('is told apart: a lens, then sharpening; the response is the lens’s alone', async () => {
    const { domain, sharpening, response } = await chosen(
      weigh({ onLight: true, sharpened: { amount: 1.4, sigma: 1.6 }, noise: 0.003 }),
    );
    expect(domain).toBe('light');
    expect(sharpening?.amount).toBeGreaterThan(0.7);
    expect(sharpening?.amount).toBeLessThan(2.3);
    const halo = Array.from(response.values).reduce((sum, value) => sum - Math.min(value, 0), 0);
    expect(halo).toBeLessThan(0.1);
    const truth = responseOf(soft).values.reduce((most, value) => Math.max(most, value), 0);
    expect(Math.max(...Array.from(response.values)) / truth).toBeGreaterThan(0.75);
    expect(Math.max(...Array.from(response.values)) / truth).toBeLessThan(1.35);
  });
});

describe('choosing by several pairs', () => {
  it('knows nothing of none, or of pairs that say nothing', () => {
    expect(chooseFormation([])).toBeNull();
    expect(chooseFormation([{ weighed: [], pixels: 10 }])).toBeNull();
  });

  it('follows the pixels, keeps to light unless another is clearly better, and averages responses', async () => {
    const light = await aloneOnLight;
    const missing = (by: readonly number[]): WeighedFormation[] =>
      light.map((one, index) => ({ ...one, missed: by[index] ?? 1 }));
    const [onLight, encoded] = [missing([0.1, 0.2]), missing([0.2, 0.1])];
    const domainOf = (votes: Parameters<typeof chooseFormation>[0]) => chooseFormation(votes)?.domain;
    expect(
      domainOf([
        { weighed: onLight, pixels: 3 },
        { weighed: encoded, pixels: 1 },
      ]),
    ).toBe('light');
    expect(
      domainOf([
        { weighed: onLight, pixels: 1 },
        { weighed: encoded, pixels: 3 },
      ]),
    ).toBe('encoded');
    expect(domainOf([{ weighed: missing([0.1, 0.098]), pixels: 1 }])).toBe('light');
    const response = light[0]?.formation.response ?? expect.unreachable();
    const doubled = { size: response.size, values: Array.from(response.values, (value) => 2 * value) };
    const twice = onLight.map(({ formation, missed }) => ({ formation: { ...formation, response: doubled }, missed }));
    const [middle] = chooseFormation([
      { weighed: onLight, pixels: 1 },
      { weighed: twice, pixels: 3 },
    ])?.response.values as Float32Array;
    const mean = ((response.values[0] ?? 0) + 3 * (doubled.values[0] ?? 0)) / 4;
    expect(middle).toBeCloseTo(mean, 6);
  });
});
