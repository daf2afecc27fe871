import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { toWireError } from '#contract/errors';
import { coupleOf } from '#contract/project-commands';
import { readPhotoSummary } from '#core/photos/metadata/photo-metadata';
import { readContentCopy } from '#core/pairs/finding/read-content-copy';
import { pairPhotos } from '#core/pairs/finding/pair-photos';
import { writeEmbeddedPreview, writeThumbnail } from '#core/photos/previews/thumbnail';
import type { LibraryQuestion, LibraryReply, LibraryWork, LibraryWorkName, ReadOutcome } from './library-requests.ts';

/**
 * A program of its own: reads photos for the library, pairs them and makes their small pictures. That keeps a thread busy, and a
 * broken file may end the decoder, which is why it is a process. What a person sees moving goes before it.
 */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.on('message', (question: LibraryQuestion) => void answer(question));
process.on('disconnect', () => process.exit());

async function answer(question: LibraryQuestion): Promise<void> {
  const { id } = question;
  try {
    send({ id, result: await work(question) });
  } catch (error) {
    send({ id, error: toWireError(error) });
  }
}

async function work(question: LibraryQuestion): Promise<LibraryWork[LibraryWorkName]['result']> {
  switch (question.name) {
    case 'read': {
      const outcomes: ReadOutcome[] = [];
      for (const path of question.request.paths) outcomes.push(await read(path));
      return outcomes;
    }
    case 'pair': {
      const { photos } = question.request;
      const apart = new Set(question.request.apart);
      const isApart = (one: string, other: string): boolean => apart.has(coupleOf(one, other));
      return pairPhotos(photos, { isApart }).filter(({ teleId }) => teleId !== null);
    }
    case 'preview':
      return writeEmbeddedPreview(question.request);
    case 'grey':
      return readContentCopy(question.request.path, question.request.pixelLimit);
    case 'full':
      await writeThumbnail(question.request);
      return null;
  }
}

async function read(path: string): Promise<ReadOutcome> {
  try {
    const { mtimeMs } = await stat(path);
    return { path, error: null, summary: await readPhotoSummary(path), mtimeMs };
  } catch (error) {
    return { path, error: toWireError(error), id: await idOf(path) };
  }
}

async function idOf(path: string): Promise<string> {
  const content = createHash('sha256');
  const isRead = await pipeline(createReadStream(path), content).then(
    () => true,
    () => false,
  );
  const hash = isRead ? content : createHash('sha256').update(path);
  return hash.digest('hex').slice(0, 32);
}

function send(reply: LibraryReply): void {
  // A parent that died in between is told by `disconnect`, not here.
  if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
}
