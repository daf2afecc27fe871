export type DataType = 'float32' | 'float16' | 'int32' | 'int64' | 'bool';

/** What is known of a tensor before it has values: its element type and its whole shape. */
export interface TensorType {
  readonly dtype: DataType;
  readonly shape: readonly number[];
}

export const bytesPerElement: Record<DataType, number> = { float32: 4, float16: 2, int32: 4, int64: 8, bool: 1 };

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function byteSize({ dtype, shape }: TensorType): number {
  return elementCount(shape) * bytesPerElement[dtype];
}

/** A tensor type as error messages show it: `float32 [1, 3, 32, 32]`. */
export function describeType({ dtype, shape }: TensorType): string {
  return `${dtype} [${shape.join(', ')}]`;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, index) => size === b[index]);
}

/** The shape two operands make together, aligned at their last dimensions. Throws a RangeError when they do not fit. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[index - rank + a.length] ?? 1;
    const right = b[index - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new RangeError(`Expected shapes that broadcast, received [${a.join(', ')}] and [${b.join(', ')}]`);
    return left === 1 ? right : left;
  });
}

/** One dimension of a shape. Throws a RangeError when there is no such dimension; negative counts from the end. */
export function dimension(shape: readonly number[], axis: number): number {
  const size = shape.at(axis);
  if (size === undefined || axis < -shape.length)
    throw new RangeError(`Expected a dimension ${axis}, received the shape [${shape.join(', ')}]`);
  return size;
}
