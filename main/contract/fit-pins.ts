import { applyHomography, composeHomographies, type Homography, type Point } from './geometry.ts';
import type { Pin } from './project-edits.ts';

/** Two places, in wide pixels: where something is, and where it should be. */
interface Move {
  from: Point;
  to: Point;
}

/** Pins count as lying on one line when the triangle they span is flatter than this, against the square of its longest side. */
const flat = 0.02;

/**
 * The homography, moved as little as the pins need: one shifts, two also turn and scale, three make it affine, four
 * decide everything. Pins that lie on a line, or would fold the tele over, only shift, turn and scale.
 */
export function fitPins(homography: Homography, pins: readonly Pin[]): Homography {
  if (pins.length === 0) return homography;
  const moves = pins.map(({ wide, tele }) => ({ from: applyHomography(homography, tele), to: wide }));
  return composeHomographies(moveBy(moves), homography);
}

function moveBy(moves: readonly Move[]): Homography {
  const centre = meanOf(moves.map(({ from }) => from));
  const scale = Math.max(1, ...moves.map(({ from }) => Math.hypot(from.x - centre.x, from.y - centre.y)));
  // Around the middle and about as large as 1, the equations are well conditioned.
  const near = ({ x, y }: Point): Point => ({ x: (x - centre.x) / scale, y: (y - centre.y) / scale });
  const normal = moves.map(({ from, to }) => ({ from: near(from), to: near(to) }));
  const found = perspective(normal) ?? affine(normal) ?? similarity(normal);
  const toNormal: Homography = [1 / scale, 0, -centre.x / scale, 0, 1 / scale, -centre.y / scale, 0, 0, 1];
  const back: Homography = [scale, 0, centre.x, 0, scale, centre.y, 0, 0, 1];
  return composeHomographies(back, composeHomographies(found, toNormal));
}

/** Through four moves exactly; null for fewer, or when three of them are on a line or the plane would fold. */
function perspective(moves: readonly Move[]): Homography | null {
  const places: ((move: Move) => Point)[] = [({ from }) => from, ({ to }) => to];
  if (moves.length !== 4 || places.some((place) => triples(moves.map(place)).some(isFlat))) return null;
  const rows = moves.flatMap(({ from: { x, y }, to }) => [
    [x, y, 1, 0, 0, 0, -x * to.x, -y * to.x, to.x],
    [0, 0, 0, x, y, 1, -x * to.y, -y * to.y, to.y],
  ]);
  const solution = solve(rows);
  if (solution === null) return null;
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0] = solution;
  const isFolded = moves.some(({ from: { x, y } }) => g * x + h * y + 1 <= 0);
  return isFolded || a * e - b * d <= 0 ? null : [a, b, c, d, e, f, g, h, 1];
}

/** Least squares over three moves or more; null for fewer, or when they are on a line or the plane would be mirrored. */
function affine(moves: readonly Move[]): Homography | null {
  if (moves.length < 3 || triples(moves.map(({ from }) => from)).every(isFlat)) return null;
  const rowFor = (value: (move: Move) => number): number[] | null => {
    const sum = (term: (move: Move) => number): number => moves.reduce((total, move) => total + term(move), 0);
    const [xx, xy, yy] = [
      sum(({ from }) => from.x ** 2),
      sum(({ from }) => from.x * from.y),
      sum(({ from }) => from.y ** 2),
    ];
    const [x, y] = [sum(({ from }) => from.x), sum(({ from }) => from.y)];
    return solve([
      [xx, xy, x, sum((move) => move.from.x * value(move))],
      [xy, yy, y, sum((move) => move.from.y * value(move))],
      [x, y, moves.length, sum(value)],
    ]);
  };
  const [across, down] = [rowFor(({ to }) => to.x), rowFor(({ to }) => to.y)];
  const [a = 1, b = 0, c = 0] = across ?? [];
  const [d = 0, e = 1, f = 0] = down ?? [];
  return across === null || down === null || a * e - b * d <= 0 ? null : [a, b, c, d, e, f, 0, 0, 1];
}

/** Least squares: a shift, and with two moves or more a turn and a scale. Around the moves' middle, which is 0. */
function similarity(moves: readonly Move[]): Homography {
  const to = meanOf(moves.map((move) => move.to));
  const spread = moves.reduce((sum, { from }) => sum + from.x ** 2 + from.y ** 2, 0);
  if (spread < 1e-12) return [1, 0, to.x, 0, 1, to.y, 0, 0, 1];
  const cos = moves.reduce((sum, move) => sum + move.from.x * move.to.x + move.from.y * move.to.y, 0) / spread;
  const sin = moves.reduce((sum, move) => sum + move.from.x * move.to.y - move.from.y * move.to.x, 0) / spread;
  return [cos, -sin, to.x, sin, cos, to.y, 0, 0, 1];
}

function triples(points: readonly Point[]): Point[][] {
  if (points.length === 3) return [[...points]];
  return points.map((_, left) => points.filter((__, index) => index !== left));
}

function isFlat([a, b, c]: readonly Point[]): boolean {
  if (a === undefined || b === undefined || c === undefined) return true;
  const area = Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
  const longest = Math.max(
    ...[
      [a, b],
      [b, c],
      [c, a],
    ].map(([p = a, q = a]) => Math.hypot(p.x - q.x, p.y - q.y)),
  );
  return area <= flat * longest ** 2;
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Gauss-Jordan with pivoting on rows of coefficients and right side; null when they do not decide it. */
function solve(equations: readonly (readonly number[])[]): number[] | null {
  const rows = equations.map((row) => [...row]);
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < rows.length; pivot += 1) {
    let best = pivot;
    for (let row = pivot + 1; row < rows.length; row += 1)
      if (Math.abs(at(row, pivot)) > Math.abs(at(best, pivot))) best = row;
    const [chosen, other] = [rows[best], rows[pivot]];
    if (chosen === undefined || other === undefined || Math.abs(at(best, pivot)) < 1e-9) return null;
    [rows[pivot], rows[best]] = [chosen, other];
    for (let row = 0; row < rows.length; row += 1) {
      if (row === pivot) continue;
      const share = at(row, pivot) / at(pivot, pivot);
      rows[row] = (rows[row] ?? []).map((value, column) => value - share * at(pivot, column));
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / at(index, index));
}
