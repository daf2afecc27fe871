import { expect, test } from 'vitest';
import type { PairStatus } from '#contract/library';
import { emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import { noEdits } from '#contract/project-edits';
import type { Registration, Verdict } from '#contract/registration';
import { createPairStatuses } from '#core/workspace/library/pair-statuses';

const pair: Pair = { id: 'p', wideId: 'a', teleIds: ['b'], reason: null };

function open() {
  const results = {
    verdict: null as Verdict | null,
    isEnhanced: false,
    exported: 'never' as 'never' | 'otherwise' | 'so',
  };
  let document: ProjectDocument = { ...emptyProject, pairs: [pair] };
  const told: PairStatus[] = [];
  const statuses = createPairStatuses({
    document: () => document,
    registrationsOf: async () => [
      results.verdict === null ? null : ({ verdict: results.verdict, reason: { raw: 'Other scenes' } } as Registration),
    ],
    isEnhanced: async () => results.isEnhanced,
    exportOf: () => results.exported,
    tell: (some) => told.push(...some),
  });
  const become = (next: ProjectDocument): void => {
    document = next;
    statuses.follow(next);
  };
  return { statuses, results, told, become, document: () => document };
}

test('a match that failed is a problem with its reason, and none once there is a result', async () => {
  const { statuses, results } = open();
  results.verdict = 'failed';
  expect(await statuses.of(pair)).toEqual({
    pairId: 'p',
    step: 'new',
    verdict: 'failed',
    problem: { raw: 'Other scenes' },
  });
  results.isEnhanced = true;
  statuses.changed('p');
  expect(await statuses.of(pair)).toMatchObject({ step: 'enhanced', problem: null });
});

test('a job that failed is a problem until it goes well', async () => {
  const { statuses, told } = open();
  statuses.failed('p', { raw: 'The disk is full' });
  await expect.poll(() => told.at(-1)?.problem).toEqual({ raw: 'The disk is full' });
  statuses.failed('p', null);
  await expect.poll(() => told.at(-1)?.problem).toBeNull();
});

test('each result is a step, and what is known is not looked up again', async () => {
  const { statuses, results } = open();
  expect(await statuses.of(pair)).toMatchObject({ step: 'new' });
  results.verdict = 'good';
  expect(await statuses.of(pair)).toMatchObject({ step: 'new' });
  statuses.changed('p');
  expect(await statuses.of(pair)).toMatchObject({ step: 'registered', verdict: 'good' });
  [results.isEnhanced, results.exported] = [true, 'so'];
  statuses.changed('p');
  expect(await statuses.of(pair)).toMatchObject({ step: 'exported' });
});

test('what was exported and edited since says so', async () => {
  const { statuses, results } = open();
  results.exported = 'otherwise';
  expect(await statuses.of(pair)).toMatchObject({ step: 'exported', isChanged: true });
  results.exported = 'so';
  statuses.changed('p');
  expect(await statuses.of(pair)).not.toHaveProperty('isChanged');
});

test('an edit that leads to another result is told; of what is new and nothing, nothing is said', async () => {
  const { statuses, results, told, become, document } = open();
  await statuses.of(pair);
  results.verdict = 'good';
  become({ ...document(), edits: { p: { ...noEdits, denoise: 1 } } });
  await expect.poll(() => told).toMatchObject([{ pairId: 'p', step: 'registered' }]);
  results.verdict = null;
  become({ ...document(), pairs: [pair, { id: 'q', wideId: 'c', teleIds: [], reason: null }] });
  results.isEnhanced = true;
  become({ ...document(), pairs: [...document().pairs, { id: 'r', wideId: 'd', teleIds: [], reason: null }] });
  await expect.poll(() => told.map(({ pairId }) => pairId)).toEqual(['p', 'r']);
});
