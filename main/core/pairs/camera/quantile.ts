/** 0 for no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that `share` of the values, 0 to 1, lie below: between neighbours in order, in proportion. 0 for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const before = sorted[Math.floor(place)] ?? 0;
  return before + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? before) - before);
}
