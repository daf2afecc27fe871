import type { RegionName } from './regions.ts';
import { pastedRowNames, type RowName } from './rows.ts';

/** What a table asks: which results are made, and where they are measured. */
export interface TableContents {
  rows: readonly RowName[];
  regions: readonly RegionName[];
}

export const tableNames = ['quality', 'similarity', 'damage', 'stamp', 'edge', 'ablation', 'ceilings'] as const;
export type TableName = (typeof tableNames)[number];

export const tableContents: Record<TableName, TableContents> = {
  /** The paper's Table 2. */
  quality: {
    rows: ['bicubic', 'without-reference', 'unrelated-reference', 'tele'],
    regions: ['whole', 'overlap', 'outside'],
  },
  /** The paper's Table 3: references that resemble the scene less and less. */
  similarity: {
    rows: [
      'bicubic',
      'without-reference',
      'tele',
      'shifted-8',
      'shifted-24',
      'shifted-80',
      'other-part',
      'other-photo',
      'unrelated-reference',
    ],
    regions: ['overlap'],
  },
  damage: {
    rows: ['without-reference', 'tele', 'half-black', 'half-grey', 'half-blurred', 'half-moved'],
    regions: ['damaged-half', 'good-half', 'far-good-half'],
  },
  /** Letters burnt into the tele must not come into the result. */
  stamp: { rows: ['without-reference', 'tele', 'stamped'], regions: ['date-stamp', 'watermark'] },
  /** Whether the overlap's border can be found in the result. */
  edge: { rows: ['bicubic', 'without-reference', 'tele'], regions: ['overlap', 'outside'] },
  /** The paper's Table 4 and Figures 7 to 9: variants of one network against each other. */
  ablation: { rows: ['bicubic', 'without-reference', 'tele'], regions: ['whole', 'overlap', 'outside'] },
  /** What the tele would give if it were only pasted: what a network has to reach. */
  ceilings: {
    rows: ['bicubic', 'without-reference', 'tele', ...pastedRowNames],
    regions: ['overlap', 'inner-overlap', 'outside'],
  },
};

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
