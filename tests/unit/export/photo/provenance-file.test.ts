import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeProvenanceFile, provenanceFileOf } from '#core/export/photo/provenance-file';

const { signal } = new AbortController();
let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telewide-provenance-'));
  await writeFile(at('map.png'), 'a map');
});
afterAll(() => rm(folder, { recursive: true }));

describe('the map beside a photo', () => {
  it('has the photo’s name, whatever its ending', () => {
    expect(provenanceFileOf('/a/photo.jpg')).toBe(join('/a', 'photo.provenance.png'));
    expect(provenanceFileOf('/a/日本.2.avif')).toBe(join('/a', '日本.2.provenance.png'));
    expect(provenanceFileOf('/a/photo')).toBe(join('/a', 'photo.provenance.png'));
  });

  it('replaces an older one, and leaves nothing else', async () => {
    await writeFile(at('photo.provenance.png'), 'an older map');
    await placeProvenanceFile(at('map.png'), at('photo.jpg'), [], signal);
    expect(await readFile(at('photo.provenance.png'), 'utf8')).toBe('a map');
    expect((await readdir(folder)).toSorted()).toEqual(['map.png', 'photo.provenance.png']);
  });

  it('is never written over an original', async () => {
    await writeFile(at('mine.provenance.png'), 'my photo');
    await expect(
      placeProvenanceFile(at('map.png'), at('mine.jpg'), [at('mine.provenance.png')], signal),
    ).rejects.toMatchObject({ code: 'not-writable' });
    expect(await readFile(at('mine.provenance.png'), 'utf8')).toBe('my photo');
  });

  it('is not written once cancelled', async () => {
    const cancelled = placeProvenanceFile(at('map.png'), at('late.jpg'), [], AbortSignal.abort(new Error('enough')));
    await expect(cancelled).rejects.toThrow('enough');
    expect(await readdir(folder)).not.toContain('late.provenance.png');
  });
});
