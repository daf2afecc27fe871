import { describe, expect, it } from 'vitest';
import { lumaOf } from '#core/learning/evaluation/luma';
import type { Plane } from '#native-models/planes';
import { psnr, ssim, ssimOfParts } from '#core/learning/evaluation/metrics';

const width = 53;
const height = 37;

function planeOf(value: (x: number, y: number) => number, size = { width, height }): Plane {
  const values = Float32Array.from({ length: size.width * size.height }, (_, index) =>
    value(index % size.width, Math.floor(index / size.width)),
  );
  return { ...size, data: values };
}

const pattern = (x: number, y: number): number => (x * 7 + y * 13 + x * y) % 256;
const disturbed = (x: number, y: number): number =>
  Math.min(255, Math.max(0, pattern(x, y) + ((x * 5 + y * 3) % 17) - 8));
const waves = (x: number, y: number): number => 128 + 60 * Math.sin(x / 6) + 40 * Math.cos(y / 4);
const flattened = (x: number, y: number): number => waves(x, y) * 0.8 + ((x * x + y) % 23);

/** An L of the picture. */
const maskOfL = Uint8Array.from(planeOf((x, y) => (x < 20 || y >= 25 ? 1 : 0)).data);

/**
 * From scikit-image 0.26 on the same formulas in NumPy, waves and flattened rounded to float32:
 * peak_signal_noise_ratio(a, b, data_range=255) and structural_similarity(a, b, gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=255, full=True). Of the masked ones, psnr is 10 log10(255^2 / mean) of the squared
 * errors in the mask, ssim the mean of the full map in the mask, the five outermost pixels of every side left out.
 */
const reference = [
  { name: 'a busy pattern, a little disturbed', a: pattern, b: disturbed, psnr: 34.39545697239, ssim: 0.99746006468 },
  { name: 'waves of less contrast, with noise', a: waves, b: flattened, psnr: 21.56503317194, ssim: 0.87039782784 },
  {
    name: 'a masked part of the pattern',
    a: pattern,
    b: disturbed,
    mask: maskOfL,
    psnr: 34.37400650301,
    ssim: 0.99723263125,
  },
];

describe.each([
  ['psnr', psnr],
  ['ssim', ssim],
] as const)('%s', (name, measure) => {
  it('refuses pictures of different sizes', () => {
    const small = planeOf(pattern, { width: height, height: width });
    expect(() => measure(planeOf(pattern), small)).toThrow(/Expected a result of 53x37 .* received 37x53/);
  });

  it('refuses a mask of another size', () => {
    expect(() => measure(planeOf(pattern), planeOf(pattern), new Uint8Array(9))).toThrow(/mask of 1961 .* received 9/);
  });

  it.each(reference)('agrees with scikit-image on $name', ({ a, b, mask, ...expected }) => {
    expect(measure(planeOf(a), planeOf(b), mask)).toBeCloseTo(expected[name], 6);
  });

  it('does not mind which picture is the truth', () => {
    expect(measure(planeOf(waves), planeOf(flattened))).toBeCloseTo(measure(planeOf(flattened), planeOf(waves)), 9);
  });

  it('looks only at what the mask shows', () => {
    const spoilt = planeOf((x, y) => (y >= 30 ? 0 : disturbed(x, y)));
    // The windows reach five pixels further than their centres.
    const upper = Uint8Array.from(planeOf((_, y) => (y < 25 ? 1 : 0)).data);
    expect(measure(planeOf(pattern), spoilt, upper)).toBe(measure(planeOf(pattern), planeOf(disturbed), upper));
  });

  it('counts every pixel of a full mask', () => {
    const full = new Uint8Array(width * height).fill(1);
    expect(measure(planeOf(waves), planeOf(flattened), full)).toBe(measure(planeOf(waves), planeOf(flattened)));
  });

  it('is not a number when no pixel counts', () => {
    expect(measure(planeOf(pattern), planeOf(disturbed), new Uint8Array(width * height))).toBeNaN();
  });
});

describe('equal pictures', () => {
  it('have no noise and full similarity', () => {
    expect(psnr(planeOf(pattern), planeOf(pattern))).toBe(Infinity);
    expect(ssim(planeOf(pattern), planeOf(pattern))).toBeCloseTo(1, 12);
  });

  it('are similar too when they are flat', () => {
    expect(
      ssim(
        planeOf(() => 77),
        planeOf(() => 77),
      ),
    ).toBeCloseTo(1, 9);
  });
});

describe('ssimOfParts', () => {
  const [truth, result] = [planeOf(waves), planeOf(flattened)];

  it('gives for each mask what ssim gives for it alone', () => {
    const rest = maskOfL.map((value) => 1 - value);
    const none = new Uint8Array(width * height);
    const alone = [undefined, maskOfL, rest, none].map((mask) => ssim(truth, result, mask));
    expect(ssimOfParts(truth, result, [undefined, maskOfL, rest, none])).toEqual(alone);
    expect(new Set(alone).size).toBe(4);
  });

  it('refuses any mask of another size', () => {
    expect(() => ssimOfParts(truth, result, [maskOfL, new Uint8Array(4)])).toThrow(/mask of 1961 .* received 4/);
  });
});

describe('ssim of small pictures', () => {
  it('is not a number below one window', () => {
    const small = planeOf(pattern, { width: 40, height: 10 });
    expect(ssim(small, small)).toBeNaN();
  });

  it('has one window in 11x11 pixels', () => {
    const mask = new Uint8Array(121);
    mask[60] = 1;
    const [a, b] = [waves, flattened].map((value) => planeOf(value, { width: 11, height: 11 }));
    if (a === undefined || b === undefined) throw new Error('Expected two planes');
    expect(ssim(a, b)).toBe(ssim(a, b, mask));
  });
});

describe('lumaOf', () => {
  it.each([
    // The studio range of ITU-R BT.601.
    ['black', [0, 0, 0], 16],
    ['white', [1, 1, 1], 235],
    ['red', [1, 0, 0], 81.481],
    ['green', [0, 1, 0], 144.553],
    ['blue', [0, 0, 1], 40.966],
  ] as const)('puts %s where BT.601 does, at both depths', (_, colour, luma) => {
    const image = { width: 1, height: 1, profile: null };
    const eight = { ...image, depth: 8 as const, data: Uint8Array.from(colour, (value) => value * 255) };
    const sixteen = { ...image, depth: 16 as const, data: Uint16Array.from(colour, (value) => value * 65535) };
    expect(lumaOf(eight).data[0]).toBeCloseTo(luma, 3);
    expect(lumaOf(sixteen).data[0]).toBeCloseTo(luma, 3);
  });
});
