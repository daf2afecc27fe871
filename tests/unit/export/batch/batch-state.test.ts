import { expect, it } from 'vitest';
import type { BatchItemState } from '#contract/batch';
import { createBatchState } from '#core/export/batch/batch-state';
import type { BatchItem } from '#core/export/batch/batch-item';

function itemNamed(key: string): BatchItem {
  return { key, source: key, wide: { width: 4000, height: 3000 }, teles: [] } as unknown as BatchItem;
}

/** Four equal photos, and a clock that a test sets. */
function open() {
  const clock = { now: 0 };
  const state = createBatchState({
    id: 'batch',
    items: ['a', 'b', 'c', 'd'].map(itemNamed),
    targets: [],
    ignored: 0,
    outputFolder: '/out',
    earlier: null,
    announce: () => undefined,
    now: () => clock.now,
  });
  state.begin();
  const end = (key: string, name: 'done' | 'cancelled'): void => {
    const done = { name: 'done', target: '', losses: [], milliseconds: 1 } as const;
    state.setState(state.find(key), name === 'done' ? done : { name });
  };
  return { clock, state, end };
}

it('what was cancelled is no work done: it makes nothing faster', () => {
  const { clock, state, end } = open();
  clock.now = 10_000;
  end('a', 'done');
  end('b', 'cancelled');
  end('c', 'cancelled');
  const { progress } = state.snapshot();
  expect(progress).toMatchObject({ fraction: 0.5, remainingMs: 10_000 });
});

it('the time of a pause is no time of work', () => {
  const { clock, state, end } = open();
  state.setPaused(true);
  clock.now = 3_600_000;
  state.setPaused(false);
  clock.now += 10_000;
  end('a', 'done');
  const { progress, elapsedMs, photosPerHour } = state.snapshot();
  expect(progress.remainingMs).toBe(30_000);
  expect(elapsedMs).toBe(10_000);
  expect(photosPerHour).toBe(360);
});

it('looks at each photo as often among many as among few', () => {
  const looksPerPhoto = (count: number): number => {
    let looks = 0;
    const failed = (): BatchItemState => ({
      get name() {
        looks += 1;
        return 'failed' as const;
      },
      error: { code: 'unreadable-image', message: { raw: '' } },
    });
    const state = createBatchState({
      id: 'batch',
      items: Array.from({ length: count }, (_, index) => itemNamed(String(index))),
      targets: [],
      ignored: 0,
      outputFolder: '/out',
      earlier: null,
      announce: () => undefined,
      now: () => 0,
    });
    for (let next = state.next(); next !== null; next = state.next()) state.setState(next, failed());
    expect(state.snapshot()).toMatchObject({ isFinished: true, progress: { fraction: 1, remainingMs: 0 } });
    return looks / count;
  };
  expect(looksPerPhoto(800)).toBeCloseTo(looksPerPhoto(100), 1);
});

it('what is put back or put in front is next', () => {
  const { state, end } = open();
  end('a', 'cancelled');
  expect(state.next()?.item.key).toBe('b');
  state.move(state.find('d'), 0);
  expect(state.next()?.item.key).toBe('d');
  end('d', 'done');
  state.setState(state.find('a'), { name: 'waiting' });
  expect(state.next()?.item.key).toBe('a');
});
