import { expect, test } from 'vitest';
import type { Enhancement } from '#contract/api';
import { emptyProject, type ProjectDocument } from '#contract/project-document';
import { noEdits, type Correction, type PairEdits } from '#contract/project-edits';
import {
  createEnhancementStore,
  inputsOf,
  type EnhancementStore,
  type PictureInputs,
} from '#core/enhancement/enhancement-store';
import { openResultStore, resultKey } from '#core/ground/disk/result-store';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const pair = { id: 'pair', wideId: 'a', teleIds: ['b'], reason: null };
const crop = (x: number): PairEdits => ({ ...noEdits, crop: { x, y: 0, width: 9, height: 9 } });
const moved: Correction = { homography: [1, 0, 5, 0, 1, 0, 0, 0, 1], pins: [], origin: 'hand' };
const inputs = (edits: PairEdits): PictureInputs => inputsOf({ ...emptyProject, edits: { pair: edits } }, pair);
const enhancement = (key: string): Enhancement => ({ key }) as Enhancement;

interface Shelf {
  kept: EnhancementStore;
  forgotten: string[];
  edit: (edits: PairEdits) => void;
  folder: string;
}

function open(): Shelf {
  const folder = temporaryFolder();
  const forgotten: string[] = [];
  let document: ProjectDocument = { ...emptyProject, pairs: [pair] };
  const kept = createEnhancementStore({
    store: openResultStore<Enhancement>(folder),
    index: openResultStore<string[]>(folder),
    document: () => document,
    forget: async (key) => void forgotten.push(key),
  });
  const edit = (edits: PairEdits): void => {
    document = { ...document, edits: { pair: edits } };
  };
  return { kept, forgotten, edit, folder };
}

test('each edit has its own picture, and taking the edit back brings its picture back', async () => {
  const { kept, edit, forgotten } = open();
  expect(await kept.read(pair)).toBeNull();
  await kept.write(pair, inputs(noEdits), enhancement('whole'));
  for (const [name, edits] of [
    ['cropped', crop(3)],
    ['turned', { ...noEdits, straighten: 2 }],
    ['moved', { ...noEdits, corrections: { b: moved } }],
  ] as const) {
    edit(edits);
    expect(await kept.read(pair)).toBeNull();
    await kept.write(pair, inputs(edits), enhancement(name));
    expect(await kept.read(pair)).toEqual({ key: name });
    edit(noEdits);
    expect(await kept.read(pair)).toEqual({ key: 'whole' });
  }
  expect(await kept.has(pair, 'moved')).toBe(true);
  expect(await kept.has(pair, 'unknown')).toBe(false);
  expect(forgotten).toEqual([]);
});

test('what pins led to a place does not matter, the place does', async () => {
  const { kept, edit } = open();
  await kept.write(pair, inputs({ ...noEdits, corrections: { b: moved } }), enhancement('moved'));
  edit({
    ...noEdits,
    corrections: { b: { ...moved, origin: 'refined', pins: [{ wide: { x: 1, y: 1 }, tele: { x: 1, y: 1 } }] } },
  });
  expect(await kept.read(pair)).toEqual({ key: 'moved' });
});

test('a new picture of the same edits takes the place of the old one, whose pictures go', async () => {
  const { kept, forgotten } = open();
  await kept.write(pair, inputs(noEdits), enhancement('one'));
  await kept.write(pair, inputs(noEdits), enhancement('one'));
  expect(forgotten).toEqual([]);
  await kept.write(pair, inputs(noEdits), enhancement('two'));
  expect(forgotten).toEqual(['one']);
});

test('of one pair the latest six are kept', async () => {
  const { kept, forgotten } = open();
  await kept.write(pair, inputs(noEdits), enhancement('whole'));
  for (let x = 0; x < 7; x += 1) await kept.write(pair, inputs(crop(x)), enhancement(`crop-${x}`));
  expect(forgotten).toEqual(['whole', 'crop-0']);
  expect(await kept.has(pair, 'crop-0')).toBe(false);
  expect(await kept.has(pair, 'crop-6')).toBe(true);
});

test('a picture that was kept before there were edits is found', async () => {
  const { kept, folder } = open();
  await openResultStore<Enhancement>(folder).write(resultKey('a', 'b'), enhancement('old'));
  expect(await kept.read(pair)).toEqual({ key: 'old' });
  expect(await kept.has(pair, 'old')).toBe(true);
});
