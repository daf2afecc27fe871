import { describe, expect, test } from 'vitest';
import type { PairStatus } from '#contract/library';
import type { JobSnapshot, JobState } from '#contract/jobs';
import { blockSizeOf } from '../../../renderer/features/compare-viewer/load-provenance.ts';
import { describeItem } from '../../../renderer/features/library/item-words.ts';
import type { LibraryItem } from '../../../renderer/features/library/library-item.ts';
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
  const pair = { id: 'p', wideId: 'a', teleIds: ['b'], reason: null };
  const photo = { id: 'a', path: '/a.jpg' };
  const item: LibraryItem = { id: 'p', pair, photo, teles: [{ id: 'b', path: '/b.jpg' }], name: 'a.jpg' };
  const alone: LibraryItem = { ...item, pair: { ...pair, teleIds: [] }, teles: [] };
  const job = (state: JobState): JobSnapshot => ({ id: 'j', kind: 'enhancement', subject: 'p', state });
  const running: JobState = { name: 'running', progress: { fraction: 0.437, label: { raw: '' }, remainingMs: null } };
  const nothing = { status: null, problem: null, original: null, registration: null, enhancement: null };
  const status = (known: Partial<PairStatus>): PairStatus => ({
    pairId: 'p',
    step: 'new',
    verdict: null,
    problem: null,
    ...known,
  });

  test('a photo that cannot be read and a failed match are failures, and a missing telephoto is none', () => {
    expect(describeItem({ ...alone, pair: null }, nothing).tone).toBe('failed');
    const failed = status({ verdict: 'failed', problem: { raw: 'Other scenes' } });
    expect(describeItem(item, { ...nothing, status: failed, problem: 'Other scenes' }).words).toBe('No overlap found');
    expect(describeItem(alone, nothing)).toEqual({ words: 'No telephoto', tone: 'plain' });
    expect(describeItem(alone, { ...nothing, original: 'b.jpg' }).words).toBe('Version of b.jpg');
  });

  test('work that goes on outweighs what is there', () => {
    const enhanced = { ...nothing, status: status({ step: 'enhanced', verdict: 'good' }) };
    expect(describeItem(item, { ...enhanced, enhancement: job(running) }).words).toBe('Enhancing · 43 %');
    expect(describeItem(item, { ...enhanced, enhancement: job({ name: 'succeeded' }) }).words).toBe('Enhanced');
    const looking = { ...nothing, registration: { ...job(running), kind: 'registration' } as const };
    expect(describeItem(item, looking).words).toMatch(/Looking/);
  });
});
