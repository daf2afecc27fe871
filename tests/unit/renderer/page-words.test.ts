import { describe, expect, test } from 'vitest';
import type { PairView } from '#contract/api';
import type { JobSnapshot, JobState } from '#contract/jobs';
import { blockSizeOf } from '../../../renderer/features/compare-viewer/block-size.ts';
import { describePair } from '../../../renderer/features/library/pair-state.ts';
import { isPhotoFile } from '../../../renderer/features/library/photo-files.ts';

describe('the size of a provenance block', () => {
  test('a map of something else has none', () => {
    expect(blockSizeOf({ width: 800, height: 600 }, { width: 50, height: 60 })).toBeNull();
  });

  test('is found also where the last blocks reach over the edge', () => {
    expect(blockSizeOf({ width: 8064, height: 6048 }, { width: 504, height: 378 })).toBe(16);
    expect(blockSizeOf({ width: 1002, height: 702 }, { width: 63, height: 44 })).toBe(16);
  });
});

describe('photos of a folder', () => {
  test.each(['Thumbs.db', '.DS_Store', '.hidden.jpg', 'notes.txt', 'jpg', 'IMG_1.jpg.zip'])('%s is none', (name) => {
    expect(isPhotoFile(name)).toBe(false);
  });

  test.each(['IMG_1.HEIC', 'a.b.JPG', 'straße 1.tiff', 'x.webp'])('%s is one', (name) => {
    expect(isPhotoFile(name)).toBe(true);
  });
});

describe("a pair's line in the list", () => {
  const photo = {} as PairView['wide'];
  const view = (change: Partial<PairView>): PairView => ({
    pair: { id: 'p', wideId: 'w', teleId: 't', reason: null },
    wide: photo,
    tele: photo,
    registration: null,
    enhancement: null,
    alone: null,
    truth: null,
    ...change,
  });
  const job = (state: JobState): JobSnapshot => ({ id: 'j', kind: 'enhancement', subject: 'p', state });
  const running: JobState = { name: 'running', progress: { fraction: 0.437, label: '', remainingMs: null } };

  test('says that it opens before anything is known', () => {
    expect(describePair(null, null, null).words).toMatch(/Opening/);
  });

  test('a failed match is a failure, and a missing telephoto is none', () => {
    const registration = { verdict: 'failed' } as PairView['registration'];
    expect(describePair(view({ registration }), null, null).tone).toBe('failed');
    expect(describePair(view({ tele: null }), null, null)).toEqual({ words: 'No telephoto', tone: 'plain' });
  });

  test('work that goes on outweighs what is there', () => {
    const enhancement = {} as PairView['enhancement'];
    expect(describePair(view({ enhancement }), null, job(running)).words).toBe('Enhancing · 43 %');
    expect(describePair(view({ enhancement }), null, job({ name: 'succeeded' })).words).toBe('Enhanced');
    expect(describePair(view({}), { ...job(running), kind: 'registration' }, null).words).toMatch(/Looking/);
  });
});
