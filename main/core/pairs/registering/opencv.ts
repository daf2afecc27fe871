/**
 * The part of OpenCV's wasm build that this room uses. The package's own types know neither AKAZE nor MAGSAC and
 * describe a module object that does not exist at run time, so the few members are declared here.
 */

/** Memory in the wasm heap: whoever makes one frees it. */
export interface Deletable {
  delete(): void;
}

export interface Mat extends Deletable {
  readonly rows: number;
  readonly cols: number;
  /** Views into the wasm heap: gone as soon as the heap grows, so copy at once. */
  readonly data: Uint8Array;
  readonly data64F: Float64Array;
}

interface KeyPointVector extends Deletable {
  size(): number;
  get(index: number): { pt: { x: number; y: number }; response: number };
}

interface MatchVector extends Deletable {
  size(): number;
  get(index: number): { queryIdx: number; trainIdx: number; distance: number };
}

interface MatchVectorVector extends Deletable {
  size(): number;
  get(index: number): MatchVector;
}

interface FeatureDetector extends Deletable {
  detectAndCompute(image: Mat, mask: Mat, keyPoints: KeyPointVector, descriptors: Mat): void;
}

interface AkazeDetector extends FeatureDetector {
  setThreshold(threshold: number): void;
}

interface Matcher extends Deletable {
  knnMatch(query: Mat, train: Mat, matches: MatchVectorVector, neighbours: number): void;
}

export interface OpenCv {
  readonly Mat: new (rows?: number, columns?: number, type?: number) => Mat;
  readonly Size: new (width: number, height: number) => { width: number; height: number };
  readonly KeyPointVector: new () => KeyPointVector;
  readonly DMatchVectorVector: new () => MatchVectorVector;
  readonly AKAZE: new () => AkazeDetector;
  readonly ORB: new (features: number) => FeatureDetector;
  readonly BFMatcher: new (norm: number, crossCheck: boolean) => Matcher;
  matFromArray(rows: number, columns: number, type: number, values: ArrayLike<number>): Mat;
  resize(from: Mat, to: Mat, size: { width: number; height: number }, x: number, y: number, method: number): void;
  findHomography(
    from: Mat,
    to: Mat,
    method: number,
    threshold: number,
    inlierMask: Mat,
    iterations: number,
    confidence: number,
  ): Mat;
  /** A C++ exception arrives as a bare number; this looks its words up. */
  exceptionFromPtr(pointer: number): { msg: string };
  readonly CV_8UC1: number;
  readonly CV_32FC2: number;
  readonly INTER_AREA: number;
  readonly INTER_LINEAR: number;
  readonly NORM_HAMMING: number;
  readonly USAC_MAGSAC: number;
}

/** Runs `work` and frees everything it passed through `keep`, whether it succeeds or throws. */
export function withOpenCvMemory<Result>(work: (keep: <Item extends Deletable>(item: Item) => Item) => Result): Result {
  const kept: Deletable[] = [];
  try {
    return work((item) => {
      kept.push(item);
      return item;
    });
  } finally {
    for (const item of kept.reverse()) item.delete();
  }
}
