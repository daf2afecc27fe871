import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import type { PhotoFile, PhotoFormat } from './photo-format.ts';

/** Packed text of a PNG is unpacked whenever the file is opened, to a thousand times as much. */
const maxPackedText = 2 ** 20;
/** For each frame of a WebP its decoder goes through those before. */
const maxFrames = 1000;

/**
 * Looks at what lies beside the pixels without unpacking it. Throws `unreadable-image` for files that are no photos but made, or broken, so
 * that opening them takes minutes: a PNG with megabytes of packed text, a WebP with thousands of frames.
 */
export function refuseOverloaded({ path, format }: Pick<PhotoFile, 'path' | 'format'>): void {
  if (format !== 'png' && format !== 'webp') return;
  let [packed, frames] = [0, 0];
  for (const { type, bytes } of chunksIn(path, format)) {
    if (['zTXt', 'iTXt', 'iCCP'].includes(type)) packed += bytes;
    if (type === 'ANMF') frames += 1;
    if (packed > maxPackedText || frames > maxFrames) throw overloaded(path);
  }
}

/** The answer to such a file. */
export function overloaded(path: string): AppError {
  return new AppError('unreadable-image', say('photos.overloaded', { name: basename(path) }));
}

interface ChunkLayout {
  /** Where the first chunk begins. */
  readonly first: number;
  readonly bytesOf: (head: Buffer) => number;
  readonly typeAt: number;
  /** From one chunk to the next. */
  readonly step: (bytes: number) => number;
}

const layouts: Record<Extract<PhotoFormat, 'png' | 'webp'>, ChunkLayout> = {
  png: { first: 8, bytesOf: (head) => head.readUInt32BE(0), typeAt: 4, step: (bytes) => bytes + 12 },
  webp: { first: 12, bytesOf: (head) => head.readUInt32LE(4), typeAt: 0, step: (bytes) => bytes + (bytes % 2) + 8 },
};

function* chunksIn(path: string, format: 'png' | 'webp'): Generator<{ type: string; bytes: number }> {
  const { first, bytesOf, typeAt, step } = layouts[format];
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(8);
    for (let at = first; readSync(file, head, 0, 8, at) === 8; at += step(bytesOf(head)))
      yield { type: head.toString('latin1', typeAt, typeAt + 4), bytes: bytesOf(head) };
  } finally {
    closeSync(file);
  }
}
