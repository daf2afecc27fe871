import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawSvg } from '#core/photos/previews/draw-svg';
import { drawChart, type ChartPanel } from '#core/learning/training/draw-chart';
import { learningCurve } from '#core/learning/training/learning-curve';
import type { LogEntry } from '#core/learning/training/training-log';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const place = (step: number) => ({ step, seconds: step / 5 });
const train = (step: number, figures: Record<string, number>): LogEntry => ({
  ...{ event: 'train', ...place(step), learningRate: 1e-4, figures, skipped: 0, stepsPerSecond: 5, waiting: 0 },
});
const validation = (step: number, gain: Record<string, number>): LogEntry => ({
  event: 'validation',
  ...place(step),
  gain,
});

function panel(points: [number, number][], scale: ChartPanel['scale'] = 'linear'): ChartPanel {
  return { title: 'a & b', yLabel: '<dB>', scale, series: [{ label: 'x', colour: '#ff0000', points }] };
}

/** The places of the first line of the chart, in pixels. */
function drawnPoints(...panels: ChartPanel[]): number[][] {
  const svg = drawChart({ title: '', subtitle: '', xLabel: 'steps', panels });
  const [, places = ''] = /<polyline[^>]*points="([^"]*)"/.exec(svg) ?? [];
  return places
    .split(' ')
    .filter(Boolean)
    .map((pair) => pair.split(',').map(Number));
}

describe('learningCurve', () => {
  it('can be drawn before anything was measured', () => {
    const chart = learningCurve('Nothing', []);
    expect(chart.panels.every(({ series }) => series.every(({ points }) => points.length === 0))).toBe(true);
    expect(drawChart(chart)).not.toMatch(/NaN|Infinity/);
  });

  it('gives each figure its line over the steps', () => {
    const chart = learningCurve('T', [
      train(10, { loss: 0.5, 'loss.pixels': 0.4, 'matching-accuracy': 0.25, 'gradient-norm': 3 }),
      validation(10, { 'clean/true': 1, 'mean/true': 2, 'mean/unrelated': -0.5, 'mean/none': 0 }),
      train(20, { loss: 0.25, 'loss.pixels': 0.2, 'matching-accuracy': 0.5, 'gradient-norm': 2 }),
    ]);
    const lines = chart.panels.map(({ series }) => series.map(({ label, points }) => [label, points]));
    expect(lines).toEqual([
      [
        [
          'loss',
          [
            [10, 0.5],
            [20, 0.25],
          ],
        ],
        [
          'pixels',
          [
            [10, 0.4],
            [20, 0.2],
          ],
        ],
      ],
      [
        [
          'matching accuracy',
          [
            [10, 25],
            [20, 50],
          ],
        ],
      ],
      [
        ['mean, true reference', [[10, 2]]],
        ['mean, unrelated', [[10, -0.5]]],
        ['mean, none', [[10, 0]]],
        ['clean, true', [[10, 1]]],
      ],
    ]);
    expect(chart.subtitle).toContain('20 steps in 4 s');
  });
});

describe('drawChart', () => {
  it('places values in proportion on a linear axis', () => {
    const [[left = 0, low = 0] = [], [middle = 0, half = 0] = [], [right = 0, high = 0] = []] = drawnPoints(
      panel([
        [0, 0],
        [50, 1],
        [100, 2],
      ]),
    );
    expect(middle - left).toBeCloseTo(right - middle, 0);
    expect(low - half).toBeCloseTo(half - high, 0);
    expect(low).toBeGreaterThan(high);
  });

  it('places equal ratios at equal distances on a logarithmic axis, and leaves out what it cannot show', () => {
    const points = drawnPoints(
      panel(
        [
          [0, 0.01],
          [1, 0.1],
          [2, 0],
          [3, 1],
          [4, Number.NaN],
        ],
        'logarithmic',
      ),
    );
    expect(points).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = points.map(([, y]) => y);
    expect(first - second).toBeCloseTo(second - third, 0);
  });

  it('draws one value, and equal ones', () => {
    for (const points of [
      [[5, 3]],
      [
        [1, 3],
        [2, 3],
      ],
      [
        [1, 0],
        [2, 0],
      ],
      [[1, -2]],
    ] as [number, number][][])
      for (const scale of ['linear', 'logarithmic'] as const)
        expect(drawChart({ title: '', subtitle: '', xLabel: '', panels: [panel(points, scale)] })).not.toMatch(
          /NaN|Inf/,
        );
  });

  it('becomes a picture in which the line can be seen', async () => {
    const path = join(temporaryFolder(), 'made/curve.png');
    await drawSvg(
      path,
      drawChart({
        title: 'T',
        subtitle: 's',
        xLabel: 'steps',
        panels: [
          panel([
            [0, 0],
            [9, 9],
          ]),
        ],
      }),
    );
    const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(1280);
    let red = 0;
    for (let index = 0; index < data.length; index += 3)
      if ((data[index] ?? 0) > 240 && (data[index + 1] ?? 0) < 20 && (data[index + 2] ?? 0) < 20) red += 1;
    expect(red).toBeGreaterThan(1000);
  });
});
