import type { Chart, ChartPanel, ChartSeries } from './draw-chart.ts';
import type { LogEntry } from './training-log.ts';
import { references } from './validation.ts';

type TrainEntry = Extract<LogEntry, { event: 'train' }>;
type ValidationEntry = Extract<LogEntry, { event: 'validation' }>;

/** Told apart by eye, by colour-blind ones too (Okabe and Ito). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7a7a7a'];

/** The story of a training as a chart: losses, what the matching gets right, and the validation's gains, over the steps. */
export function learningCurve(title: string, entries: readonly LogEntry[]): Chart {
  const train = entries.filter((entry) => entry.event === 'train');
  const validations = entries.filter((entry) => entry.event === 'validation');
  const seconds = entries.reduce((longest, entry) => Math.max(longest, entry.seconds), 0);
  const last = train.at(-1);
  return {
    title,
    subtitle: [
      `${(last?.step ?? 0).toLocaleString('en-GB')} steps in ${duration(seconds)}`,
      ...(last === undefined ? [] : [`${last.stepsPerSecond} steps a second`]),
      `values beside the names are the last`,
    ].join('   ·   '),
    xLabel: 'steps',
    panels: [lossPanel(train), ...accuracyPanel(train), gainPanel(validations)],
  };
}

function lossPanel(entries: readonly TrainEntry[]): ChartPanel {
  const names = figureNames(entries).filter((name) => name.startsWith('loss'));
  const series = names.flatMap((name, index) =>
    smoothed({ label: name.replace(/^loss\./, ''), colour: colourOf(index), points: pointsOf(entries, name) }),
  );
  return { title: 'Losses (means over the steps of a line of the log)', yLabel: 'loss', scale: 'logarithmic', series };
}

function accuracyPanel(entries: readonly TrainEntry[]): ChartPanel[] {
  const names = figureNames(entries).filter((name) => name.endsWith('accuracy'));
  if (names.length === 0) return [];
  const series = names.flatMap((name, index) =>
    smoothed({
      label: name.replaceAll('-', ' '),
      colour: colourOf(index),
      points: pointsOf(entries, name).map(([step, share]): [number, number] => [step, 100 * share]),
    }),
  );
  return [{ title: 'Cells whose match is exactly right', yLabel: '%', scale: 'linear', series }];
}

/** The means strong, every camera with the true reference thin. */
function gainPanel(entries: readonly ValidationEntry[]): ChartPanel {
  const cases = Object.keys(entries[0]?.gain ?? {});
  const seriesOf = (name: string, label: string, colour: string, weight: 'strong' | 'thin'): ChartSeries => ({
    label,
    colour,
    weight,
    points: entries.map(({ step, gain }) => [step, gain[name] ?? Number.NaN]),
  });
  const means = references.map((reference, index) =>
    seriesOf(`mean/${reference}`, `mean, ${referenceWords[reference]}`, colourOf(index), 'strong'),
  );
  const single = cases
    .filter((name) => name.endsWith('/true') && !name.startsWith('mean/'))
    .map((name, index) => seriesOf(name, `${name.split('/')[0] ?? name}, true`, colourOf(index + 3), 'thin'));
  return {
    title: 'Gain over bicubic on photos kept out (averaged weights)',
    yLabel: 'dB',
    scale: 'linear',
    series: [...means, ...single],
  };
}

const referenceWords: Record<(typeof references)[number], string> = {
  true: 'true reference',
  unrelated: 'unrelated',
  none: 'none',
};

/** A long, noisy line is drawn thin, with its running mean over it. */
function smoothed(series: ChartSeries): ChartSeries[] {
  const { points } = series;
  if (points.length < 60) return [series];
  const share = 12 / points.length;
  let mean = points[0]?.[1] ?? 0;
  const running = points.map(([step, value]): [number, number] => {
    mean += share * (value - mean);
    return [step, mean];
  });
  return [
    { ...series, points: running },
    { ...series, label: `${series.label}, as logged`, weight: 'thin' },
  ];
}

function figureNames(entries: readonly TrainEntry[]): string[] {
  return [...new Set(entries.flatMap(({ figures }) => Object.keys(figures)))];
}

function pointsOf(entries: readonly TrainEntry[], name: string): [number, number][] {
  return entries.flatMap(({ step, figures }): [number, number][] => {
    const value = figures[name];
    return value === undefined ? [] : [[step, value]];
  });
}

function colourOf(index: number): string {
  return colours[index % colours.length] ?? '#000000';
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
