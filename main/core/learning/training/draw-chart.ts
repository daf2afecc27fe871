/** A line of a chart; points from left to right. */
export interface ChartSeries {
  readonly label: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Thin and pale lines stay in the background. Default 'strong'. */
  readonly weight?: 'strong' | 'thin';
}

export interface ChartPanel {
  readonly title: string;
  readonly yLabel: string;
  /** A logarithmic axis shows positive values only. */
  readonly scale: 'linear' | 'logarithmic';
  readonly series: readonly ChartSeries[];
}

export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly xLabel: string;
  readonly panels: readonly ChartPanel[];
}

const width = 1280;
const panelHeight = 330;
const margins = { left: 96, right: 270, top: 116, between: 92, bottom: 72 };
const plotWidth = width - margins.left - margins.right;
const ink = { text: '#1f2933', faint: '#52606d', grid: '#e4e7eb', axis: '#9aa5b1' };

/** A chart as SVG: panels above each other over one x axis, each with grid, ticks and a legend at its right. */
export function drawChart({ title, subtitle, xLabel, panels }: Chart): string {
  const height =
    margins.top + panels.length * panelHeight + Math.max(0, panels.length - 1) * margins.between + margins.bottom;
  const end = Math.max(1, ...panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(([x]) => x))));
  const toX = (x: number): number => margins.left + (plotWidth * x) / end;
  const body = panels.map((panel, index) => {
    const top = margins.top + index * (panelHeight + margins.between);
    return drawPanel(panel, { top, toX, xTicks: linearTicks(0, end, 8), xLabel });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Arial, Helvetica, sans-serif" font-size="14">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    text(margins.left, 38, title, { size: 22, bold: true }),
    text(margins.left, 62, subtitle, { colour: ink.faint }),
    ...body,
    '</svg>',
  ].join('\n');
}

interface Placing {
  top: number;
  toX: (x: number) => number;
  xTicks: readonly number[];
  xLabel: string;
}

function drawPanel(panel: ChartPanel, { top, toX, xTicks, xLabel }: Placing): string {
  const bottom = top + panelHeight;
  const right = margins.left + plotWidth;
  const axis = axisOf(panel);
  const toY = (y: number): number => bottom - panelHeight * axis.share(y);
  const grid = [
    ...axis.ticks.map((tick) => line(margins.left, toY(tick), right, toY(tick), ink.grid)),
    ...xTicks.map((tick) => line(toX(tick), top, toX(tick), bottom, ink.grid)),
    ...axis.ticks.map((tick) =>
      text(margins.left - 10, toY(tick) + 5, axis.label(tick), { anchor: 'end', colour: ink.faint }),
    ),
    ...xTicks.map((tick) =>
      text(toX(tick), bottom + 22, tick.toLocaleString('en-GB'), { anchor: 'middle', colour: ink.faint }),
    ),
  ];
  return [
    ...grid,
    line(margins.left, bottom, right, bottom, ink.axis),
    line(margins.left, top, margins.left, bottom, ink.axis),
    text(margins.left, top - 12, panel.title, { bold: true, size: 15 }),
    text(right, bottom + 44, xLabel, { anchor: 'end', colour: ink.faint }),
    `<text transform="translate(28 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle" fill="${ink.faint}">${escaped(panel.yLabel)}</text>`,
    ...panel.series.map((series) => drawSeries(series, { toX, toY, isShown: axis.isShown })),
    ...panel.series.map((series, index) => drawKey(series, right + 22, top + 12 + 22 * index)),
  ].join('\n');
}

function drawSeries(
  { points, colour, weight = 'strong' }: ChartSeries,
  { toX, toY, isShown }: { toX: (x: number) => number; toY: (y: number) => number; isShown: (y: number) => boolean },
): string {
  const shown = points.filter(([, y]) => isShown(y));
  const places = shown.map(([x, y]) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`);
  const style = weight === 'thin' ? 'stroke-width="1.2" stroke-opacity="0.45"' : 'stroke-width="2.4"';
  const dots = shown.length <= maxDots && weight === 'strong' ? shown : [];
  return [
    `<polyline fill="none" stroke="${colour}" stroke-linejoin="round" ${style} points="${places.join(' ')}"/>`,
    ...dots.map(([x, y]) => `<circle cx="${toX(x).toFixed(1)}" cy="${toY(y).toFixed(1)}" r="3.2" fill="${colour}"/>`),
  ].join('\n');
}

/** Up to here single measurements are worth showing. */
const maxDots = 40;

function drawKey({ label, colour, points, weight }: ChartSeries, x: number, y: number): string {
  const last = points.at(-1)?.[1];
  const value = last === undefined ? '' : ` ${Number(last.toPrecision(4))}`;
  const opacity = weight === 'thin' ? 0.45 : 1;
  return [
    `<line x1="${x}" y1="${y - 5}" x2="${x + 24}" y2="${y - 5}" stroke="${colour}" stroke-width="3" stroke-opacity="${opacity}"/>`,
    text(x + 32, y, `${label}${value}`),
  ].join('\n');
}

interface Axis {
  ticks: readonly number[];
  /** Where a value lies, 0 at the bottom, 1 at the top. */
  share(value: number): number;
  label(tick: number): string;
  readonly isShown: (value: number) => boolean;
}

function axisOf({ scale, series }: ChartPanel): Axis {
  const values = series.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite);
  return scale === 'logarithmic' ? logarithmicAxis(values.filter((value) => value > 0)) : linearAxis(values);
}

function linearAxis(values: readonly number[]): Axis {
  const [least, most] = [minimum([0, ...values]), maximum([0, ...values])];
  const ticks = linearTicks(least, least === most ? least + 1 : most, 6);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const low = Math.floor(least / step + 1e-9) * step;
  const high = Math.max(low + step, Math.ceil(most / step - 1e-9) * step);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {
    ticks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) => low + index * step),
    share: (value) => (value - low) / (high - low),
    label: (tick) => tick.toFixed(digits),
    isShown: Number.isFinite,
  };
}

function logarithmicAxis(values: readonly number[]): Axis {
  const [least, most] = values.length === 0 ? [0.1, 1] : [minimum(values), maximum(values)];
  const steps = [1, 2, 5];
  const decades = Array.from({ length: 40 }, (_, index) => index - 20);
  const all = decades.flatMap((decade) => steps.map((step) => step * 10 ** decade));
  const low = all.findLast((tick) => tick <= least) ?? least;
  const high = all.find((tick) => tick >= most && tick > low) ?? most;
  const inside = all.filter((tick) => tick >= low && tick <= high);
  const span = Math.log(high / low);
  return {
    ticks: inside.length > 12 ? inside.filter((tick) => Number.isInteger(Math.log10(tick))) : inside,
    share: (value) => Math.log(value / low) / span,
    label: (tick) => String(Number(tick.toPrecision(2))),
    isShown: (value) => Number.isFinite(value) && value > 0,
  };
}

/** Round numbers, about `count` of them, from the first at or above `from` to the last at or below `to`. */
function linearTicks(from: number, to: number, count: number): number[] {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}"/>`;
}

function text(
  x: number,
  y: number,
  content: string,
  style: { anchor?: 'start' | 'middle' | 'end'; colour?: string; bold?: boolean; size?: number } = {},
): string {
  const { anchor = 'start', colour = ink.text, bold = false, size = 14 } = style;
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}" font-size="${size}"${weight}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
