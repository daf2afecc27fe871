import { expect, test } from 'vitest';
import type { PairStanding } from '#contract/library';
import { emptyProject, type Pair, type ProjectDocument } from '#contract/project-document';
import { noEdits } from '#contract/project-edits';
import type { Registration, Verdict } from '#contract/registration';
import { createStandings } from '#core/workspace/library/standings';

const pair: Pair = { id: 'p', wideId: 'a', teleIds: ['b'], reason: null };

function open() {
  const results = {
    verdict: null as Verdict | null,
    isEnhanced: false,
    exported: 'never' as 'never' | 'otherwise' | 'so',
  };
  let document: ProjectDocument = { ...emptyProject, pairs: [pair] };
  const told: PairStanding[] = [];
  const standings = createStandings({
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
    standings.follow(next);
  };
  return { standings, results, told, become, document: () => document };
}

test('a match that failed is a problem with its reason, and none once there is a result', async () => {
  const { standings, results } = open();
  results.verdict = 'failed';
  expect(await standings.of(pair)).toEqual({
    pairId: 'p',
    step: 'new',
    verdict: 'failed',
    problem: { raw: 'Other scenes' },
  });
  results.isEnhanced = true;
  standings.changed('p');
  expect(await standings.of(pair)).toMatchObject({ step: 'enhanced', problem: null });
});

test('a job that failed is a problem until it goes well', async () => {
  const { standings, told } = open();
  standings.failed('p', { raw: 'The disk is full' });
  await expect.poll(() => told.at(-1)?.problem).toEqual({ raw: 'The disk is full' });
  standings.failed('p', null);
  await expect.poll(() => told.at(-1)?.problem).toBeNull();
});

test('each result is a step, and what is known is not looked up again', async () => {
  const { standings, results } = open();
  expect(await standings.of(pair)).toMatchObject({ step: 'new' });
  results.verdict = 'good';
  expect(await standings.of(pair)).toMatchObject({ step: 'new' });
  standings.changed('p');
  expect(await standings.of(pair)).toMatchObject({ step: 'registered', verdict: 'good' });
  [results.isEnhanced, results.exported] = [true, 'so'];
  standings.changed('p');
  expect(await standings.of(pair)).toMatchObject({ step: 'exported' });
});

test('what was exported and edited since says so', async () => {
  const { standings, results } = open();
  results.exported = 'otherwise';
  expect(await standings.of(pair)).toMatchObject({ step: 'exported', isChanged: true });
  results.exported = 'so';
  standings.changed('p');
  expect(await standings.of(pair)).not.toHaveProperty('isChanged');
});

test('an edit that leads to another result is told; of what is new and nothing, nothing is said', async () => {
  const { standings, results, told, become, document } = open();
  await standings.of(pair);
  results.verdict = 'good';
  become({ ...document(), edits: { p: { ...noEdits, denoise: 1 } } });
  await expect.poll(() => told).toMatchObject([{ pairId: 'p', step: 'registered' }]);
  results.verdict = null;
  become({ ...document(), pairs: [pair, { id: 'q', wideId: 'c', teleIds: [], reason: null }] });
  results.isEnhanced = true;
  become({ ...document(), pairs: [...document().pairs, { id: 'r', wideId: 'd', teleIds: [], reason: null }] });
  await expect.poll(() => told.map(({ pairId }) => pairId)).toEqual(['p', 'r']);
});
