import type { CurvePoint } from '#contract/adaptation';

/** The two things that are learned alternately; the names of their losses in a point's figures. */
export const curveTerms = { simulated: 'loss.pixels', real: 'loss.shrunken' } as const;
export type CurveTerm = keyof typeof curveTerms;
export const curveTermNames = Object.keys(curveTerms) as CurveTerm[];

/** A learning curve as it is drawn: minutes, and each term's error as a share of what it was in the beginning. */
export interface DrawnCurve {
  readonly minutes: readonly number[];
  readonly errors: Readonly<Record<CurveTerm, readonly (number | null)[]>>;
}

/** The first points, that many of them, are the beginning; a single one depends too much on what was drawn. */
const beginning = 3;

export function drawnCurve(curve: readonly CurvePoint[]): DrawnCurve {
  return {
    minutes: curve.map(({ seconds }) => seconds / 60),
    errors: {
      simulated: sharesOfBeginning(curve, curveTerms.simulated),
      real: sharesOfBeginning(curve, curveTerms.real),
    },
  };
}

/** The mean of the last points, as a share of the beginning; null while there is nothing. */
export function latestShare(errors: readonly (number | null)[]): number | null {
  return mean(errors.slice(-beginning));
}

function sharesOfBeginning(curve: readonly CurvePoint[], name: string): (number | null)[] {
  const values = curve.map(({ figures }) => finite(figures[name]));
  const first = mean(values.filter((value) => value !== null).slice(0, beginning));
  return values.map((value) => (value === null || first === null || first === 0 ? null : value / first));
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
