import { expect, test } from 'vitest';
import { createLruCache } from '#core/enhancement/preview/lru-cache';

test('what failed is not kept', async () => {
  const cache = createLruCache<number>({ byteBudget: 10, bytesOf: () => 1 });
  await expect(cache.get('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(cache.get('a', () => Promise.resolve(1))).resolves.toBe(1);
});

test('two that ask at once share what is made', async () => {
  const cache = createLruCache<number>({ byteBudget: 10, bytesOf: () => 1 });
  let made = 0;
  const make = async (): Promise<number> => ++made;
  expect(await Promise.all([cache.get('a', make), cache.get('a', make)])).toEqual([1, 1]);
});

test('the oldest go when there are too many bytes, and are closed; the latest stays however large', async () => {
  const closed: string[] = [];
  const cache = createLruCache<string>({
    byteBudget: 10,
    bytesOf: (thing) => thing.length,
    close: async (thing) => void closed.push(thing),
  });
  cache.put('a', 'aaaa');
  cache.put('b', 'bbbb');
  expect(await cache.peek('a')).toBe('aaaa');
  cache.put('c', 'cccc');
  expect(await cache.peek('b')).toBeNull();
  expect(await cache.peek('a')).toBe('aaaa');
  cache.put('d', 'd'.repeat(50));
  expect(await cache.peek('a')).toBeNull();
  expect(await cache.peek('d')).toHaveLength(50);
  await cache.clear();
  expect(closed.sort()).toEqual(['aaaa', 'bbbb', 'cccc', 'd'.repeat(50)]);
});
