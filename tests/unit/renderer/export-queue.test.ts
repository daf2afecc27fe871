import { describe, expect, it } from 'vitest';
import type { BatchItemSnapshot, BatchItemState } from '#contract/batch';
import { listItems } from '../../../renderer/features/export-queue/order-of-items.ts';

const stateOf: Record<string, BatchItemState> = {
  w: { name: 'waiting' },
  r: { name: 'running', progress: { fraction: 0.5, label: { raw: '' }, remainingMs: null } },
  f: { name: 'failed', error: { code: 'internal', message: { raw: 'Broken' } } },
  d: { name: 'done', target: 'a.jpg', losses: [], milliseconds: 1 },
  c: { name: 'cancelled' },
};

/** Photos in the states of the letters, named by their places. */
function itemsIn(states: string): BatchItemSnapshot[] {
  return Array.from(states, (letter, place) => ({
    key: `${place}`,
    source: `${place}.jpg`,
    teles: [],
    state: stateOf[letter] ?? { name: 'waiting' },
  }));
}

const keysOf = (states: string): string => listItems(itemsIn(states)).reduce((all, { item }) => all + item.key, '');

describe('the photos of a batch', () => {
  it('are listed as they matter: worked on, failed, waiting, over', () => {
    expect(keysOf('')).toBe('');
    expect(keysOf('wwww')).toBe('0123');
    expect(keysOf('dcwfrw')).toBe('432501');
  });

  it('change places with those that wait, wherever these are', () => {
    const steps = listItems(itemsIn('wdwrw')).map(({ item, sooner, later }) => [item.key, sooner, later]);
    expect(steps).toEqual([
      ['3', null, null],
      ['0', null, 2],
      ['2', 0, 4],
      ['4', 2, null],
      ['1', null, null],
    ]);
  });

  it('are told apart by their folders only where names repeat', () => {
    const sources = ['a/x.jpg', 'b/x.jpg', 'b/y.jpg'];
    const items = itemsIn('www').map((item, place) => ({ ...item, source: sources[place] ?? '' }));
    expect(listItems(items).map(({ isAmbiguous }) => isAmbiguous)).toEqual([true, true, false]);
  });
});
