import type { ShiftEvidence } from './match-squares.ts';

/**
 * A smooth field from what the squares say, [2, rows, columns] in the squares' pixels: around each node the d of sum(w M) d = sum(w b),
 * w a Gaussian, over ever narrower surroundings, each starting from the wider one's answer and leaving it only as far as it knows
 * better. Squares that contradict their neighbours count for nothing. Null when too few are left. 0 is what is assumed beforehand.
 */
export function smoothShifts(evidence: ShiftEvidence): Float32Array | null {
  const { columns, rows, right } = evidence;
  const kept = withoutOutliers(evidence);
  const count = kept.reduce((sum, keep) => sum + keep, 0);
  if (count < fewest || count < smallestShare * evidence.textured) return null;
  const nodes = columns * rows;
  const shift = new Float32Array(2 * nodes);
  const matrix = evidence.matrix.map((value, index) => value * (kept[index % nodes] ?? 0));
  for (const { sigma, prior } of surroundings) {
    const left = right.map((value, index) => {
      const node = index % nodes;
      const [xx, xy, yy] = [matrix[node] ?? 0, matrix[nodes + node] ?? 0, matrix[2 * nodes + node] ?? 0];
      const [x, y] = [shift[node] ?? 0, shift[nodes + node] ?? 0];
      return value * (kept[node] ?? 0) - (index < nodes ? xx * x + xy * y : xy * x + yy * y);
    });
    const blur = (values: Float32Array, plane: number): Float32Array =>
      blurred(values.subarray(plane * nodes, (plane + 1) * nodes), columns, rows, sigma);
    const [xx, xy, yy] = [blur(matrix, 0), blur(matrix, 1), blur(matrix, 2)];
    const [bx, by] = [blur(left, 0), blur(left, 1)];
    for (let node = 0; node < nodes; node += 1) {
      const step = solved(xx[node] ?? 0, xy[node] ?? 0, yy[node] ?? 0, bx[node] ?? 0, by[node] ?? 0, prior);
      shift[node] = (shift[node] ?? 0) + step.x;
      shift[nodes + node] = (shift[nodes + node] ?? 0) + step.y;
    }
  }
  return shift;
}

/** In nodes; `prior` is the evidence that the wider answer counts for, against 0.02 to 0.3 of a square with a clear match. */
const surroundings = [
  { sigma: 6, prior: 1e-4 },
  { sigma: 3, prior: 1e-3 },
  { sigma: 1.5, prior: 3e-3 },
  { sigma: 0.8, prior: 1e-2 },
];
/** Fewer squares than this, or a smaller share of those with texture, may agree by chance. */
const fewest = 6;
const smallestShare = 0.15;
/** From the median of its neighbours, in pixels. */
const furthest = 1;

/** 1 for a node that counts: at least two neighbours say something, and their median nearly the same. */
function withoutOutliers({ columns, rows, matrix, right }: ShiftEvidence): Float32Array {
  const nodes = columns * rows;
  const own = new Float32Array(2 * nodes).fill(NaN);
  for (let node = 0; node < nodes; node += 1) {
    const [xx, xy, yy] = [matrix[node] ?? 0, matrix[nodes + node] ?? 0, matrix[2 * nodes + node] ?? 0];
    if (xx + yy === 0) continue;
    const { x, y } = solved(xx, xy, yy, right[node] ?? 0, right[nodes + node] ?? 0, 0.02 * (xx + yy));
    own[node] = x;
    own[nodes + node] = y;
  }
  const kept = new Float32Array(nodes);
  for (let node = 0; node < nodes; node += 1) {
    if (Number.isNaN(own[node])) continue;
    const near = neighboursOf(node, columns, rows).filter((other) => !Number.isNaN(own[other]));
    if (near.length < 2) continue;
    const differenceOf = (axis: number): number =>
      (own[axis * nodes + node] ?? 0) - median(near.map((other) => own[axis * nodes + other] ?? 0));
    const [x, y] = [differenceOf(0), differenceOf(1)];
    // Measured in what the node itself can tell: along an edge it may differ.
    const [xx, xy, yy] = [matrix[node] ?? 0, matrix[nodes + node] ?? 0, matrix[2 * nodes + node] ?? 0];
    const squared = (xx * x * x + 2 * xy * x * y + yy * y * y) / (xx + yy);
    kept[node] = squared < furthest ** 2 / 2 ? 1 : 0;
  }
  return kept;
}

function neighboursOf(node: number, columns: number, rows: number): number[] {
  const near: number[] = [];
  const [column, row] = [node % columns, Math.floor(node / columns)];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
      if (x !== column || y !== row) near.push(y * columns + x);
    }
  }
  return near;
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return ((values[(values.length - 1) >> 1] ?? 0) + (values[values.length >> 1] ?? 0)) / 2;
}

/** The d of (M + prior) d = b. */
function solved(xx: number, xy: number, yy: number, bx: number, by: number, prior: number): { x: number; y: number } {
  const [a, d] = [xx + prior, yy + prior];
  const determinant = a * d - xy * xy;
  return determinant > 0
    ? { x: (d * bx - xy * by) / determinant, y: (a * by - xy * bx) / determinant }
    : { x: 0, y: 0 };
}

function blurred(values: Float32Array, columns: number, rows: number, sigma: number): Float32Array {
  const radius = Math.ceil(3 * sigma);
  const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, tap) =>
    Math.exp(-((tap - radius) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const kernel = weights.map((weight) => weight / total);
  const across = new Float32Array(values.length);
  blurAlong(values, across, kernel, rows, columns, columns, 1);
  const result = new Float32Array(values.length);
  blurAlong(across, result, kernel, columns, rows, 1, columns);
  return result;
}

/** Outside the grid there is nothing. */
function blurAlong(
  from: Float32Array,
  to: Float32Array,
  kernel: Float32Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
): void {
  const radius = kernel.length >> 1;
  for (let line = 0; line < lines; line += 1) {
    for (let index = 0; index < length; index += 1) {
      let sum = 0;
      const last = Math.min(length - 1, index + radius);
      for (let other = Math.max(0, index - radius); other <= last; other += 1) {
        sum += (kernel[other - index + radius] ?? 0) * (from[line * lineStep + other * step] ?? 0);
      }
      to[line * lineStep + index * step] = sum;
    }
  }
}
