import type { PairStanding, PhotoFacts } from '#contract/library';
import type { Knowledge } from './arrange-items.ts';

/** What the engine told of photos and pairs, for looking through thousands at once: nobody is told of changes. */
export class LibraryKnowledge implements Knowledge {
  readonly #facts = new Map<string, PhotoFacts>();
  readonly #standings = new Map<string, PairStanding>();

  factsOf(photoId: string): PhotoFacts | null {
    return this.#facts.get(photoId) ?? null;
  }

  standingOf(pairId: string): PairStanding | null {
    return this.#standings.get(pairId) ?? null;
  }

  take({ photos, standings }: { photos: readonly PhotoFacts[]; standings: readonly PairStanding[] }): void {
    for (const facts of photos) this.#facts.set(facts.id, facts);
    for (const standing of standings) this.#standings.set(standing.pairId, standing);
  }
}
