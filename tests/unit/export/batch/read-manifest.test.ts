import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBatchSettings } from '#contract/batch';
import { noPhotoEdits } from '#contract/project-edits';
import { readManifest } from '#core/export/batch/read-manifest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function write(text: string): string {
  const folder = join(temporaryFolder(), 'job');
  mkdirSync(folder);
  const path = join(folder, 'manifest.json');
  writeFileSync(path, text);
  return path;
}

describe('a manifest', () => {
  it.each([
    ['no JSON', 'wide: a.jpg', /not JSON/],
    ['a later version', '{"version":2,"items":[{"wide":"a.jpg"}]}', /one: version: /],
    ['no items', '{"version":1,"items":[]}', /one: items: /],
    ['an item without a wide photo', '{"version":1,"items":[{"tele":"a.jpg"}]}', /one: items\.0\.wide: /],
    ['a misspelt word', '{"version":1,"items":[{"wide":"a.jpg","telle":"b.jpg"}]}', /telle/],
    [
      'an edit that is none',
      '{"version":1,"items":[{"wide":"a","edits":{"denoise":3}}]}',
      /one: items\.0\.edits\.denoise: /,
    ],
    ['a quality that is none', '{"version":1,"settings":{"output":{"quality":900}},"items":[{"wide":"a"}]}', /quality/],
  ])('with %s is refused with the place', async (_, text, message) => {
    await expect(readManifest(write(text), defaultBatchSettings)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(message) as string,
    });
  });

  const placement = { homography: [1, 0, 9, 0, 1, 9, 0, 0, 1], origin: 'hand' };

  it('is relative to its own folder, and its items go over it and it over what was said', async () => {
    const path = write(
      JSON.stringify({
        version: 1,
        settings: { crop: 'tele', output: { quality: 70 } },
        items: [
          { wide: 'a wide.jpg', tele: '../b.jpg', output: 'sub/out.png' },
          {
            wide: 'd.jpg',
            teles: ['e.jpg', { photo: 'f.jpg', placement, isInFront: true }],
          },
          { wide: '/photos/c.jpg', tele: null, settings: { output: { format: 'png' } }, edits: { denoise: 0.5 } },
        ],
      }),
    );
    const folder = join(path, '..');
    const items = await readManifest(path, { ...defaultBatchSettings, model: 'paper' });
    expect(items).toMatchObject([
      {
        widePath: join(folder, 'a wide.jpg'),
        teles: [{ path: join(folder, '../b.jpg'), placement: null, isInFront: false }],
        source: 'a wide.jpg',
        wishedTarget: 'sub/out.png',
      },
      {
        teles: [
          { path: join(folder, 'e.jpg'), placement: null, isInFront: false },
          { path: join(folder, 'f.jpg'), placement, isInFront: true },
        ],
      },
      { widePath: '/photos/c.jpg', teles: [], wishedTarget: null },
    ]);
    const common = {
      ...defaultBatchSettings,
      model: 'paper',
      crop: 'tele',
      output: { ...defaultBatchSettings.output, quality: 70 },
    };
    expect(items[0]?.settings).toEqual(common);
    expect(items[2]?.settings).toEqual({ ...common, output: { ...common.output, format: 'png' } });
    expect(items.map(({ edits }) => edits)).toEqual([noPhotoEdits, noPhotoEdits, { ...noPhotoEdits, denoise: 0.5 }]);
  });
});
