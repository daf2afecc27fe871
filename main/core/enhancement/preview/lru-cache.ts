/** Things that are slow to make, kept by key; those used longest ago go when they are too many bytes together. */
export interface LruCache<Thing> {
  /** The thing of that key, made when it is not there; two that ask at once share it. What failed is not kept. */
  get(key: string, make: () => Promise<Thing>): Promise<Thing>;
  /** The thing if it is there. */
  peek(key: string): Promise<Thing | null>;
  put(key: string, thing: Thing): void;
  clear(): Promise<void>;
}

/** The latest thing stays, however large. */
export function createLruCache<Thing>(options: {
  byteBudget: number;
  bytesOf: (thing: Thing) => number;
  close?: (thing: Thing) => Promise<void>;
}): LruCache<Thing> {
  const { byteBudget, bytesOf, close = () => Promise.resolve() } = options;
  /** Oldest use first; bytes are 0 while it is being made. */
  const kept = new Map<string, { thing: Promise<Thing>; bytes: number }>();

  function touch(key: string, entry: { thing: Promise<Thing>; bytes: number }): void {
    kept.delete(key);
    kept.set(key, entry);
  }

  function makeRoom(): void {
    let bytes = [...kept.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [key, entry] of [...kept].slice(0, -1)) {
      if (bytes <= byteBudget) return;
      if (entry.bytes === 0) continue;
      kept.delete(key);
      bytes -= entry.bytes;
      void entry.thing.then(close);
    }
  }

  return {
    async get(key, make) {
      const known = kept.get(key);
      if (known !== undefined) {
        touch(key, known);
        return known.thing;
      }
      const entry = { thing: make(), bytes: 0 };
      kept.set(key, entry);
      try {
        const thing = await entry.thing;
        entry.bytes = bytesOf(thing);
        makeRoom();
        return thing;
      } catch (error) {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }
    },
    async peek(key) {
      const known = kept.get(key);
      if (known === undefined) return null;
      touch(key, known);
      return known.thing;
    },
    put(key, thing) {
      touch(key, { thing: Promise.resolve(thing), bytes: bytesOf(thing) });
      makeRoom();
    },
    async clear() {
      const all = [...kept.values()];
      kept.clear();
      for (const { thing } of all) await thing.then(close, () => undefined);
    },
  };
}
