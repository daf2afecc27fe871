/** How much training there is to be. Of two limits the one that is nearer its end counts. */
export interface TrainingBudget {
  readonly steps?: number;
  readonly seconds?: number;
}

const warmUp = 0.04;
const least = 1e-3;

/** How much of the budget is spent, 0 to 1. */
export function progressOf({ step, seconds }: { step: number; seconds: number }, budget: TrainingBudget): number {
  const spent = Math.max(step / (budget.steps ?? Infinity), seconds / (budget.seconds ?? Infinity));
  return Math.min(1, spent);
}

/** One cycle over a progress of 0 to 1: 4 % of it a straight rise to the peak, then a cosine down to a thousandth. */
export function learningRateAt(progress: number, peak: number): number {
  if (progress < warmUp) return peak * Math.max(progress / warmUp, least);
  const angle = (Math.PI * (progress - warmUp)) / (1 - warmUp);
  return peak * Math.max(0.5 + 0.5 * Math.cos(angle), least);
}
