/**
 * The x of M x = b for a symmetric, positive definite M, given by the rows of its lower triangle (Cholesky). Throws a RangeError when M is not
 * positive definite.
 */
export function solveSymmetric(rows: readonly Float64Array[], b: Float64Array): Float64Array {
  const lower = choleskyFactor(rows);
  const x = b.slice();
  lower.forEach((row, i) => {
    x[i] = ((x[i] ?? 0) - dotUpTo(i, row, x)) / (row[i] ?? 1);
  });
  for (let i = lower.length - 1; i >= 0; i -= 1) {
    const row = lower[i] ?? none;
    const value = (x[i] ?? 0) / (row[i] ?? 1);
    x[i] = value;
    for (let k = 0; k < i; k += 1) x[k] = (x[k] ?? 0) - (row[k] ?? 0) * value;
  }
  return x;
}

/** The lower triangle L with L L' = M. */
function choleskyFactor(rows: readonly Float64Array[]): Float64Array[] {
  const lower = rows.map((row) => row.slice());
  lower.forEach((row, i) => {
    for (let j = 0; j < i; j += 1) {
      const other = lower[j] ?? none;
      row[j] = ((row[j] ?? 0) - dotUpTo(j, row, other)) / (other[j] ?? 1);
    }
    const square = (row[i] ?? 0) - dotUpTo(i, row, row);
    if (!(square > 0))
      throw new RangeError(`Expected a positive definite matrix, received one that is not at row ${i}`);
    row[i] = Math.sqrt(square);
  });
  return lower;
}

function dotUpTo(count: number, one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

const none = new Float64Array();
