/** A list of equal cells in rows of equal height, of which only those near what is in sight are drawn. */
export interface RowPlan {
  readonly columns: number;
  readonly rows: number;
  /** Of everything, CSS pixels. */
  readonly height: number;
  /** Rows to draw, `end` not included. */
  readonly start: number;
  readonly end: number;
}

/** What the list of a `VirtualGrid` can be asked. */
export interface VirtualList {
  columns(): number;
  rowsInSight(): number;
  /** Scrolls as little as can be until the item at this place is in sight. */
  bringIntoSight(place: number): void;
}

/** As many columns as there is room for, and always one. */
export function columnsIn(width: number, minCellWidth: number): number {
  return Math.max(1, Math.floor(width / minCellWidth));
}

/** All lengths in CSS pixels. `spareRows` are drawn above and below what is in sight, so that scrolling never meets a gap. */
export function planRows(options: {
  count: number;
  columns: number;
  height: number;
  scrollTop: number;
  rowHeight: number;
  spareRows: number;
}): RowPlan {
  const { count, columns, height, scrollTop, rowHeight, spareRows } = options;
  const rows = Math.ceil(count / columns);
  const first = Math.floor(scrollTop / rowHeight) - spareRows;
  const last = Math.ceil((scrollTop + height) / rowHeight) + spareRows;
  return {
    columns,
    rows,
    height: rows * rowHeight,
    start: Math.min(rows, Math.max(0, first)),
    end: Math.min(rows, Math.max(0, last)),
  };
}

/** How far to scroll so that a row is in sight, moving as little as can be. */
export function scrollToRow(
  row: number,
  { scrollTop, height, rowHeight }: { scrollTop: number; height: number; rowHeight: number },
): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, Math.min(top, top + rowHeight - height));
}
