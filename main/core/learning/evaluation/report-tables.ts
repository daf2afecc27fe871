import { meanOfPairs, type Evaluation, type PairEvaluation, type Score } from './evaluation.ts';
import { edgeTables } from './edge-tables.ts';
import { markdownTable, missingRows, type MissingModel, tableContents, type TableName } from './tables.ts';
import type { RegionName } from './regions.ts';
import { meanOfTiles } from './tile-gains.ts';
import { rowLabels, rowNames, type RowName } from './rows.ts';

/** Every pair of one evaluation as a Markdown table of its own, and the mean where there are several. */
export function pairTables(evaluation: Evaluation): string {
  const { protocol, table, model, pairs, mean } = evaluation;
  const tables = pairs.map(
    ({ name, verdict, rows }) => `${name} (registration ${verdict})\n\n${rowsTable(table, rows)}`,
  );
  if (pairs.length > 1) tables.push(`mean of ${pairs.length} pairs\n\n${rowsTable(table, mean)}`);
  for (const group of groupsOf(evaluation)) tables.push(`${group.title}\n\n${rowsTable(table, group.evaluation.mean)}`);
  return [`Protocol ${protocol}, model ${model}, PSNR in dB and SSIM on luma`, ...tables].join('\n\n');
}

function rowsTable(table: TableName, rows: PairEvaluation['rows']): string {
  const { regions } = tableContents[table];
  return markdownTable(
    ['', ...regions],
    rowNames.flatMap((row) => {
      const scores = rows[row];
      return scores ? [[row, ...regions.map((region) => cell(scores[region]))]] : [];
    }),
  );
}

/**
 * Evaluations of several models on one dataset as one Markdown page in the layout of the paper's tables, the paper's own figures below
 * ours. The evaluations must be of one protocol and one table; a missing model gets a row that says why.
 */
export function reportTables(evaluations: readonly Evaluation[], missing: readonly MissingModel[] = []): string {
  const [first] = evaluations;
  if (first === undefined) throw new RangeError('Expected at least one evaluation');
  const { protocol, table, pairs } = first;
  if (evaluations.some((one) => one.protocol !== protocol || one.table !== table)) {
    throw new RangeError('Expected evaluations of one protocol and one table');
  }
  const names = pairs.length > 4 ? `mean of ${pairs.length} pairs` : pairs.map(({ name }) => name).join(', ');
  const head = `${titles[table]}. Protocol ${protocol}, ${names}; PSNR in dB / SSIM on luma.`;
  const parts = table === 'edge' ? edgeTables(evaluations, missing) : comparisons(evaluations, missing);
  const paper = paperTable(table, columnsOf(table));
  return [head, ...parts, ...(paper && protocol === 'camerafusion' ? paper : [])].join('\n\n');
}

const titles: Record<TableName, string> = {
  quality: "Results (the paper's Table 2)",
  similarity: "Similarity of the reference (the paper's Table 3), in the overlap",
  damage: 'Half of the tele damaged, the registration as it was',
  stamp: 'Letters burnt into the tele, measured on the letters and 3 pixels around them',
  edge: 'The border of the overlap',
  ceilings: 'What pasting the tele would give',
  ablation: "Variants of the network (the paper's Table 4, Figures 7 to 9)",
};

/** Over all pairs, and over those of each group apart. */
function comparisons(evaluations: readonly Evaluation[], missing: readonly MissingModel[]): string[] {
  const apart = groupNames.flatMap((name) => {
    const parts = evaluations.flatMap((evaluation) => groupsOf(evaluation).filter(({ group }) => group === name));
    const [first] = parts;
    return first
      ? [
          first.title,
          comparison(
            parts.map(({ evaluation }) => evaluation),
            [],
          ),
        ]
      : [];
  });
  return [comparison(evaluations, missing), ...apart];
}

/** The evaluation of each group of pairs that it has, where it has pairs of both. */
function groupsOf(evaluation: Evaluation): { group: GroupName; title: string; evaluation: Evaluation }[] {
  const { table } = evaluation;
  const groups = groupNames.map((group) => ({ group, pairs: pairsOfGroup(group, evaluation.pairs) }));
  if (groups.some(({ pairs }) => pairs.length === 0)) return [];
  return groups.map(({ group, pairs }) => ({
    group,
    title: `mean of the ${pairs.length} pairs for ${group} (${pairs.map(({ name }) => name).join(', ')})`,
    evaluation: { ...evaluation, pairs, mean: meanOfPairs(pairs, rowNames, tableContents[table].regions) },
  }));
}

function comparison(evaluations: readonly Evaluation[], missing: readonly MissingModel[]): string {
  const { table } = evaluations[0] ?? { table: 'quality' };
  const columns = columnsOf(table);
  const { rows, regions } = tableContents[table];
  const ours = evaluations.flatMap((evaluation, index) =>
    rows.flatMap((row) => {
      // Bicubic is no model's.
      if (row === 'bicubic' && index > 0) return [];
      const scores = evaluation.mean[row];
      return scores
        ? [[label(evaluation, row), ...regions.map((region) => cell(scores[region])), ...extras(evaluation, row)]]
        : [];
    }),
  );
  return markdownTable(columns, [...ours, ...missingRows(missing)]);
}

function columnsOf(table: TableName): string[] {
  return ['', ...tableContents[table].regions, ...extraColumns[table]];
}

const extraColumns: Record<TableName, readonly string[]> = {
  quality: ['overlap against bicubic'],
  similarity: ['against no reference'],
  damage: ['damaged half against no reference', 'good half beyond 24 pixels against the true tele'],
  stamp: ['date-stamp against no reference', 'watermark against no reference'],
  edge: [],
  ceilings: ['inner overlap against bicubic', 'against the true tele, by tiles of the inner overlap'],
  ablation: ['overlap against no reference', "share of the high band from the reference (the truth's own)"],
};

/** What a row gains over the one it is compared with, and in the last table how much of the reference it shows. */
function extras(evaluation: Evaluation, row: RowName): string[] {
  const gain = (region: RegionName, base: RowName): string =>
    row === base ? '' : difference(evaluation.mean[row]?.[region], evaluation.mean[base]?.[region]);
  const byTable: Record<TableName, () => string[]> = {
    quality: () => [gain('overlap', 'bicubic')],
    similarity: () => [gain('overlap', 'without-reference')],
    damage: () => [gain('damaged-half', 'without-reference'), gain('far-good-half', 'tele')],
    stamp: () => [gain('date-stamp', 'without-reference'), gain('watermark', 'without-reference')],
    edge: () => [],
    ceilings: () => [gain('inner-overlap', 'bicubic'), row === 'tele' ? '' : tileGainOf(evaluation, row)],
    ablation: () => [gain('overlap', 'without-reference'), row === 'tele' ? shareOf(evaluation) : ''],
  };
  return byTable[evaluation.table]();
}

function tileGainOf({ pairs }: Evaluation, row: RowName): string {
  const gain = meanOfTiles(pairs.flatMap(({ tileGains }) => tileGains?.[row] ?? []));
  return gain === null ? '' : `${signed(gain.mean)} ± ${gain.error.toFixed(2)} (${gain.tiles})`;
}

function shareOf({ pairs }: Evaluation): string {
  const shares = pairs.flatMap(({ referenceShare }) => referenceShare ?? []);
  if (shares.length === 0) return '';
  const percent = (values: number[]): string =>
    `${((100 * values.reduce((sum, value) => sum + value, 0)) / values.length).toFixed(1)} %`;
  return `${percent(shares.map(({ result }) => result))} (${percent(shares.map(({ truth }) => truth))})`;
}

function label({ model }: Evaluation, row: RowName): string {
  return row === 'bicubic' ? rowLabels[row] : `${model}, ${rowLabels[row]}`;
}

function difference(score: Score | undefined, base: Score | undefined): string {
  if (typeof score?.psnr !== 'number' || typeof base?.psnr !== 'number') return '';
  return signed(score.psnr - base.psnr);
}

function signed(gain: number): string {
  return `${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(2)}`;
}

function paperTable(table: TableName, columns: readonly string[]): string[] | null {
  const paper = paperFigures[table];
  if (paper === null) return null;
  // Its figures without a region are of the whole picture.
  const header = paper.rows.some(({ cells }) => cells.length > 1) ? columns.slice(0, 4) : ['', 'whole'];
  return [
    paper.source,
    markdownTable(
      header,
      paper.rows.map(({ label: name, cells }) => [name, ...cells]),
    ),
  ];
}

function cell(score: Score | undefined): string {
  return typeof score?.psnr === 'number' ? `${score.psnr.toFixed(2)} / ${score.ssim?.toFixed(4) ?? ''}` : '';
}

/** A row as the method's paper prints it: DCSR, ICCV 2021. */
interface PaperRow {
  label: string;
  /** One cell for each column of the table that the paper has a figure for; empty where it has none. */
  cells: readonly string[];
}

/** What the paper measured, on its own pictures, to stand beside ours. Columns as in report-tables.ts. */
const paperFigures: Record<TableName, { source: string; rows: readonly PaperRow[] } | null> = {
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

/** Pairs that models are chosen on, and those that only judge: reported apart, so that no choice flatters itself. */
const groupNames = ['choosing', 'judging'] as const;
type GroupName = (typeof groupNames)[number];

/** Every second pair of City100's iPhone pairs, in the order of their numbers. All other pairs belong to neither group. */
const pairsOfGroups: Record<GroupName, readonly string[]> = {
  choosing: ['iphone-014', 'iphone-032', 'iphone-050', 'iphone-068', 'iphone-086'],
  judging: ['iphone-005', 'iphone-023', 'iphone-041', 'iphone-059', 'iphone-077', 'iphone-095'],
};

/** Those of the pairs that belong to the group. */
function pairsOfGroup<Pair extends { name: string }>(group: GroupName, pairs: readonly Pair[]): Pair[] {
  return pairs.filter(({ name }) => pairsOfGroups[group].includes(name));
}
