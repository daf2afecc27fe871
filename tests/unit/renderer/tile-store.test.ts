import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TileStore, type Decoded } from '../../../renderer/viewer/tile-store.ts';

/** Tiles of 10x10 pixels, 400 bytes, which arrive when the test says so. */
class Loader {
  readonly waiting = new Map<string, { arrive: () => void; fail: () => void; signal: AbortSignal }>();
  readonly closed: string[] = [];
  readonly asked: string[] = [];

  load = (url: string, signal: AbortSignal): Promise<Decoded> => {
    this.asked.push(url);
    return new Promise((resolve, reject) => {
      this.waiting.set(url, {
        arrive: () => resolve({ width: 10, height: 10, close: () => this.closed.push(url) }),
        fail: () => reject(new Error('gone')),
        signal,
      });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };

  async arrive(...urls: string[]): Promise<void> {
    for (const url of urls) this.waiting.get(url)?.arrive();
    await vi.advanceTimersByTimeAsync(0);
  }
}

let loader: Loader;
let changes: number;

function makeStore(tiles: number): TileStore<Decoded> {
  return new TileStore({ load: loader.load, byteBudget: tiles * 400, onChange: () => (changes += 1) });
}

beforeEach(() => {
  vi.useFakeTimers();
  loader = new Loader();
  changes = 0;
});

afterEach(() => vi.useRealTimers());

describe('loading', () => {
  test('a tile that fails is tried again after a rest, without being asked for once more', async () => {
    const store = makeStore(10);
    store.want(['a']);
    loader.waiting.get('a')?.fail();
    await vi.advanceTimersByTimeAsync(100);
    store.want(['a']);
    expect(loader.asked).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(4000);
    expect(loader.asked).toEqual(['a', 'a']);
    await loader.arrive('a');
    expect(store.get('a')).toBeDefined();
  });

  test('a tile that is no longer wanted is aborted, one that still is goes on', async () => {
    const store = makeStore(10);
    store.want(['a', 'b']);
    store.want(['b', 'c']);
    expect(loader.waiting.get('a')?.signal.aborted).toBe(true);
    expect(loader.waiting.get('b')?.signal.aborted).toBe(false);
    await loader.arrive('b', 'c');
    expect(store.get('b')).toBeDefined();
    expect(store.get('a')).toBeUndefined();
    expect(changes).toBe(2);
  });

  test('never more than eight at once, in the order that is wanted', async () => {
    const store = makeStore(100);
    const urls = Array.from({ length: 20 }, (_, index) => `t${index}`);
    store.want(urls);
    expect(loader.asked).toEqual(urls.slice(0, 8));
    await loader.arrive('t3');
    expect(loader.asked).toEqual(urls.slice(0, 9));
  });

  test('what is there is not loaded again', async () => {
    const store = makeStore(10);
    store.want(['a']);
    await loader.arrive('a');
    store.want(['a']);
    expect(loader.asked).toEqual(['a']);
  });
});

describe('memory', () => {
  test('the tile used longest ago goes first', async () => {
    const store = makeStore(3);
    store.want(['a', 'b', 'c']);
    await loader.arrive('a', 'b', 'c');
    store.get('a');
    store.want(['d']);
    await loader.arrive('d');
    expect(loader.closed).toEqual(['b']);
    expect(store.get('a')).toBeDefined();
  });

  test('what is wanted now is kept even above the budget', async () => {
    const store = makeStore(2);
    store.want(['a', 'b', 'c', 'd']);
    await loader.arrive('a', 'b', 'c', 'd');
    expect(loader.closed).toEqual([]);
    store.want(['d', 'e']);
    await loader.arrive('e');
    expect(loader.closed).toEqual(['a', 'b', 'c']);
  });

  test('closing gives everything back, also what arrives later', async () => {
    const store = makeStore(10);
    store.want(['a', 'b']);
    await loader.arrive('a');
    store.close();
    expect(loader.closed).toEqual(['a']);
    expect(loader.waiting.get('b')?.signal.aborted).toBe(true);
    expect(store.get('a')).toBeUndefined();
  });
});
