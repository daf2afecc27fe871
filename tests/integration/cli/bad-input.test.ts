import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { difficultFiles, enhanceWith } from '../../support/enhance-bad-input.ts';
import { hasRealPhotos, needsRealPhotos } from '../../support/real-photos.ts';

/** The most hostile part; `npx tsx tests/bench/difficult-files.ts` goes through all of them. */
const files = hasRealPhotos ? difficultFiles('generated').filter((path) => !/animated|orientation/.test(path)) : [];
let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'telewide-bad-input-'));
  mkdirSync(join(scratch, 'out'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(!hasRealPhotos)(`enhancing difficult files${needsRealPhotos}`, () => {
  it.each(files.map((path) => [basename(path), path]))('%s as the wide photo', async (_, path) => {
    expect(await enhanceWith(path, 'wide', scratch)).toBeNull();
  });

  it.each(files.map((path) => [basename(path), path]))('%s as the tele photo', async (_, path) => {
    expect(await enhanceWith(path, 'tele', scratch)).toBeNull();
  });
});
