import type { Said } from '#contract/messages';
import { SvelteMap } from 'svelte/reactivity';
import type { CoreConnection } from '#contract/api';
import { maxThumbnailsAsked, type Thumbnail } from '#contract/library';
import { thumbnailUrl } from '#contract/media-urls';

/** What is only raced past is not asked for: asked when the view rests for so long, or has not for so long. */
const restMs = 90;
const maxWaitMs = 350;

/** Small pictures by their photos: asked for when they are in sight, told when they are made. */
export class Thumbnails {
  readonly #known = new SvelteMap<string, Thumbnail>();
  readonly #connection: CoreConnection;
  #wanted: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = -Infinity;
  #waitsSince = 0;

  constructor(connection: CoreConnection) {
    this.#connection = connection;
    connection.on('library.thumbnails', ({ thumbnails }) => this.#take(thumbnails));
  }

  /** Where the picture is; null while there is none. */
  urlOf(photoId: string): string | null {
    const known = this.#known.get(photoId);
    return known === undefined || known.stage === 'none' ? null : thumbnailUrl(known.id, known.stage);
  }

  /** Why there can be none, in words; null otherwise. */
  problemOf(photoId: string): Said | null {
    const known = this.#known.get(photoId);
    return known?.stage === 'none' ? known.problem : null;
  }

  /** These are in sight, the most important first. What is only raced past is not. */
  show(photoIds: readonly string[]): void {
    this.#wanted = photoIds;
    const now = performance.now();
    if (this.#timer === undefined) this.#waitsSince = now;
    clearTimeout(this.#timer);
    const isFirst = now - this.#askedAt > maxWaitMs;
    const wait = isFirst ? 0 : Math.min(restMs, Math.max(0, this.#waitsSince + maxWaitMs - now));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#askedAt = performance.now();
      void this.#ask();
    }, wait);
  }

  /** The engine is another one and knows nothing of what was asked. */
  askAgain(): void {
    for (const [id, { stage }] of this.#known) if (stage === 'none') this.#known.delete(id);
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const missing = this.#wanted.filter((id) => this.#known.get(id)?.stage !== 'full').slice(0, maxThumbnailsAsked);
    if (missing.length === 0) return;
    try {
      this.#take(await this.#connection.call('library.show-thumbnails', { photoIds: missing }));
    } catch {
      // The engine is away: they are asked for again when it is back.
    }
  }

  #take(thumbnails: readonly Thumbnail[]): void {
    for (const one of thumbnails) {
      const known = this.#known.get(one.id);
      if (known?.stage !== one.stage) this.#known.set(one.id, one);
    }
  }
}
