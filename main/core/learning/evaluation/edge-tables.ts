import type { EdgeStep, Estimate } from './edge-step.ts';
import type { Evaluation } from './evaluation.ts';
import { markdownTable, missingRows, type MissingModel } from './tables.ts';
import { rowLabels, type RowName } from './rows.ts';

/** For each pair whose border can be judged: the step of every result, and the profile across the border. */
export function edgeTables(evaluations: readonly Evaluation[], missing: readonly MissingModel[]): string[] {
  const names = evaluations[0]?.pairs.map(({ name }) => name) ?? [];
  return names.flatMap((name) => {
    const measured = stepsOf(evaluations, name);
    const [first] = measured;
    if (first === undefined) return [`${name}: too little texture along the border to tell.`];
    return [
      `${name}, ${first.step.segments} segments of 64 pixels. Step of the high band's energy, 16 to 64 pixels inside against outside, dB ± its standard error; what the border adds is the result's step less the truth's. Brightness step in grey levels (RMS over segments), drawn line in dB.`,
      stepTable(measured, missing),
      `${name}, energy of the high band over the truth's, dB, by distance from the border in pixels of the result (positive is inside).`,
      profileTable(measured),
    ];
  });
}

interface Measured {
  label: string;
  step: EdgeStep;
}

function stepsOf(evaluations: readonly Evaluation[], name: string): Measured[] {
  return evaluations.flatMap(({ model, pairs }, index) =>
    Object.entries(pairs.find((pair) => pair.name === name)?.edges ?? {}).flatMap(([row, step]) => {
      if (step === null || (row === 'bicubic' && index > 0)) return [];
      const label = rowLabels[row as RowName];
      return [{ label: row === 'bicubic' ? label : `${model}, ${label}`, step }];
    }),
  );
}

function stepTable(measured: readonly Measured[], missing: readonly MissingModel[]): string {
  const rows = measured.map(({ label, step }) => [
    label,
    plusMinus(step.result),
    plusMinus(step.truth),
    plusMinus(step.excess),
    step.brightness.toFixed(2),
    step.seam.toFixed(2),
  ]);
  return markdownTable(
    ['', 'step', 'step of the truth', 'what the border adds', 'brightness step', 'drawn line'],
    [...rows, ...missingRows(missing)],
  );
}

function profileTable(measured: readonly Measured[]): string {
  const distances = measured[0]?.step.profile.map(({ distance }) => distance) ?? [];
  return markdownTable(
    ['distance', ...measured.map(({ label }) => label)],
    distances.map((distance, index) => [
      String(distance),
      ...measured.map(({ step }) => {
        const strip = step.profile[index];
        return strip ? plusMinus(strip.sharpness) : '';
      }),
    ]),
  );
}

function plusMinus({ value, noise }: Estimate): string {
  return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)} ± ${noise.toFixed(2)}`;
}
