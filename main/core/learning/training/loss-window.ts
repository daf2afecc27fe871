import { wasTaken, type StepFigures } from './take-step.ts';
import type { StepReport } from './training-loop.ts';

/** What is known of the steps since the last line of the log. Plain JSON, so that a checkpoint can hold it. */
export interface LossWindow {
  steps: number;
  /** Steps that changed nothing, their gradient not being finite. */
  skipped: number;
  seconds: number;
  waitedSeconds: number;
  /** Sums over the steps that were taken. */
  sums: Record<string, number>;
}

/** Means over all steps of a window that were taken, those too that do not tell a figure; the share of its time in which the training waited for data. */
export interface WindowSummary {
  figures: Record<string, number>;
  skipped: number;
  stepsPerSecond: number;
  waiting: number;
}

export function emptyWindow(): LossWindow {
  return { steps: 0, skipped: 0, seconds: 0, waitedSeconds: 0, sums: {} };
}

/** The window with one more step in it. */
export function addToWindow(window: LossWindow, { figures, seconds, waitedSeconds }: StepReport): LossWindow {
  const isTaken = wasTaken(figures);
  return {
    steps: window.steps + 1,
    skipped: window.skipped + (isTaken ? 0 : 1),
    seconds: window.seconds + seconds,
    waitedSeconds: window.waitedSeconds + waitedSeconds,
    sums: isTaken ? added(window.sums, figures) : window.sums,
  };
}

/** Rounded to six digits, which is more than a float32 sum of a batch is good for. */
export function summarise({ steps, skipped, seconds, waitedSeconds, sums }: LossWindow): WindowSummary {
  const taken = steps - skipped;
  const means = Object.entries(sums).map(([name, sum]) => [name, Number((sum / taken).toPrecision(6))]);
  return {
    figures: Object.fromEntries(means) as Record<string, number>,
    skipped,
    stepsPerSecond: Number((steps / Math.max(seconds, 1e-6)).toPrecision(4)),
    waiting: Number((waitedSeconds / Math.max(seconds, 1e-6)).toFixed(4)),
  };
}

/** Steps may tell different figures, so those that this one does not tell stay. */
function added(sums: Record<string, number>, figures: StepFigures): Record<string, number> {
  const more = Object.entries(figures).map(([name, value]) => [name, (sums[name] ?? 0) + value]);
  return { ...sums, ...(Object.fromEntries(more) as Record<string, number>) };
}
