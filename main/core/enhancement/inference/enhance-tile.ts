import type { EnhanceChoices } from '#contract/enhancement';
import type { Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import { denoise } from './denoise.ts';
import type { ReferenceUse } from './provenance-map.ts';
import type { References, TeleView } from './references.ts';
import type { TileNetwork, TileResult } from './tile-network.ts';

/** What a person chose beside the model. */
export interface Treatment {
  /** 0 to 1: how much of what the reference changed is kept. */
  referenceStrength: number;
  /** 0 to 1. */
  denoise: number;
}

/** What is absent of the choices is as it was before there was a choice. */
export function treatmentOf(choices: Pick<EnhanceChoices, 'referenceStrength' | 'denoise'>): Treatment {
  return { referenceStrength: choices.referenceStrength ?? 1, denoise: choices.denoise ?? 0 };
}

/** What the network gives for one tile, before the treatment. */
export interface TileAnswers {
  alone: TileResult | null;
  withReference: { result: TileResult; use: ReferenceUse } | null;
}

/** Asks the network what the treatment needs and `known` does not hold yet. `views` is empty for a tile without reference. */
export async function answerTile(options: {
  wide: PixelImage;
  references: References | null;
  network: TileNetwork;
  input: Rectangle;
  views: readonly TeleView[];
  treatment: Treatment;
  known?: TileAnswers;
}): Promise<TileAnswers> {
  const { wide, references, network, input, views, treatment } = options;
  const answers: TileAnswers = { ...(options.known ?? { alone: null, withReference: null }) };
  const pixels = planarTile(wide, input);
  if (answers.withReference === null && views.length > 0 && references !== null && treatment.referenceStrength > 0) {
    const reference = references.read(input, views);
    const result = await network.run(pixels, reference);
    if (result.gate !== null) {
      answers.withReference = { result, use: { reference, views, gate: result.gate } };
    }
  }
  if (answers.alone === null && (answers.withReference === null || treatment.referenceStrength < 1)) {
    answers.alone = await network.run(pixels, null);
  }
  return answers;
}

/** The enhanced tile, [3, 2 height, 2 width], to be read only, and how the reference was used; `answers` stay as they are. */
export function treatTile(
  answers: TileAnswers,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  treatment: Treatment,
): { enhanced: Float32Array; use: ReferenceUse | null } {
  const { referenceStrength: strength } = treatment;
  const used = strength > 0 ? answers.withReference : null;
  const answer = mixed(answers.alone?.enhanced ?? null, used?.result.enhanced ?? null, strength);
  const enhanced = treatment.denoise > 0 ? answer.slice() : answer;
  if (treatment.denoise > 0) denoise(enhanced, 2 * width, 2 * height, treatment.denoise);
  return { enhanced, use: used && weakened(used.use, strength) };
}

function mixed(alone: Float32Array | null, withReference: Float32Array | null, strength: number): Float32Array {
  if (withReference === null || alone === null) return withReference ?? alone ?? new Float32Array();
  return alone.map((value, index) => value + strength * ((withReference[index] ?? 0) - value));
}

/** Detail that is only added in part counts in part. */
function weakened(use: ReferenceUse, strength: number): ReferenceUse {
  if (strength === 1) return use;
  return { ...use, gate: use.gate.map((gate) => gate * strength) };
}
