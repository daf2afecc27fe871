import { provenanceUrl } from '#contract/media-urls';

/** The provenance map of an enhancement, one pixel per block, in the colours of the legend. */
export async function loadProvenance(key: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(provenanceUrl(key), { signal });
  if (!response.ok) throw new Error(`Expected a provenance map, received status ${response.status}`);
  return createImageBitmap(await response.blob());
}
