import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainWriteError } from './explain-disk-error.ts';
import { writeWhole } from './write-whole.ts';

/** A file of one JSON value per line, which a program adds to. It outlives an end of the program, or of the power, in the middle of a line. */
export interface LineFile<Line> {
  /** What it held when it was opened. */
  readonly lines: readonly Line[];
  /** How many whole lines it held then, with those that could not be understood. */
  readonly count: number;
  /** Resolves with the lines on the disk, in the order of the calls. `out-of-disk` or `not-writable` when they cannot be; then none of them is in the file. */
  append(lines: readonly Line[]): Promise<void>;
  /** As `append`, done when it returns. One of the two is to be used for a file, not both. */
  appendNow(lines: readonly Line[]): void;
  /** Puts these lines in the place of all; whatever happens, the file has the old ones or the new. */
  replace(lines: readonly Line[]): Promise<void>;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

export interface LineFileOptions<Line> {
  path: string;
  /** Checks and types a line; throws for one that is not what it should be. */
  parse: (json: unknown) => Line;
  /** Whether a line that cannot be understood is thrown; it is passed over unless so. */
  isStrict?: boolean;
}

/**
 * Opens the file, which may not be there yet; the first line that is written makes it, and its folder. A last line that was not written
 * to its end does not count, and is cut off before the next one is written. Throws what the disk says when it cannot be read.
 */
export async function openLineFile<Line>({
  path,
  parse,
  isStrict = false,
}: LineFileOptions<Line>): Promise<LineFile<Line>> {
  const bytes = await readIfThere(path);
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (isStrict && whole.length === 0 && bytes.length > 0) throw new SyntaxError(`${path} has no line that is whole`);
  /** Bytes up to the end of the last whole line. */
  let length = whole.length;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  return {
    ...linesIn(whole.toString('utf8'), parse, isStrict),
    append: (lines) =>
      inTurn(async () => {
        const text = bytesOf(lines);
        await explaining(path, () => appendText(path, length, text));
        length += text.length;
      }),
    appendNow(lines) {
      const text = bytesOf(lines);
      try {
        appendTextNow(path, length, text);
      } catch (error) {
        throw explainWriteError(error, path);
      }
      length += text.length;
    },
    replace: (lines) =>
      inTurn(async () => {
        const text = bytesOf(lines);
        await explaining(path, () => mkdir(dirname(path), { recursive: true }));
        await writeWhole(path, text);
        length = text.length;
      }),
    async settled() {
      await last;
    },
  };
}

async function explaining(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

/** Puts the text behind the first `length` bytes of the file, which have it or nothing behind them when this ends. */
async function appendText(path: string, length: number, text: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a');
  try {
    const { size } = await file.stat();
    if (size > length) await file.truncate(length);
    await file.writeFile(text);
    await file.datasync();
  } catch (error) {
    await file.truncate(length).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

function appendTextNow(path: string, length: number, text: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a');
  try {
    if (fstatSync(file).size > length) ftruncateSync(file, length);
    for (let written = 0; written < text.length;) written += writeSync(file, text, written);
    fdatasyncSync(file);
  } catch (error) {
    cutQuietly(file, length);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Where this fails, too, the next append does it. */
function cutQuietly(file: number, length: number): void {
  try {
    ftruncateSync(file, length);
  } catch {
    return;
  }
}

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function linesIn<Line>(
  text: string,
  parse: (json: unknown) => Line,
  isStrict: boolean,
): Pick<LineFile<Line>, 'lines' | 'count'> {
  const texts = text.split('\n').slice(0, -1);
  const lines = texts.flatMap((line) => {
    try {
      return [parse(JSON.parse(line))];
    } catch (error) {
      if (isStrict) throw error;
      return [];
    }
  });
  return { lines, count: texts.length };
}

function bytesOf(lines: readonly unknown[]): Buffer {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
