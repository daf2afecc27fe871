import type { EnhanceChoices } from '#contract/enhancement';
import type { Rectangle } from '#contract/geometry';
import type { PixelImage } from '#core/photos/pixel-image';
import { planarTile } from '#core/photos/pixels/resample';
import { denoise } from './denoise.ts';
import type { ReferenceUse } from './provenance-map.ts';
import type { References, TeleView } from './references.ts';
import type { TileNetwork, TileResult } from './tile-network.ts';

/** What a person chose beside the model. */
export interface Adjustments {
  /** 0 to 1: how much of what the reference changed is kept. */
  referenceStrength: number;
  /** 0 to 1. */
  denoise: number;
}

/** What is absent of the choices is as it was before there was a choice. */
export function adjustmentsOf(choices: Pick<EnhanceChoices, 'referenceStrength' | 'denoise'>): Adjustments {
  return { referenceStrength: choices.referenceStrength ?? 1, denoise: choices.denoise ?? 0 };
}

/** What the network gives for one tile, before it is finished. */
export interface TileOutputs {
  withoutReference: TileResult | null;
  withReference: { result: TileResult; use: ReferenceUse } | null;
}

/** Asks the network what the adjustments need and `known` does not hold yet. `views` is empty for a tile without reference. */
export async function runTile(options: {
  wide: PixelImage;
  references: References | null;
  network: TileNetwork;
  input: Rectangle;
  views: readonly TeleView[];
  adjustments: Adjustments;
  known?: TileOutputs;
}): Promise<TileOutputs> {
  const { wide, references, network, input, views, adjustments } = options;
  const outputs: TileOutputs = { ...(options.known ?? { withoutReference: null, withReference: null }) };
  const pixels = planarTile(wide, input);
  if (outputs.withReference === null && views.length > 0 && references !== null && adjustments.referenceStrength > 0) {
    const reference = references.read(input, views);
    const result = await network.run(pixels, reference);
    if (result.gate !== null) {
      outputs.withReference = { result, use: { reference, views, gate: result.gate } };
    }
  }
  if (outputs.withoutReference === null && (outputs.withReference === null || adjustments.referenceStrength < 1)) {
    outputs.withoutReference = await network.run(pixels, null);
  }
  return outputs;
}

/** The enhanced tile, [3, 2 height, 2 width], to be read only, and how the reference was used; `outputs` stay as they are. */
export function finishTile(
  outputs: TileOutputs,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  adjustments: Adjustments,
): { enhanced: Float32Array; use: ReferenceUse | null } {
  const { referenceStrength: strength } = adjustments;
  const used = strength > 0 ? outputs.withReference : null;
  const mix = mixed(outputs.withoutReference?.enhanced ?? null, used?.result.enhanced ?? null, strength);
  const enhanced = adjustments.denoise > 0 ? mix.slice() : mix;
  if (adjustments.denoise > 0) denoise(enhanced, 2 * width, 2 * height, adjustments.denoise);
  return { enhanced, use: used && weakened(used.use, strength) };
}

function mixed(
  withoutReference: Float32Array | null,
  withReference: Float32Array | null,
  strength: number,
): Float32Array {
  if (withReference === null || withoutReference === null)
    return withReference ?? withoutReference ?? new Float32Array();
  return withoutReference.map((value, index) => value + strength * ((withReference[index] ?? 0) - value));
}

/** Detail that is only added in part counts in part. */
function weakened(use: ReferenceUse, strength: number): ReferenceUse {
  if (strength === 1) return use;
  return { ...use, gate: use.gate.map((gate) => gate * strength) };
}
