import type { EnhancementReport } from '#contract/enhancement';
import { version } from '#contract/version';
import type { ProcessingNote } from '#core/photos/metadata/processing-xmp';

/** What the XMP says of an enhancement. `weights` is the SHA-256 of the model's weights; a provenance map goes in as a PNG. */
export function noteOfEnhancement(
  {
    model,
    reference,
    tele,
    teles,
    scale = 2,
    provenance,
  }: Pick<EnhancementReport, 'model' | 'reference' | 'tele' | 'teles' | 'scale' | 'provenance'>,
  { weights, provenanceMap = null }: { weights: string; provenanceMap?: Uint8Array | null },
): ProcessingNote {
  const used = teles?.filter((one) => one.used) ?? (tele === null ? [] : [tele]);
  return {
    software: software(),
    model,
    weights,
    reference: reference.used && used.length > 0 ? used.map(({ name }) => name).join(', ') : null,
    scale,
    provenance,
    provenanceMap,
  };
}

/** Name and version of the program, for metadata. */
export function software(): string {
  return `Telewide ${version}`;
}
