import { describe, expect, it } from 'vitest';
import { meanOfPairs, type Evaluation, type PairEvaluation, type Scores } from '#core/learning/evaluation/evaluation';
import type { EdgeStep } from '#core/learning/evaluation/edge-step';
import { markdownTable, tableContents, type TableName } from '#core/learning/evaluation/tables';
import { pairTables, reportTables } from '#core/learning/evaluation/report-tables';
import type { RowName } from '#core/learning/evaluation/rows';

/** Scores that tell where they come from: the region's number in tenths above `psnr`. */
function scores(table: TableName, psnr: number): Scores {
  return Object.fromEntries(
    tableContents[table].regions.map((region, index) => [region, { psnr: psnr + index / 10, ssim: 0.9 }]),
  );
}

function evaluationOf(table: TableName, model: string, psnr: Partial<Record<RowName, number>>): Evaluation {
  const rows = Object.fromEntries(Object.entries(psnr).map(([row, value]) => [row, scores(table, value)]));
  return { protocol: 'camerafusion', table, model, pairs: [{ name: 'one', verdict: 'good', rows }], mean: rows };
}

describe('markdownTable', () => {
  it('fills rows up and keeps bars inside cells', () => {
    expect(markdownTable(['', 'a', 'b'], [['x'], ['y', '1|2', '3']])).toBe(
      '|  | a | b |\n|---|---|---|\n| x |  |  |\n| y | 1\\|2 | 3 |',
    );
  });
});

describe('meanOfPairs', () => {
  const pair = (name: string, tele: number | null): PairEvaluation => ({
    name,
    verdict: 'good',
    rows: {
      bicubic: { whole: { psnr: 30, ssim: 0.9 } },
      ...(tele === null ? {} : { tele: { whole: { psnr: tele, ssim: 0.8 }, overlap: { psnr: null, ssim: null } } }),
    },
  });

  it('is over the pairs that have the row and the region, and null where none has', () => {
    const mean = meanOfPairs(
      [pair('a', 31), pair('b', null), pair('c', 34)],
      ['bicubic', 'tele'],
      ['whole', 'overlap'],
    );
    expect(mean.tele?.whole?.psnr).toBeCloseTo(32.5, 12);
    expect(mean.bicubic?.whole?.psnr).toBe(30);
    expect(mean.tele?.overlap).toEqual({ psnr: null, ssim: null });
  });

  it('lacks rows that no pair has', () => {
    expect(Object.keys(meanOfPairs([pair('a', null)], ['bicubic', 'tele'], ['whole']))).toEqual(['bicubic']);
  });
});

describe('reportTables', () => {
  const quality = { bicubic: 28, 'without-reference': 29, 'unrelated-reference': 29, tele: 31 };

  it('refuses nothing to report, and what cannot stand in one table', () => {
    expect(() => reportTables([])).toThrow(/at least one/);
    const evaluations = [evaluationOf('quality', 'a', quality), evaluationOf('damage', 'a', quality)];
    expect(() => reportTables(evaluations)).toThrow(/one protocol and one table/);
  });

  it('lays out Table 2: bicubic once, every model, a missing one with its reason, the figures of the paper', () => {
    const evaluations = [
      evaluationOf('quality', 'fast', quality),
      evaluationOf('quality', 'other', { ...quality, tele: 27.5 }),
    ];
    const lines = reportTables(evaluations, [{ id: 'paper', reason: 'It is not there.' }]).split('\n');
    expect(lines.filter((line) => line.startsWith('| bicubic | 28.00'))).toHaveLength(1);
    expect(lines).toContain('| fast, the true tele | 31.00 / 0.9000 | 31.10 / 0.9000 | 31.20 / 0.9000 | +3.00 |');
    expect(lines).toContain('| other, the true tele | 27.50 / 0.9000 | 27.60 / 0.9000 | 27.70 / 0.9000 | −0.50 |');
    expect(lines).toContain('| paper | It is not there. |  |  |  |');
    expect(lines).toContain('| DCSR-l1 | 36.98 / 0.933 | 37.28 / 0.942 | 36.94 / 0.931 |');
    expect(lines.join('\n')).toMatch(/its own CameraFusion pairs/);
  });

  it('leaves the paper out where its protocol is another', () => {
    const zoom: Evaluation = { ...evaluationOf('quality', 'fast', quality), protocol: 'zoom-pairs' };
    expect(reportTables([zoom])).not.toMatch(/DCSR/);
  });

  it('compares damaged halves with no reference there', () => {
    const text = reportTables([
      evaluationOf('damage', 'fast', { 'without-reference': 30, tele: 32, 'half-moved': 29.85 }),
    ]);
    expect(text).toContain('| fast, without reference | 30.00 / 0.9000 | 30.10 / 0.9000 | 30.20 / 0.9000 |  | −2.00 |');
    expect(text).toContain(
      '| fast, half of the tele moved | 29.85 / 0.9000 | 29.95 / 0.9000 | 30.05 / 0.9000 | −0.15 | −2.15 |',
    );
  });

  it('says of ceilings what each row gains over the network, with its error over the tiles', () => {
    const evaluation = evaluationOf('ceilings', 'fast', { bicubic: 25, tele: 29, 'paste-2': 33 });
    const pairs = [[3, 5], [4]].map((gains, index) => ({
      name: `pair-${index}`,
      verdict: 'good' as const,
      rows: {},
      tileGains: { tele: [0, 0], 'paste-2': gains },
    }));
    const text = reportTables([{ ...evaluation, pairs }]);
    expect(text).toMatch(/pasted above 2 pixels .*\| \+8\.00 \| \+4\.00 ± 0\.58 \(3\) \|/);
    expect(text).toMatch(/the true tele \|.*\| \+4\.00 \| {2}\|/);
  });

  it('reports the pairs for choosing and for judging apart, and neither where one of them is missing', () => {
    const { mean } = evaluationOf('quality', 'fast', quality);
    const pairs = ['iphone-014', 'iphone-005', 'iphone-023', 'other'].map((name, index) => ({
      name,
      verdict: 'good' as const,
      rows: { bicubic: scores('quality', 20 + index), tele: scores('quality', 30) },
    }));
    const evaluation: Evaluation = { ...evaluationOf('quality', 'fast', quality), pairs, mean };
    const text = reportTables([evaluation]);
    expect(text).toMatch(/2 pairs for judging \(iphone-005, iphone-023\)[^]*\| bicubic \| 21\.50/);
    expect(text).toMatch(/1 pairs for choosing \(iphone-014\)[^]*\| bicubic \| 20\.00/);
    expect(pairTables(evaluation)).toMatch(/2 pairs for judging/);
    expect(reportTables([{ ...evaluation, pairs: pairs.slice(1) }])).not.toMatch(/judging/);
  });

  it('says of variants how much of the high band came from the reference', () => {
    const evaluation = evaluationOf('ablation', 'fast', { 'without-reference': 30, tele: 31 });
    const pairs = [0.4, 0.5].map((result, index) => ({
      ...evaluation.pairs[0],
      name: `pair-${index}`,
      verdict: 'good' as const,
      rows: {},
      referenceShare: { result, truth: 0.8 },
    }));
    expect(reportTables([{ ...evaluation, pairs }])).toContain('| +1.00 | 45.0 % (80.0 %) |');
  });

  it('shows the border with its noise, and says when it cannot be judged', () => {
    const step: EdgeStep = {
      result: { value: 3.2, noise: 0.8 },
      truth: { value: 1, noise: 0.7 },
      excess: { value: -2.2, noise: 0.3 },
      brightness: 0.19,
      seam: 0.9,
      profile: [
        { distance: -2, sharpness: { value: -3, noise: 0.4 } },
        { distance: 2, sharpness: { value: -1, noise: 0.5 } },
      ],
      segments: 43,
    };
    const evaluation = evaluationOf('edge', 'fast', { tele: 31 });
    const withEdges = (edges: PairEvaluation['edges']): Evaluation => ({
      ...evaluation,
      pairs: evaluation.pairs.map((pair) => ({ ...pair, edges: edges ?? {} })),
    });
    const text = reportTables([withEdges({ tele: step })]);
    expect(text).toContain('| fast, the true tele | 3.20 ± 0.80 | 1.00 ± 0.70 | −2.20 ± 0.30 | 0.19 | 0.90 |');
    expect(text).toContain('| -2 | −3.00 ± 0.40 |');
    expect(text).toContain('43 segments');
    expect(reportTables([withEdges({ tele: null })])).toContain('one: too little texture');
  });
});

describe('pairTables', () => {
  it('shows every pair, and the mean only of several', () => {
    const one = evaluationOf('quality', 'fast', { bicubic: 28, tele: 31 });
    expect(pairTables(one)).toContain('one (registration good)\n\n|  | whole | overlap | outside |');
    expect(pairTables(one)).toContain('| tele | 31.00 / 0.9000 | 31.10 / 0.9000 | 31.20 / 0.9000 |');
    expect(pairTables(one)).not.toContain('mean of');
    expect(pairTables({ ...one, pairs: [...one.pairs, ...one.pairs] })).toContain('mean of 2 pairs');
  });
});
