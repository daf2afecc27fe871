import { describe, expect, it } from 'vitest';
import { countItems, type BatchItemSnapshot, type BatchItemState, type BatchView } from '#contract/batch';
import { applyBatchChange, findBatchChange } from '#contract/batch-changes';
import { createRandom } from '#native-models/random';

const waiting = { name: 'waiting' } as const;
const photo = (key: string, state: BatchItemState = waiting): BatchItemSnapshot => ({
  key,
  source: `${key}.jpg`,
  teles: [],
  state,
});

function viewOf(items: readonly BatchItemSnapshot[] | null, isPaused = false): BatchView {
  const facts = { id: 'one', outputFolder: '/out', isPaused };
  if (items === null) return { ...facts, problem: null, snapshot: null };
  const counts = countItems(items);
  const progress = { fraction: 0, label: [], remainingMs: null };
  const times = { photosPerHour: null, elapsedMs: null };
  const state = { isFinished: false, waitingFor: null, ignored: 0 };
  return { ...facts, problem: null, snapshot: { ...facts, ...state, ...times, counts, progress, items } };
}

describe('what is told of a batch', () => {
  it('is refused by who does not know the photos that it builds on', () => {
    const [a, b] = [photo('a'), photo('b')];
    const told = viewOf([a, b]);
    const change = findBatchChange(told, viewOf([a, photo('b', { name: 'cancelled' })]));
    expect(applyBatchChange(null, change)).toBeNull();
    expect(applyBatchChange(viewOf(null), change)).toBeNull();
    expect(applyBatchChange(viewOf([a]), change)).toBeNull();
    expect(applyBatchChange(viewOf([a]), findBatchChange(told, viewOf([b, a])))).toBeNull();
  });

  it('is everything at first, and then only what is new', () => {
    const [a, b] = [photo('a'), photo('b')];
    expect(findBatchChange(null, viewOf([a, b])).snapshot).toMatchObject({ changed: [a, b], order: ['a', 'b'] });
    expect(findBatchChange(viewOf([a, b]), viewOf([a, b], true)).snapshot).toMatchObject({ changed: [], order: null });
    const cancelled = photo('b', { name: 'cancelled' });
    expect(findBatchChange(viewOf([a, b]), viewOf([a, cancelled])).snapshot).toMatchObject({
      changed: [cancelled],
      order: null,
    });
  });

  it('leads to the same batch, whatever happens to it, and keeps what is the same', () => {
    const random = createRandom(7);
    let now = viewOf(null);
    let told: BatchView | null = null;
    let heard: BatchView | null = null;
    for (let step = 0; step < 300; step += 1) {
      const items = [...(now.snapshot?.items ?? Array.from({ length: 9 }, (_, index) => photo(`${index}`)))];
      const place = random.integer(0, items.length - 1);
      const key = items[place]?.key ?? '';
      const isMoved = random.chance(0.3);
      if (isMoved) items.unshift(...items.splice(place, 1));
      else items[place] = photo(key, { name: random.chance(0.5) ? 'cancelled' : 'waiting' });
      now = viewOf(items, random.chance(0.5));
      if (random.chance(0.4)) continue;
      const before: BatchView | null = heard;
      heard = applyBatchChange(before, findBatchChange(told, now));
      told = now;
      expect(heard).toEqual(now);
      const others = heard?.snapshot?.items.filter(({ key: other, state }) =>
        before?.snapshot?.items.some((item) => item.key === other && item.state === state),
      );
      expect(others?.every((item) => before?.snapshot?.items.includes(item))).toBe(true);
    }
  });
});
