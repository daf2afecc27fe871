import { expect, test } from 'vitest';
import type { Shot } from '#core/pairs/finding/photo-versions';
import { createVersions } from '#core/workspace/library/versions';
import { photoSummary } from '../../../support/photo-summary.ts';

const shot = (best: string, ...versions: string[]): Shot => ({
  best: photoSummary(best),
  versions: versions.map((version) => photoSummary(version)),
});

test('photos are told of which something else is true than before', () => {
  let shots = [shot('edited'), shot('other')];
  const versions = createVersions(() => shots);
  expect(versions.lookAgain()).toEqual([]);
  shots = [shot('original', 'edited', 'original'), shot('other')];
  expect(versions.lookAgain()).toEqual(['edited']);
  expect(['edited', 'original', 'other'].map((id) => versions.originalOf(id))).toEqual(['original', null, null]);
  expect(versions.lookAgain()).toEqual([]);
  shots = [shot('edited')];
  expect(versions.lookAgain()).toEqual(['edited']);
  expect(versions.originalOf('edited')).toBeNull();
});
