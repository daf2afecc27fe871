import { describe, expect, it } from 'vitest';
import { exposeBayerSensor } from '#native-models/simulation/camera/bayer-sensor';
import { renderColours } from '../../support/sample-street/camera/colour-rendering.ts';
import { blurGaussian } from '#native-models/simulation/camera/lens-blur';
import { sharpen } from '#native-models/simulation/camera/sharpening';
import { vignette } from '../../support/sample-street/camera/vignetting.ts';
import { idealPhotograph, photograph, shrinkByArea } from '../../support/sample-street/camera/camera-simulation.ts';
import { createSamplePhone } from '../../support/sample-street/phone-pair.ts';
import { createPlanarImage, planeOf, type PlanarImage } from '#native-models/simulation/planar-image';
import { createRandom } from '#native-models/random';

const { wideModel, teleModel } = createSamplePhone(200, 150, [0, 0, 0]);

describe('shrinking', () => {
  it('refuses a size that does not divide', () => {
    expect(() => shrinkByArea(flat(5, 4, 0.5), 2)).toThrow(/divides, received 5 x 4/);
  });

  it('takes the mean of every block', () => {
    const image = createPlanarImage(4, 2);
    planeOf(image, 1).set([1, 3, 0, 0, 5, 7, 0, 8]);
    expect([...planeOf(shrinkByArea(image, 2), 1)]).toEqual([4, 2]);
  });
});

describe('lens blur', () => {
  it('spreads a point into a Gaussian of the asked width and loses no light', () => {
    const image = createPlanarImage(41, 41);
    planeOf(image, 0)[20 * 41 + 20] = 1;
    const blurred = planeOf(blurGaussian(image, 1.6), 0);
    let sum = 0;
    let spread = 0;
    blurred.forEach((value, at) => {
      sum += value;
      spread += value * ((at % 41) - 20) ** 2;
    });
    expect(sum).toBeCloseTo(1, 5);
    expect(Math.sqrt(spread)).toBeCloseTo(1.6, 1);
  });
});

describe('the Bayer sensor', () => {
  it('leaves an even colour as it is when there is no noise', () => {
    const photo = exposeBayerSensor(coloured(12, 10, [0.2, 0.4, 0.6]), { shot: 0, read: 0 }, createRandom(1));
    for (const [channel, value] of [0.2, 0.4, 0.6].entries()) {
      for (const one of planeOf(photo, channel)) expect(one).toBeCloseTo(value, 5);
    }
  });

  it('adds noise of variance shot x signal + read squared where a photosite sees the colour itself', () => {
    const [signal, shot, read] = [0.4, 0.0004, 0.01];
    const photo = exposeBayerSensor(flat(200, 200, signal), { shot, read }, createRandom(2));
    const ownGreen = [...planeOf(photo, 1)].filter((_, at) => ((at % 200) + Math.floor(at / 200)) % 2 === 1);
    expect(varianceOf(ownGreen) / (shot * signal + read * read)).toBeGreaterThan(0.95);
    expect(varianceOf(ownGreen) / (shot * signal + read * read)).toBeLessThan(1.05);
  });

  it('correlates the noise of neighbours, as interpolation does', () => {
    const red = planeOf(exposeBayerSensor(flat(200, 200, 0.5), { shot: 0, read: 0.02 }, createRandom(3)), 0);
    let product = 0;
    for (let at = 0; at + 1 < red.length; at++) product += ((red[at] ?? 0) - 0.5) * ((red[at + 1] ?? 0) - 0.5);
    expect(product / red.length / varianceOf([...red])).toBeGreaterThan(0.25);
  });
});

describe('colour rendering', () => {
  const plain = { exposure: 1, whiteBalance: [1, 1, 1], matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], contrast: 0.2 } as const;

  it('goes from black to white and never turns back', () => {
    const image = createPlanarImage(400, 1);
    for (let channel = 0; channel < 3; channel++)
      planeOf(image, channel).forEach((_, at, plane) => (plane[at] = (at / 399) ** 2 * 8));
    renderColours(image, plain);
    const red = [...planeOf(image, 0)];
    expect(red[0]).toBe(0);
    expect(red.at(-1)).toBeCloseTo(1, 2);
    expect(red.every((one, at) => at === 0 || one >= (red[at - 1] ?? 0))).toBe(true);
  });

  it('keeps grey grey with a matrix whose rows sum to 1, and tints it with a white balance', () => {
    const image = flat(2, 2, 0.3);
    renderColours(image, { ...plain, matrix: wideModel.colours.matrix });
    expect(planeOf(image, 0)[0]).toBeCloseTo(planeOf(image, 2)[0] ?? 0, 3);
    const warm = flat(2, 2, 0.3);
    renderColours(warm, { ...plain, whiteBalance: [1.2, 1, 0.8] });
    expect(planeOf(warm, 0)[0] ?? 0).toBeGreaterThan((planeOf(warm, 2)[0] ?? 0) + 0.05);
  });
});

describe('sharpening and vignetting', () => {
  it('draws a light and a dark halo along an edge and leaves even areas alone', () => {
    const image = edge(40, 8, 0.3, 0.6);
    const soft = blurGaussian(image, 1);
    sharpen(soft, { amount: 0.9, sigma: 1.2, chromaSigma: 0 });
    const row = [...planeOf(soft, 1).subarray(0, 40)];
    expect(Math.max(...row)).toBeGreaterThan(0.61);
    expect(Math.min(...row)).toBeLessThan(0.29);
    expect(row[2]).toBeCloseTo(0.3, 4);
  });

  it('takes the asked share of light from a corner and none from the middle', () => {
    const image = flat(201, 151, 1);
    vignette(image, 0.2);
    expect(planeOf(image, 2)[75 * 201 + 100]).toBeCloseTo(1, 4);
    expect(planeOf(image, 2)[0]).toBeCloseTo(0.8, 2);
  });
});

describe('a photo', () => {
  it('is the same for a seed and another for another seed', () => {
    const photo = (seed: number): Float32Array =>
      photograph(edge(32, 24, 0.1, 0.7), wideModel, createRandom(seed)).data;
    expect(photo(1)).toEqual(photo(1));
    expect(photo(1)).not.toEqual(photo(2));
  });

  it('is as bright as the ideal one where nothing happens, half its size for the wide', () => {
    const light = coloured(80, 60, [0.5, 0.4, 0.3]);
    const photo = photograph(light, wideModel, createRandom(1));
    const ideal = idealPhotograph(light, wideModel);
    expect([photo.width, photo.height]).toEqual([40, 30]);
    for (let channel = 0; channel < 3; channel++) {
      expect(meanOf(planeOf(photo, channel))).toBeCloseTo(meanOf(planeOf(ideal, channel)), 2);
    }
  });

  it('is softer from the wide camera than the ideal, and noisier from the tele', () => {
    const wide = photograph(edge(80, 60, 0.1, 0.7), wideModel, createRandom(1));
    const steepest = (image: PlanarImage): number =>
      planeOf(image, 1).reduce(
        (most, one, at, plane) => Math.max(most, at % image.width === 0 ? 0 : one - (plane[at - 1] ?? 0)),
        0,
      );
    expect(steepest(wide)).toBeLessThan(0.85 * steepest(idealPhotograph(edge(80, 60, 0.1, 0.7), wideModel)));
    const noiseOf = (model: typeof wideModel): number =>
      varianceOf([...planeOf(photograph(flat(100, 100, 0.2), { ...model, vignetting: 0 }, createRandom(4)), 1)]);
    expect(noiseOf(teleModel)).toBeGreaterThan(1.5 * noiseOf(wideModel));
  });
});

function flat(width: number, height: number, value: number): PlanarImage {
  return coloured(width, height, [value, value, value]);
}

function coloured(width: number, height: number, colour: readonly number[]): PlanarImage {
  const image = createPlanarImage(width, height);
  colour.forEach((value, channel) => planeOf(image, channel).fill(value));
  return image;
}

function edge(width: number, height: number, dark: number, light: number): PlanarImage {
  const image = flat(width, height, dark);
  image.data.forEach((_, at) => {
    if (at % width >= width / 2) image.data[at] = light;
  });
  return image;
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
}
