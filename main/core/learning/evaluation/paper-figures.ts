import type { TableName } from './tables.ts';

/** A row as the method's paper prints it: DCSR, ICCV 2021. */
export interface PaperRow {
  label: string;
  /** One cell for each column of the table that the paper has a figure for; empty where it has none. */
  cells: readonly string[];
}

/** What the paper measured, on its own pictures, to stand beside ours. Columns as in report-tables.ts. */
export const paperFigures: Record<TableName, { source: string; rows: readonly PaperRow[] } | null> = {
  quality: {
    source:
      'The paper, its Table 2 and Section 4.2.2: its own CameraFusion pairs, which are other photos; the "-l1" model is trained with plain L1.',
    rows: [
      { label: 'bicubic', cells: ['33.20 / 0.893', '', ''] },
      { label: 'RCAN (no reference)', cells: ['33.94 / 0.911', '', ''] },
      { label: 'TTSR-l1', cells: ['36.28 / 0.928', '', ''] },
      { label: 'DCSR, all losses', cells: ['34.41 / 0.904', '', ''] },
      { label: 'DCSR-l1', cells: ['36.98 / 0.933', '37.28 / 0.942', '36.94 / 0.931'] },
    ],
  },
  similarity: {
    source:
      'The paper, its Table 3: DCSR-l1 on CUFED5, other pictures, enlarged four times, whole picture; L1 is the most similar reference, L4 the least.',
    rows: [
      { label: 'L1', cells: ['27.30 / 0.807'] },
      { label: 'L2', cells: ['26.92 / 0.795'] },
      { label: 'L3', cells: ['26.80 / 0.791'] },
      { label: 'L4', cells: ['26.70 / 0.788'] },
    ],
  },
  damage: null,
  stamp: null,
  edge: null,
  ceilings: null,
  ablation: {
    source: 'The paper, its Table 4: DCSR-l1 on CUFED5, other pictures, enlarged four times, whole picture.',
    rows: [
      { label: 'summation', cells: ['26.85 / 0.794'] },
      { label: 'soft fusion (C alone)', cells: ['27.12 / 0.803'] },
      { label: 'adaptive fusion', cells: ['27.30 / 0.807'] },
    ],
  },
};
