import { emptyEvidence } from '#core/pairs/registering/match-squares';
import { shiftAt, type ShiftField } from '#core/pairs/registering/shift-field';
import { smoothShifts } from '#core/pairs/registering/smooth-shifts';
import {
  compareSquares,
  smoothOverSquares,
  type ComparedPhotos,
  type Placement,
  type SquareGrid,
} from './compare-squares.ts';

/** The field where it explains the wide better than what was there before, and that elsewhere. */
export async function whereBetter(options: ComparedPhotos, before: Placement, field: ShiftField): Promise<Placement> {
  const after = { grid: await compareSquares(options, field, [before]), field };
  const kept = fieldWhereBetter(field, before, after.grid);
  return { grid: await compareSquares(options, kept, [before, after]), field: kept };
}

/** Of a square's deviation, 0 to 1, from which on it says where it lies. */
const leastTexture = 0.012;

/** What the squares say about the rest of their shift, added to the field that they were compared with; null when too few say anything. */
export function refineField({ grid, field }: Placement): ShiftField | null {
  const { squares, columns, rows, origin, spacing } = grid;
  const evidence = emptyEvidence(columns, rows);
  const nodes = columns * rows;
  squares.forEach((square, node) => {
    if (square === null || square.texture < leastTexture) return;
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
    const place = { x: origin.x + (node % columns) * spacing, y: origin.y + Math.floor(node / columns) * spacing };
    return value + shiftAt(field, place)[index < nodes ? 'x' : 'y'];
  });
  return { columns, rows, origin, spacing, shift };
}

/** A step of so many wide pixels is half believed: shorter ones follow noise as well as the scene. */
const chance = 0.3;
/** The field must leave so much less of the wide's variance, or it follows noise. */
const clearlyLess = 0.8;

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
    without.map((energy, node) => Number((within[node] ?? 0) < clearlyLess * energy)),
    columns,
    rows,
  );
  const nodes = field.columns * field.rows;
  const shift = field.shift.slice();
  for (let node = 0; node < nodes; node += 1) {
    const x = field.origin.x + (node % field.columns) * field.spacing;
    const y = field.origin.y + Math.floor(node / field.columns) * field.spacing;
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
