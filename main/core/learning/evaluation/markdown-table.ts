/** A model that was asked for and could not be measured. */
export interface MissingModel {
  id: string;
  /** Why, as a sentence. */
  reason: string;
}

/** A table with one column for each heading; shorter rows are filled up. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${headings.map((_, index) => (cells[index] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Rows that say of each missing model why it is not there. */
export function missingRows(missing: readonly MissingModel[]): string[][] {
  return missing.map(({ id, reason }) => [id, reason]);
}
