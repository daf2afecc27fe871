import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLineFile, type LineFile } from '#core/ground/disk/line-file';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

interface Line {
  n: number;
}

let folder = '';
let path = '';
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'deep', 'lines.ndjson');
});

function parse(json: unknown): Line {
  if (typeof (json as Line).n !== 'number') throw new Error('no number');
  return json as Line;
}

const open = (isStrict = false): Promise<LineFile<Line>> => openLineFile({ path, parse, isStrict });
const read = (): string => readFileSync(path, 'utf8');

function hold(text: string): void {
  mkdirSync(join(folder, 'deep'), { recursive: true });
  writeFileSync(path, text);
}

const ways = {
  append: (file: LineFile<Line>, ...lines: Line[]) => file.append(lines),
  appendNow: async (file: LineFile<Line>, ...lines: Line[]) => file.appendNow(lines),
};

describe.each(Object.entries(ways))('a line file, by %s', (_, add) => {
  it('refuses a line that the disk refuses, and takes the next one', async () => {
    const file = await open();
    mkdirSync(path, { recursive: true });
    await expect(add(file, { n: 1 })).rejects.toMatchObject({ code: 'not-writable' });
    path = join(folder, 'full', 'lines.ndjson');
    const other = await open();
    await expect(add(other, { n: 1n as unknown as number })).rejects.toThrow(/BigInt/);
    await add(other, { n: 2 });
    expect(read()).toBe('{"n":2}\n');
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
    const file = await open();
    mkdirSync(join(folder, 'deep'));
    symlinkSync('/dev/full', path);
    await expect(add(file, { n: 1 })).rejects.toMatchObject({ code: 'out-of-disk' });
  });

  it.skipIf(process.getuid?.() === 0)('says that the folder is read-only', async () => {
    chmodSync(folder, 0o500);
    await expect(add(await open(), { n: 1 })).rejects.toMatchObject({ code: 'not-writable' });
    chmodSync(folder, 0o700);
  });

  it('is made with the first line, and not by looking', async () => {
    const file = await open();
    expect(file).toMatchObject({ lines: [], count: 0 });
    expect(existsSync(join(folder, 'deep'))).toBe(false);
    await add(file, { n: 1 }, { n: 2 });
    await add(file, { n: 3 });
    expect((await open()).lines).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it.each(['{"n":2', '{"n":2}', '\0\0\0'])('passes over %j at the end, and writes in its place', async (torn) => {
    hold(`{"n":1}\n${torn}`);
    const file = await open();
    expect(file.lines).toEqual([{ n: 1 }]);
    await add(file, { n: 3 });
    await add(file, { n: 4 });
    expect(read()).toBe('{"n":1}\n{"n":3}\n{"n":4}\n');
  });

  it('has nothing left of a line that failed', async () => {
    hold('{"n":1}\n');
    const file = await open();
    await add(file, { n: 2 });
    appendFileSync(path, '{"n":3'); // As a disk that is full in the middle leaves it.
    await add(file, { n: 4 });
    expect(read()).toBe('{"n":1}\n{"n":2}\n{"n":4}\n');
  });

  it('begins anew when somebody took the file away', async () => {
    hold('{"n":1}\n');
    const file = await open();
    writeFileSync(path, '');
    await add(file, { n: 2 });
    expect(read()).toBe('{"n":2}\n');
  });
});

describe('a line file', () => {
  it.each(['', 'no json\n', '[]\nnull\n{"n":"one"}\n', '\n\n', '\0\0\0'])(
    'that holds %j has no lines',
    async (text) => {
      hold(text);
      expect((await open()).lines).toEqual([]);
      expect(read()).toBe(text);
    },
  );

  it('passes over lines that it does not understand, and counts them', async () => {
    hold('{"n":1}\nnonsense\n{"m":2}\n{"n":3}\n{"n":');
    expect(await open()).toMatchObject({ lines: [{ n: 1 }, { n: 3 }], count: 4 });
  });

  it.each(['nonsense\n', '{"n":1}\n{"n":\n', '{"n":1}\n{"m":2}\n', 'one torn line'])(
    'that is strict throws for %j',
    async (text) => {
      hold(text);
      await expect(open(true)).rejects.toThrow();
      expect(read()).toBe(text);
    },
  );

  it('that is strict passes over a last line that was not written to its end', async () => {
    hold('{"n":1}\n{"n":');
    expect((await open(true)).lines).toEqual([{ n: 1 }]);
  });

  it('that cannot be read says why', async () => {
    mkdirSync(path, { recursive: true });
    await expect(open()).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('adds and replaces in the order of the calls', async () => {
    const file = await open();
    const done = Promise.all([file.append([{ n: 1 }]), file.replace([{ n: 2 }]), file.append([{ n: 3 }])]);
    await file.settled();
    expect(read()).toBe('{"n":2}\n{"n":3}\n');
    await done;
    expect(readdirSync(join(folder, 'deep'))).toEqual(['lines.ndjson']);
  });

  it('keeps its lines when they cannot be replaced', async () => {
    hold('{"n":1}\n');
    const file = await open();
    await expect(file.replace([{ n: 1n as unknown as number }])).rejects.toThrow(/BigInt/);
    await file.append([{ n: 2 }]);
    expect(read()).toBe('{"n":1}\n{"n":2}\n');
  });
});
