import type { Point } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { createEdgeMeasure } from './edge-step.ts';
import type { PairEvaluation, Score, Scores } from './evaluation.ts';
import { lumaOf } from './luma.ts';
import type { Plane } from '#native-models/planes';
import { psnr, ssimOfParts, type Mask } from './metrics.ts';
import { referenceShare } from './reference-share.ts';
import { tileGains } from './tile-gains.ts';
import { regionMask, type RegionName } from './regions.ts';
import type { RegisteredPair, RowName } from './rows.ts';
import { tableContents, type TableName } from './tables.ts';

/** Measures results of one pair against its truth, in what the table asks for. */
export interface PairMeasure {
  truth: Plane;
  /** 1 inside the overlap, on the grid of the truth. */
  overlap: Mask;
  begin(name: string): PairRecord;
}

/** The results of one model, row by row. */
export interface PairRecord {
  add(row: RowName, result: PixelImage): void;
  finish(): PairEvaluation;
}

/** `overlap` is in wide pixels. */
export function createPairMeasure(
  options: RegisteredPair & { truth: PixelImage; overlap: readonly Point[]; table: TableName },
): PairMeasure {
  const { truth: truthImage, overlap, tele, registration, table } = options;
  const truth = lumaOf(truthImage);
  const regions = tableContents[table].regions.map((name) => ({
    name,
    mask: regionMask(name, { truth, overlap, tele, registration }),
  }));
  const doubled = overlap.map(({ x, y }) => ({ x: 2 * x, y: 2 * y }));
  const inner = regionMask('inner-overlap', { truth, overlap, tele, registration }) ?? new Uint8Array();
  const edgeStep = table === 'edge' ? createEdgeMeasure(truth, doubled) : null;
  return {
    truth,
    overlap: regionMask('overlap', { truth, overlap, tele, registration }) ?? new Uint8Array(truth.data.length),
    begin(name) {
      const evaluation: PairEvaluation = { name, verdict: registration.verdict, rows: {} };
      const lumas = new Map<RowName, Plane>();
      return {
        add(row, result) {
          const luma = lumaOf(result);
          evaluation.rows[row] = scoresOf(truth, luma, regions);
          if (edgeStep) evaluation.edges = { ...evaluation.edges, [row]: edgeStep(luma) };
          if (table === 'ablation' || table === 'ceilings') lumas.set(row, luma);
        },
        finish() {
          const [without, result] = [lumas.get('without-reference'), lumas.get('tele')];
          if (table === 'ceilings' && result) evaluation.tileGains = gainsOver(result, lumas, truth, inner);
          if (table === 'ablation' && without && result)
            evaluation.referenceShare = referenceShare({ ...options, truth, without, result });
          return evaluation;
        },
      };
    },
  };
}

function gainsOver(
  base: Plane,
  results: ReadonlyMap<RowName, Plane>,
  truth: Plane,
  mask: Mask,
): NonNullable<PairEvaluation['tileGains']> {
  return Object.fromEntries(
    [...results].map(([row, result]) => [
      row,
      tileGains(truth, result, base, mask).map((gain) => Math.round(gain * 1000) / 1000),
    ]),
  );
}

function scoresOf(
  truth: Plane,
  result: Plane,
  regions: readonly { name: RegionName; mask: Mask | undefined }[],
): Scores {
  const similarities = ssimOfParts(
    truth,
    result,
    regions.map(({ mask }) => mask),
  );
  return Object.fromEntries(
    regions.map(({ name, mask }, index): [RegionName, Score] => {
      const isThere = mask === undefined || mask.includes(1);
      return [
        name,
        { psnr: isThere ? psnr(truth, result, mask) : null, ssim: isThere ? (similarities[index] ?? null) : null },
      ];
    }),
  );
}
