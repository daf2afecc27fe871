import { open } from 'node:fs/promises';
import type { ColourSignal } from '#core/photos/colour/colour-signal';

/** Chunks that are looked through; the one that is sought comes before the pixels. */
const maxChunks = 100;

/** The colours that a PNG tells by number, in its cICP chunk (PNG 3, 11.3.2.6); null when it does not. Never throws for a broken file. */
export async function readPngSignal(path: string): Promise<ColourSignal | null> {
  const file = await open(path, 'r');
  try {
    let at = 8;
    for (let count = 0; count < maxChunks; count++) {
      const chunk = Buffer.alloc(12);
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      const type = chunk.toString('latin1', 4, 8);
      if (bytesRead < chunk.length || type === 'IDAT' || type === 'IEND') return null;
      if (type === 'cICP') return { primaries: chunk.readUInt8(8), transfer: chunk.readUInt8(9) };
      at += 12 + chunk.readUInt32BE(0);
    }
    return null;
  } finally {
    await file.close();
  }
}
