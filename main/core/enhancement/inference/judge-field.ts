import { emptyEvidence } from '#core/pairs/registering/match-squares';
import { shiftAt, type ShiftField } from '#core/pairs/registering/shift-field';
import { smoothShifts } from '#core/pairs/registering/smooth-shifts';
import {
  centreOf,
  compareSquares,
  minTexture,
  smoothOverSquares,
  type ComparedPhotos,
  type Placement,
  type SquareGrid,
} from './compare-squares.ts';
import { fitDistortion } from './fit-distortion.ts';

/** How often the distortion is fitted anew from where the last fit put the tele. */
const fits = 2;

/**
 * The tele moved by its distortion alone, if that explains the wide better than the homography. It is fitted from where the homography puts the tele,
 * or from where the local field does, which follows noise and yet comes nearer where the homography is far off: whichever explains more.
 */
export async function withoutDistortion(
  options: ComparedPhotos,
  plain: Placement,
  moved: Placement,
): Promise<Placement> {
  let best = plain;
  let last = unexplained(moved.grid) < unexplained(plain.grid) ? moved : plain;
  for (let pass = 0; pass < fits; pass += 1) {
    const field = fitDistortion(last);
    if (field === null) break;
    last = { grid: await compareSquares(options, field, [plain, last]), field };
    if (unexplained(last.grid) < unexplained(best.grid)) best = last;
  }
  return best;
}

/**
 * The local placement where it leaves clearly less of the whole overlap unexplained, else the plainer one, which follows less noise: of what noise
 * alone shows, a local field explains up to 3 % more, of a real phone's lens 4 to 5 %, of parallax 6 to 20 %.
 */
export function clearlyBetter(plainer: Placement, local: Placement): Placement {
  return unexplained(local.grid) < clearlyLess * unexplained(plainer.grid) ? local : plainer;
}

const clearlyLess = 0.97;

/** Mean share of the squares' variance that the tele does not explain, none counting for more than 1. */
function unexplained({ squares }: SquareGrid): number {
  const shares = squares.flatMap((square) =>
    square === null || square.texture < minTexture ? [] : [Math.min(1, square.rough / square.texture) ** 2],
  );
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

/** The field where it explains the wide better than what was there before, and that elsewhere; what is `known` is not compared again. */
export async function whereBetter(
  options: ComparedPhotos,
  before: Placement,
  field: ShiftField,
  known: readonly Placement[] = [],
): Promise<Placement> {
  const after = { grid: await compareSquares(options, field, [before, ...known]), field };
  const kept = fieldWhereBetter(field, before, after.grid);
  return { grid: await compareSquares(options, kept, [before, after]), field: kept };
}

/** What the squares say about the rest of their shift, added to the field that they were compared with; null when too few say anything. */
export function refineField({ grid, field }: Placement): ShiftField | null {
  const { squares, columns, rows, origin, spacing } = grid;
  const evidence = emptyEvidence(columns, rows);
  const nodes = columns * rows;
  squares.forEach((square, node) => {
    if (square === null || square.texture < minTexture) return;
    evidence.textured += 1;
    const { xx, xy, yy, x, y } = square.pull;
    evidence.matrix.set([xx], node);
    evidence.matrix.set([xy], nodes + node);
    evidence.matrix.set([yy], 2 * nodes + node);
    evidence.right.set([x], node);
    evidence.right.set([y], nodes + node);
  });
  const found = smoothShifts(evidence);
  if (found === null) return null;
  const shift = found.map((value, index) => {
    if (field === null) return value;
    const node = index % nodes;
    return value + shiftAt(field, centreOf(grid, node))[index < nodes ? 'x' : 'y'];
  });
  return { columns, rows, origin, spacing, shift };
}

/** A step of so many wide pixels is half believed: shorter ones follow noise as well as the scene. */
const chance = 0.05;
/** The share of what the wide leaves unexplained that a field must explain to be believed at all, and fully. */
const hardly = 0.05;
const clearly = 0.25;

/** The field, by a smooth weight of 0 to 1 where it explains the wide better than the one before, which is kept elsewhere. */
function fieldWhereBetter(field: ShiftField, before: Placement, moved: SquareGrid): ShiftField {
  const plain = before.grid;
  const { columns, rows, origin, spacing } = plain;
  const isKnown = plain.squares.map((square, node) => Number(square !== null && moved.squares[node] !== null));
  const energies = ({ squares }: SquareGrid): Float32Array =>
    smoothOverSquares(
      Float32Array.from(squares, (square, node) => (isKnown[node] === 1 ? (square?.rough ?? 0) ** 2 : 0)),
      columns,
      rows,
    );
  const [without, within] = [energies(plain), energies(moved)];
  const better = smoothOverSquares(
    without.map((energy, node) => {
      const explained = 1 - (within[node] ?? 0) / (energy + 1e-9);
      return Math.min(1, Math.max(0, (explained - hardly) / (clearly - hardly)));
    }),
    columns,
    rows,
  );
  const nodes = field.columns * field.rows;
  const shift = field.shift.slice();
  for (let node = 0; node < nodes; node += 1) {
    const { x, y } = centreOf(field, node);
    const [column, row] = [Math.round((x - origin.x) / spacing), Math.round((y - origin.y) / spacing)];
    const nearest = Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column));
    const known = before.field === null ? { x: 0, y: 0 } : shiftAt(before.field, { x, y });
    const step = { x: (shift[node] ?? 0) - known.x, y: (shift[nodes + node] ?? 0) - known.y };
    const length = step.x ** 2 + step.y ** 2;
    const share = (Math.min(1, better[nearest] ?? 0) * length) / (length + chance ** 2);
    shift[node] = known.x + share * step.x;
    shift[nodes + node] = known.y + share * step.y;
  }
  return { ...field, shift };
}
