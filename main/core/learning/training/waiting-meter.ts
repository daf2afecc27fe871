import type { StepReport } from './training-loop.ts';

/** How fast a run trains now, and how much of its time it waits for data. */
export interface WaitingMeter {
  add(step: StepReport): void;
  /** Steps per second of late. */
  rate(): number;
  /** The share of the time since the meter was made; null before the first step. */
  share(): number | null;
}

export function createWaitingMeter(): WaitingMeter {
  let [seconds, waited, recent] = [0, 0, 0];
  return {
    add(step) {
      recent = seconds === 0 ? step.seconds : recent + 0.05 * (step.seconds - recent);
      seconds += step.seconds;
      waited += step.waitedSeconds;
    },
    rate: () => (recent === 0 ? 0 : 1 / recent),
    share: () => (seconds === 0 ? null : Number((waited / seconds).toFixed(4))),
  };
}
