/** What a store keeps: something decoded that can be given back. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** Fetches and decodes one tile, off the page's thread. */
export async function loadTile(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`Expected the tile ${url}, received status ${response.status}`);
  return createImageBitmap(await response.blob());
}

const maxAtOnce = 8;
/** A tile that failed is asked for again after this time. */
const retryAfterMs = 3000;

/**
 * Decoded tiles by URL, at most `byteBudget` of them, those used longest ago given back first.
 * Only wanted tiles are loaded: one that is no longer wanted is aborted.
 */
export class TileStore<Picture extends Decoded> {
  readonly #load: (url: string, signal: AbortSignal) => Promise<Picture>;
  readonly #byteBudget: number;
  readonly #onChange: () => void;
  /** Oldest use first. */
  readonly #pictures = new Map<string, Picture>();
  readonly #loading = new Map<string, AbortController>();
  /** Tiles that failed a moment ago. */
  readonly #resting = new Set<string>();
  #wanted: readonly string[] = [];
  #bytes = 0;
  #isClosed = false;

  constructor(options: {
    load: (url: string, signal: AbortSignal) => Promise<Picture>;
    byteBudget: number;
    /** Called when a tile has come. */
    onChange: () => void;
  }) {
    this.#load = options.load;
    this.#byteBudget = options.byteBudget;
    this.#onChange = options.onChange;
  }

  /** The tile if it is there. Counts as a use. */
  get(url: string): Picture | undefined {
    const picture = this.#pictures.get(url);
    if (picture !== undefined) {
      this.#pictures.delete(url);
      this.#pictures.set(url, picture);
    }
    return picture;
  }

  /** What is needed from now on, the most urgent first. */
  want(urls: readonly string[]): void {
    this.#wanted = urls;
    const wanted = new Set(urls);
    for (const [url, controller] of this.#loading) {
      if (wanted.has(url)) continue;
      this.#loading.delete(url);
      controller.abort();
    }
    this.#loadNext();
  }

  close(): void {
    this.#isClosed = true;
    this.want([]);
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
    this.#bytes = 0;
  }

  #loadNext(): void {
    for (const url of this.#wanted) {
      if (this.#loading.size >= maxAtOnce) return;
      if (!this.#pictures.has(url) && !this.#loading.has(url) && !this.#resting.has(url)) void this.#fetch(url);
    }
  }

  async #fetch(url: string): Promise<void> {
    const controller = new AbortController();
    this.#loading.set(url, controller);
    try {
      const picture = await this.#load(url, controller.signal);
      if (controller.signal.aborted || this.#isClosed) picture.close();
      else this.#keep(url, picture);
    } catch {
      // Aborted, or the shell is away for a moment: the level below stays in sight and the tile is tried again.
      if (!controller.signal.aborted) this.#rest(url);
    } finally {
      if (this.#loading.get(url) === controller) this.#loading.delete(url);
      if (!this.#isClosed) this.#loadNext();
    }
  }

  #rest(url: string): void {
    this.#resting.add(url);
    setTimeout(() => {
      this.#resting.delete(url);
      if (!this.#isClosed) this.#loadNext();
    }, retryAfterMs);
  }

  #keep(url: string, picture: Picture): void {
    this.#pictures.set(url, picture);
    this.#bytes += bytesOf(picture);
    const wanted = new Set(this.#wanted);
    for (const [oldUrl, old] of this.#pictures) {
      if (this.#bytes <= this.#byteBudget) break;
      if (wanted.has(oldUrl)) continue;
      this.#pictures.delete(oldUrl);
      this.#bytes -= bytesOf(old);
      old.close();
    }
    this.#onChange();
  }
}

function bytesOf({ width, height }: Decoded): number {
  return width * height * 4;
}
