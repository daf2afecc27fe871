import type { ReferenceKind, WideCameraKind } from '#native-models/simulation/training-pairs';

/** What a network is measured with: every wide camera, with a reference of each of these kinds. */
export const cameras = ['clean', 'blurred', 'phone'] as const satisfies readonly WideCameraKind[];
export const references = ['true', 'unrelated', 'none'] as const satisfies readonly ReferenceKind[];

/** Gains in dB by `camera/reference`, and `mean/reference` over the cameras. */
export type ValidationGains = Readonly<Record<string, number>>;

/** One number for how good weights are: the mean over every case. */
export function overallGain(gains: ValidationGains): number {
  const means = references.map((reference) => gains[`mean/${reference}`] ?? Number.NaN);
  return means.reduce((sum, gain) => sum + gain, 0) / means.length;
}
