import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createModelRegistry } from '#core/models/model-registry';
import { createPersonalModels, type NewModel } from '#core/models/personal-models';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations } from '#native-models/dcsr/network';
import { readSafetensors, writeSafetensors } from '#native-models/weights-file/safetensors';
import { adaptationCard } from '../../support/adaptation-card.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const weights = initialiseWeights(networkConfigurations.fast, 1);

const card = adaptationCard(true);

const model: NewModel = {
  name: 'Mein Händy',
  description: { raw: 'Tuned.' },
  configuration: 'fast',
  variation: null,
  weights,
  card,
};

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function open(taken: readonly string[] = ['fast']) {
  return createPersonalModels({ folder: join(folder, 'models'), isTaken: async (id) => taken.includes(id) });
}

function stored(): string[] {
  return readdirSync(join(folder, 'models'));
}

async function exportedBytes(): Promise<Uint8Array> {
  const personal = open();
  await personal.exportTo(await personal.add(model), join(folder, 'out.telewide-model'));
  return readFileSync(join(folder, 'out.telewide-model'));
}

/** The header of an exported file with one thing in it changed. */
function withMetadata(
  bytes: Uint8Array,
  change: (about: { manifest: Record<string, unknown>; card: unknown }) => void,
) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
    __metadata__: { telewide: string };
  };
  const about = JSON.parse(header.__metadata__.telewide) as { manifest: Record<string, unknown>; card: unknown };
  change(about);
  return writeSafetensors(readSafetensors(bytes), { telewide: JSON.stringify(about) });
}

describe('a file to import', () => {
  const refused = { name: 'AppError', code: 'model-unavailable' };

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['is empty', () => new Uint8Array()],
    ['is a picture', () => new TextEncoder().encode('\u0089PNG and so on, and on')],
    ['is cut short', (bytes) => bytes.slice(0, bytes.length - 4)],
    ['has a header longer than itself', (bytes) => new Uint8Array([255, 255, 255, 255, 0, 0, 0, 0, ...bytes.slice(8)])],
    ['has one weight changed', (bytes) => flipped(bytes, bytes.length - 3)],
    ['is weights alone', (bytes) => writeSafetensors(readSafetensors(bytes))],
    ['states another checksum', (bytes) => withMetadata(bytes, ({ manifest }) => (manifest.sha256 = 'f'.repeat(64)))],
    ['is of another network', (bytes) => withMetadata(bytes, ({ manifest }) => (manifest.configuration = 'paper'))],
    ['is of the future', (bytes) => withMetadata(bytes, ({ manifest }) => (manifest.graphVersion = 9))],
    ['has a card that is none', (bytes) => withMetadata(bytes, (about) => (about.card = { made: 'yesterday' }))],
    ['has no card', (bytes) => withMetadata(bytes, (about) => delete (about as { card?: unknown }).card)],
  ])('is refused whole when it %s', async (_, spoil) => {
    const bytes = spoil(await exportedBytes());
    const before = stored();
    writeFileSync(join(folder, 'in.telewide-model'), bytes);
    await expect(open().importFrom(join(folder, 'in.telewide-model'))).rejects.toMatchObject(refused);
    expect(stored()).toEqual(before);
  });

  it('is missed when it is not there, or is a folder', async () => {
    await expect(open().importFrom(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(open().importFrom(folder)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('cannot name the folder that it goes to', async () => {
    const bytes = withMetadata(await exportedBytes(), ({ manifest }) => (manifest.name = '../../escape'));
    writeFileSync(join(folder, 'in.telewide-model'), bytes);
    expect(await open().importFrom(join(folder, 'in.telewide-model'))).toBe('escape');
    expect(stored().sort()).toEqual(['escape', 'mein-handy']);
  });
});

describe('a personal model', () => {
  it('can be chosen like any other, and is told apart', async () => {
    const id = await open().add(model);
    const registry = createModelRegistry({ folders: [], personalFolder: join(folder, 'models') });
    expect(id).toBe('mein-handy');
    const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
    expect(await registry.list()).toMatchObject([{ id, name: 'Mein Händy', isPersonal: true, parameters }]);
    expect((await registry.load(id)).weights).toEqual(weights);
    expect(await open().card(id)).toEqual(card);
  });

  it('gets an id of its own where the name is taken, or has no letters', async () => {
    const personal = open(['fast', 'mein-handy']);
    expect(await personal.add(model)).toBe('mein-handy-2');
    expect(await personal.add(model)).toBe('mein-handy-3');
    expect(await personal.add({ ...model, name: '手机' })).toBe('model');
    expect(await personal.add({ ...model, name: 'fast' })).toBe('fast-2');
  });

  it('comes back from its file the same', async () => {
    const bytes = await exportedBytes();
    writeFileSync(join(folder, 'in.telewide-model'), bytes);
    const personal = open();
    const id = await personal.importFrom(join(folder, 'in.telewide-model'));
    expect(id).toBe('mein-handy-2');
    await personal.exportTo(id, join(folder, 'again.telewide-model'));
    expect(Buffer.compare(readFileSync(join(folder, 'again.telewide-model')), bytes)).toBe(0);
  });

  it('names no photo in its file, and nothing that a photo could be recognised by', async () => {
    const named = {
      ...card,
      photos: [{ name: 'holiday-7.jpg', wideId: 'd1ge57-a', teleId: 'd1ge57-b', isKeptOut: true }],
      leftOut: [{ name: 'holiday-8.jpg', reason: { raw: 'holiday-8.jpg is too dark.' } }],
    };
    const personal = open();
    const id = await personal.add({ ...model, card: named });
    const file = join(folder, 'out.telewide-model');
    await personal.exportTo(id, file);
    expect(readFileSync(file, 'latin1')).not.toMatch(/holiday|d1ge57/);
    const imported = await personal.card(await personal.importFrom(file));
    expect(imported.photos).toEqual([{ name: '#1', wideId: '', teleId: '', isKeptOut: true }]);
    expect(await personal.card(id)).toEqual(named);
  });

  it('is never written onto an original', async () => {
    const original = join(folder, 'wide.jpg');
    writeFileSync(original, 'a photo');
    const personal = open();
    const id = await personal.add(model);
    await expect(personal.exportTo(id, original, [original])).rejects.toMatchObject({ code: 'not-writable' });
    expect(readFileSync(original, 'utf8')).toBe('a photo');
  });

  it('can be renamed and removed', async () => {
    const personal = open();
    const id = await personal.add(model);
    await personal.rename(id, 'Camera on the shelf');
    const registry = createModelRegistry({ folders: [], personalFolder: join(folder, 'models') });
    expect(await registry.list()).toMatchObject([{ id, name: 'Camera on the shelf' }]);
    await personal.remove(id);
    expect(stored()).toEqual([]);
  });

  it.each(['fast', '..', '../models', 'nobody', ''])('is never "%s"', async (id) => {
    mkdirSync(join(folder, 'models'), { recursive: true });
    const personal = open();
    await expect(personal.card(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(personal.remove(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(personal.exportTo(id, join(folder, 'x'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
