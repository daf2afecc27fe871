/** Fetches and decodes one tile, off the page's thread. */
export async function loadTile(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`Expected the tile ${url}, received status ${response.status}`);
  return createImageBitmap(await response.blob());
}
