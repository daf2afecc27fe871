import type { GreyImage } from './grey-image.ts';
import { withOpenCvMemory, type OpenCv } from './opencv.ts';

export type DetectorName = 'akaze' | 'orb';

/** Points of an image that can be found again in another one, strongest first. */
export interface Features {
  readonly count: number;
  /** x, y of every feature, in pixels of the image, pixel centres at integer + 0.5. */
  readonly points: Float32Array;
  /** One row of `descriptorBytes` bytes per feature, compared by the number of differing bits. */
  readonly descriptors: Uint8Array;
  readonly descriptorBytes: number;
}

/** More would cost time in matching, which grows with their product, and bring nothing. */
const featureLimits: Readonly<Record<DetectorName, number>> = { akaze: 4000, orb: 2500 };
/** With fewer than this AKAZE looks again for fainter ones. */
const scarce = 400;
const akazeThresholds = [0.001, 0.0001];

/** The strongest features of a grey image: at most 4000 of AKAZE, 2500 of ORB. */
export function detectFeatures(cv: OpenCv, image: GreyImage, detector: DetectorName): Features {
  if (detector === 'orb') return detectWith(cv, image, featureLimits.orb, () => new cv.ORB(featureLimits.orb));
  let found: Features | null = null;
  for (const threshold of akazeThresholds) {
    found = detectWith(cv, image, featureLimits.akaze, () => {
      const akaze = new cv.AKAZE();
      akaze.setThreshold(threshold);
      return akaze;
    });
    if (found.count >= scarce) break;
  }
  return found ?? { count: 0, points: new Float32Array(), descriptors: new Uint8Array(), descriptorBytes: 0 };
}

function detectWith(cv: OpenCv, image: GreyImage, limit: number, create: () => InstanceType<OpenCv['ORB']>): Features {
  return withOpenCvMemory((keep) => {
    const pixels = keep(cv.matFromArray(image.height, image.width, cv.CV_8UC1, image.data));
    const keyPoints = keep(new cv.KeyPointVector());
    const descriptors = keep(new cv.Mat());
    keep(create()).detectAndCompute(pixels, keep(new cv.Mat()), keyPoints, descriptors);
    const all = Array.from({ length: keyPoints.size() }, (_, index) => ({ index, ...keyPoints.get(index) }));
    const strongest = all.sort((a, b) => b.response - a.response).slice(0, limit);
    const bytes = descriptors.cols;
    const features: Features = {
      count: strongest.length,
      points: new Float32Array(strongest.length * 2),
      descriptors: new Uint8Array(strongest.length * bytes),
      descriptorBytes: bytes,
    };
    strongest.forEach(({ index, pt }, row) => {
      features.points[2 * row] = pt.x + 0.5;
      features.points[2 * row + 1] = pt.y + 0.5;
      features.descriptors.set(descriptors.data.subarray(index * bytes, (index + 1) * bytes), row * bytes);
    });
    return features;
  });
}
