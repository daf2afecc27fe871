import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createModelRegistry } from '#core/models/model-registry';
import { readStartWeights, startWeights } from '#core/learning/training/start-weights';
import { initialiseWeights } from '#native-models/dcsr/initialise-weights';
import { networkConfigurations } from '#native-models/dcsr/network';
import { writeSafetensors } from '#native-models/weights-file/safetensors';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const { fast, paper } = networkConfigurations;
const shipped = createModelRegistry({ folders: [join(import.meta.dirname, '../../../../native-models/weights')] });

describe('readStartWeights', () => {
  it.each([
    ['a file that is not there', '/nowhere/a.safetensors', 'not-found'],
    ['a model that is not there', 'nothing', 'model-unavailable'],
  ])('refuses %s', async (_, name, code) => {
    await expect(readStartWeights(name, shipped)).rejects.toMatchObject({ name: 'AppError', code });
  });

  it('refuses a file that holds something else', async () => {
    const path = join(temporaryFolder(), 'a.safetensors');
    writeFileSync(path, 'nothing of the kind');
    await expect(readStartWeights(path, shipped)).rejects.toMatchObject({ code: 'model-unavailable' });
  });

  it('takes a file, or a model', async () => {
    const path = join(temporaryFolder(), 'a.safetensors');
    const weights = initialiseWeights(fast, 5);
    writeFileSync(path, writeSafetensors(weights));
    expect(new Map(await readStartWeights(path, shipped).then((named) => [...named.weights].sort()))).toEqual(
      new Map([...weights].sort()),
    );
    expect((await readStartWeights('fast', shipped)).weights.size).toBe(weights.size);
  });
});

describe('startWeights', () => {
  it('refuses weights of another network, and says what differs', () => {
    expect(() => startWeights(fast, initialiseWeights(paper, 0), 0)).toThrow(/network 'fast': they hold '\S+' of/);
    const foreign = new Map([['elsewhere', { shape: [1], data: new Float32Array(1) }]]);
    expect(() => startWeights(fast, foreign, 0)).toThrow(/'elsewhere' of 1, the network has no such parameter/);
    expect(() => startWeights(fast, new Map(), 0)).toThrow(/no parameter at all/);
  });

  it('begins from nothing by the seed', () => {
    expect(startWeights(fast, null, 3)).toEqual({ weights: initialiseWeights(fast, 3), fresh: [] });
    expect(startWeights(fast, null, 4).weights).not.toEqual(initialiseWeights(fast, 3));
  });

  it('takes what the weights hold, and names what they lack', () => {
    const held = initialiseWeights(fast, 1);
    const [missing = ''] = [...held.keys()].slice(5);
    held.delete(missing);
    const { weights, fresh } = startWeights(fast, held, 2);
    expect(fresh).toEqual([missing]);
    expect(weights.get(missing)).toEqual(initialiseWeights(fast, 2).get(missing));
    for (const [name, tensor] of held) expect(weights.get(name)).toEqual(tensor);
  });
});
