import type { JobProgress } from '#contract/jobs';
import type { Said } from '#contract/messages';

/** How work says how far it is: 0 to 1, and what it does now, in words. */
export type Report = (fraction: number, label: Said) => void;

/** Gives a stage its share of the whole: its 0 to 1 becomes `from` to `to` of `report`. */
export function slice(from: number, to: number, report: Report): Report {
  return (fraction, label) => report(from + (to - from) * clamp(fraction), label);
}

/** Turns reports into progress that never goes backwards, with an estimate of what remains. */
export interface ProgressMeter {
  update(fraction: number, label: Said): JobProgress;
  /**
   * How long the whole is known to take, in milliseconds, which counts until half of it is done. Null: nobody knows, and the first tenth
   * is other work than the rest and tells nothing.
   */
  expect: (milliseconds: number | null) => void;
}

/** A clock that stands still while work is held, so that waiting counts as no work. */
export interface WorkClock {
  now: () => number;
  hold: (isHeld: boolean) => void;
}

/** `now` in milliseconds. */
export function createWorkClock(now: () => number): WorkClock {
  let heldSince: number | null = null;
  let lost = 0;
  return {
    now: () => (heldSince ?? now()) - lost,
    hold(isHeld) {
      if (isHeld) heldSince ??= now();
      else if (heldSince !== null) {
        lost += now() - heldSince;
        heldSince = null;
      }
    },
  };
}

/** Before this much time and work an estimate would only be a guess. */
const meaningful = { elapsedMs: 1000, fraction: 0.02 };
/** Of work that was said to begin with other work. */
const preparing = 0.1;
/** How long an old speed counts, in milliseconds: long enough for tiles of uneven cost, short enough for a new stage. */
const memoryMs = 8000;

/** `now` is a clock in milliseconds. The speed is an exponential mean over time, so the estimate does not jump. */
export function createProgressMeter(now: () => number): ProgressMeter {
  const startedAt = now();
  let highest = 0;
  let last = { at: startedAt, fraction: 0 };
  let speed: number | null = null;
  let expected: number | null | undefined;

  function measure(fraction: number): void {
    const at = now();
    if (expected !== undefined && fraction < preparing) {
      last = { at, fraction };
      return;
    }
    const elapsed = at - last.at;
    if (elapsed <= 0 || fraction === last.fraction) return;
    const current = (fraction - last.fraction) / elapsed;
    speed = speed === null ? current : speed + (current - speed) * (1 - Math.exp(-elapsed / memoryMs));
    last = { at, fraction };
  }

  function remaining(fraction: number): number | null {
    if (fraction === 1) return 0;
    const measured = measuredRemaining(fraction);
    const planned = (expected ?? 0) - (now() - startedAt);
    if (planned <= 0) return measured;
    const trust = Math.min(1, 2 * fraction);
    return measured === null ? Math.round(planned) : Math.round(trust * measured + (1 - trust) * planned);
  }

  function measuredRemaining(fraction: number): number | null {
    const isEarly = last.at - startedAt < meaningful.elapsedMs || fraction < meaningful.fraction;
    return isEarly || speed === null ? null : Math.round((1 - fraction) / speed);
  }

  return {
    expect(milliseconds) {
      expected = milliseconds;
    },
    update(reported, label) {
      highest = Math.max(highest, clamp(reported));
      measure(highest);
      return { fraction: highest, label, remainingMs: remaining(highest) };
    },
  };
}

function clamp(fraction: number): number {
  return Number.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
}
