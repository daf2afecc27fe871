import type { PhotoSummary } from '#contract/photos';

/** Which way a phone's camera looks, and whether it sees heat: what rules out that two photos are wide and tele of one scene. */
export interface LensFacts {
  readonly facing: 'front' | 'back' | null;
  readonly isThermal: boolean;
}

/** By what the camera wrote of itself, and by names that cameras give to such photos. */
export function describeLens({ name, camera: { make, model, lens } }: PhotoSummary): LensFacts {
  const words = [make, model, lens].filter((part) => part !== null).join(' ');
  return {
    facing: frontWords.test(lens ?? '') ? 'front' : backWords.test(lens ?? '') ? 'back' : null,
    isThermal: thermalWords.test(words) || thermalNames.test(name),
  };
}

const frontWords = /\b(front|selfie|facetime|truedepth)\b/i;
const backWords = /\b(back|rear)\b/i;
const thermalWords = /\b(flir|seek ?thermal|thermal|thermo\w*|infrared|infiray|hikmicro|topdon|testo \d+)\b/i;
/** FLIR and others, and the drones of DJI, whose names end in the camera: T for thermal. */
const thermalNames = /^(flir|ir|thermal)[-_ ]?\d|^dji_.*_t\.\w+$/i;

/** Whether two photos can have been taken by two cameras that look at one scene with one light. */
export function canSeeTheSame(one: LensFacts, other: LensFacts): boolean {
  if (one.isThermal || other.isThermal) return false;
  return one.facing === other.facing || (one.facing !== 'front' && other.facing !== 'front');
}
