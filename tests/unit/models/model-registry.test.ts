import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createModelRegistry } from '#core/models/model-registry';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { graphVersion, networkConfigurations } from '#native-models/dcsr/network';
import { writeSafetensors } from '#native-models/weights-file/safetensors';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const begun = initialiseWeights(networkConfigurations.fast, 1);
const properWeights = writeSafetensors(begun);
const properManifest: Record<string, unknown> = {
  id: 'fast',
  name: 'Fast',
  configuration: 'fast',
  description: 'As before any training.',
  parameters: [...begun.values()].reduce((sum, { data }) => sum + data.length, 0),
  sha256: createHash('sha256').update(properWeights).digest('hex'),
  graphVersion,
};

/** The folder of models of the test that runs; holds the model 'good'. */
let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
  addModel('good');
});

function addModel(id: string, changes: Record<string, unknown> = {}): void {
  mkdirSync(join(folder, id), { recursive: true });
  writeFileSync(join(folder, id, 'weights.safetensors'), properWeights);
  writeManifest(id, JSON.stringify({ ...properManifest, ...changes }));
}

function writeManifest(id: string, text: string): void {
  writeFileSync(join(folder, id, 'manifest.json'), text);
}

function addWeights(id: string, bytes: Uint8Array): void {
  addModel(id, { sha256: createHash('sha256').update(bytes).digest('hex') });
  writeFileSync(join(folder, id, 'weights.safetensors'), bytes);
}

function registry() {
  return createModelRegistry({ folders: [folder] });
}

async function listedIds(): Promise<string[]> {
  return (await registry().list()).map(({ id }) => id);
}

function refused(...words: RegExp[]) {
  const message = expect.stringMatching(
    new RegExp(words.map(({ source }) => `(?=.*${source})`).join(''), 's'),
  ) as string;
  return { name: 'AppError', code: 'model-unavailable', message };
}

/** What is done to a proper model 'bad', and what is said when it is asked for. */
const unlisted: { name: string; spoil: () => void; message: RegExp }[] = [
  {
    name: 'no manifest',
    spoil: () => rmSync(join(folder, 'bad/manifest.json')),
    message: /manifest\.json is missing/,
  },
  {
    name: 'a version that is none',
    spoil: () => addModel('bad', { graphVersion: 0 }),
    message: /not usable \(graphVersion: /,
  },
  {
    name: 'a variation that nobody knows',
    spoil: () => addModel('bad', { variation: 'upside-down' }),
    message: /not usable \(variation: /,
  },
  {
    name: 'no weights',
    spoil: () => rmSync(join(folder, 'bad/weights.safetensors')),
    message: /incomplete: .*weights\.safetensors is missing/,
  },
  {
    name: 'a folder in the place of the weights',
    spoil: () => {
      rmSync(join(folder, 'bad/weights.safetensors'));
      mkdirSync(join(folder, 'bad/weights.safetensors'));
    },
    message: /weights\.safetensors is missing/,
  },
  {
    name: 'weights too large to be read',
    spoil: () => truncateSync(join(folder, 'bad/weights.safetensors'), 2 ** 30),
    message: /expected at most 536,870,912 bytes .* found 1,073,741,824/,
  },
  {
    name: 'a manifest too large to be read',
    spoil: () => writeManifest('bad', JSON.stringify({ ...properManifest, filling: 'x'.repeat(2 ** 17) })),
    message: /expected at most 65,536 bytes/,
  },
  { name: 'a manifest that is not JSON', spoil: () => writeManifest('bad', '{"name": "Fast"'), message: /not usable/ },
  { name: 'an empty manifest', spoil: () => writeManifest('bad', ''), message: /not usable/ },
  { name: 'a manifest of another kind', spoil: () => writeManifest('bad', '[1, 2]'), message: /not usable/ },
  {
    name: 'a network that does not exist',
    spoil: () => addModel('bad', { configuration: '__proto__' }),
    message: /configuration/,
  },
  { name: 'a checksum that is none', spoil: () => addModel('bad', { sha256: '../good' }), message: /sha256/ },
  { name: 'a number of weights below one', spoil: () => addModel('bad', { parameters: -1 }), message: /parameters/ },
  { name: 'a name beyond measure', spoil: () => addModel('bad', { name: 'x'.repeat(5000) }), message: /name/ },
];

describe('a folder that holds no proper model', () => {
  it.each(unlisted)('with $name is left out of the list and explained when loaded', async ({ spoil, message }) => {
    addModel('bad');
    expect(await listedIds()).toEqual(['bad', 'good']);
    spoil();
    expect(await listedIds()).toEqual(['good']);
    await expect(registry().load('bad')).rejects.toMatchObject(refused(/'bad'/, message));
    expect((await registry().load('good')).summary.id).toBe('good');
  });

  it('with one changed bit in the weights is refused by its checksum', async () => {
    addModel('bad');
    const path = join(folder, 'bad/weights.safetensors');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 3) ^ 1, bytes.length - 3);
    writeFileSync(path, bytes);
    await expect(registry().load('bad')).rejects.toMatchObject(
      refused(/'bad' are damaged/, new RegExp(`expected SHA-256 ${String(properManifest.sha256)}`)),
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a header beyond the file', new Uint8Array(64).fill(255)],
    ['another kind of file', new TextEncoder().encode('PK\u0003\u0004 this is not safetensors at all')],
  ])('with %s as weights is refused, though the checksum is right', async (_, bytes) => {
    addWeights('bad', bytes);
    await expect(registry().load('bad')).rejects.toMatchObject(refused(/weights of the model 'bad' cannot be read/));
  });
});

describe('an id', () => {
  it('that is unknown is answered with the choices', async () => {
    addModel('another');
    await expect(registry().load('swift')).rejects.toMatchObject(
      refused(/no model 'swift'/, /one of: another, good\./),
    );
  });

  it('that is unknown where there is no model says so', async () => {
    const empty = createModelRegistry({ folders: [join(folder, 'nowhere')] });
    expect(await empty.list()).toEqual([]);
    await expect(empty.load('fast')).rejects.toMatchObject(refused(/None is installed/));
  });

  it.each(['', '.', '..', '../good', 'good/../good', 'good/', './good', 'good\0', 'GOOD', '/etc', '__proto__'])(
    '%j never leads to a folder',
    async (id) => {
      await expect(createModelRegistry({ folders: [folder, join(folder, 'good')] }).load(id)).rejects.toMatchObject(
        refused(/There is no model/),
      );
    },
  );

  it.each(['Good', '-good', 'go_od', 'x'.repeat(65)])('%s is no name for a model folder', async (id) => {
    addModel(id);
    expect(await listedIds()).toEqual(['good']);
  });

  it.skipIf(process.platform === 'win32')('is not taken from a link to somewhere else', async () => {
    symlinkSync(join(folder, 'good'), join(folder, 'linked'));
    expect(await listedIds()).toEqual(['good']);
  });

  it('is the name of the folder, whatever the manifest says', async () => {
    addModel('mine', { id: '../../good', folder: '/etc', weights: '../good/weights.safetensors' });
    const { summary } = await registry().load('mine');
    expect(summary).toEqual({ ...summaryOfFast, id: 'mine' });
  });
});

const summaryOfFast = {
  id: 'good',
  name: properManifest.name,
  configuration: 'fast',
  variation: null,
  graphVersion,
  parameters: properManifest.parameters,
  description: { raw: properManifest.description },
  sha256: properManifest.sha256,
  isPersonal: false,
  isOutdated: false,
};

describe('a proper model', () => {
  it('may be one that an experiment changed', async () => {
    addModel('varied', { variation: 'summation' });
    const { configuration, summary } = await registry().load('varied');
    expect(summary.variation).toBe('summation');
    expect(configuration.fusion.gate).toBe('one');
  });

  it('is listed and loaded with its network and as many numbers as it says', async () => {
    expect(await registry().list()).toEqual([summaryOfFast]);
    const { summary, configuration, weights } = await registry().load('good');
    expect(summary).toEqual(summaryOfFast);
    expect(configuration).toBe(networkConfigurations.fast);
    const numbers = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
    expect(numbers).toBe(properManifest.parameters);
  });

  it('in the earlier of two folders counts', async () => {
    const first = folder;
    writeManifest('good', JSON.stringify({ ...properManifest, name: 'First' }));
    folder = temporaryFolder();
    addModel('good', { name: 'Second' });
    addModel('only-here');
    const both = createModelRegistry({ folders: [first, folder] });
    expect((await both.list()).map(({ id, name }) => [id, name])).toEqual([
      ['good', 'First'],
      ['only-here', 'Fast'],
    ]);
    expect((await both.load('good')).summary.name).toBe('First');
  });
});

describe('a model of another version of the network', () => {
  const earlier = { graphVersion: graphVersion - 1, name: 'Mine' };

  it.each([-1, 1])('%i versions on is listed as what it is, and explained when loaded', async (versions) => {
    addModel('old', { ...earlier, graphVersion: graphVersion + versions });
    const outdated = (await registry().list()).map(({ id, isOutdated }) => [id, isOutdated]);
    expect(outdated).toEqual([
      ['good', false],
      ['old', true],
    ]);
    await expect(registry().load('old')).rejects.toMatchObject(
      refused(/'old' \(Mine\)/, /another version/, /Install it again/),
    );
  });

  it('is learned again where it is a personal one', async () => {
    addModel('old', earlier);
    const personal = createModelRegistry({ folders: [], personalFolder: folder });
    expect((await personal.list()).find(({ id }) => id === 'old')).toMatchObject({
      isOutdated: true,
      isPersonal: true,
    });
    await expect(personal.load('old')).rejects.toMatchObject(refused(/Learn it again from your pairs/));
  });
});
