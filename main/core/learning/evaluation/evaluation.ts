import type { Registration } from '#contract/registration';
import type { EdgeStep } from './edge-step.ts';
import type { ProtocolName } from './protocols.ts';
import type { ReferenceShare } from './reference-share.ts';
import type { RegionName } from './regions.ts';
import type { RowName } from './rows.ts';
import type { TableName } from './tables.ts';

/** In dB and 0..1, on luma; null where there is no such region. */
export interface Score {
  psnr: number | null;
  ssim: number | null;
}

/** The regions that were asked for. */
export type Scores = Partial<Record<RegionName, Score>>;

export interface PairEvaluation {
  name: string;
  verdict: Registration['verdict'];
  /** The rows that were asked for and that this pair has. */
  rows: Partial<Record<RowName, Scores>>;
  /** Of the table `edge`; null where the border has too little texture to tell. */
  edges?: Partial<Record<RowName, EdgeStep | null>>;
  /** Of the table `ceilings`: what each row gains over the true tele, tile by tile of the inner overlap, dB. */
  tileGains?: Partial<Record<RowName, number[]>>;
  /** Of the table `ablation`; null where nothing is covered by the tele. */
  referenceShare?: ReferenceShare | null;
}

/** What one model did on one dataset. */
export interface Evaluation {
  protocol: ProtocolName;
  table: TableName;
  model: string;
  pairs: PairEvaluation[];
  /** Of the pairs that have the row and the region. */
  mean: Partial<Record<RowName, Scores>>;
}

/** The mean over pairs of every row and region that any of them has. */
export function meanOfPairs(
  pairs: readonly PairEvaluation[],
  rows: readonly RowName[],
  regions: readonly RegionName[],
): Evaluation['mean'] {
  const meanScores = (row: RowName): Scores =>
    Object.fromEntries(
      regions.map((region) => {
        const scores = pairs.map((pair) => pair.rows[row]?.[region]);
        return [
          region,
          { psnr: meanOf(scores.map((score) => score?.psnr)), ssim: meanOf(scores.map((score) => score?.ssim)) },
        ];
      }),
    );
  const measured = rows.filter((row) => pairs.some((pair) => pair.rows[row] !== undefined));
  return Object.fromEntries(measured.map((row) => [row, meanScores(row)]));
}

function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
