import { createHash } from 'node:crypto';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';

/** Throws AppError `model-unavailable` unless the bytes have the SHA-256 that their manifest states. */
export function verifyChecksum(bytes: Uint8Array, sha256: string, id: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new AppError('model-unavailable', say('learning.weights-damaged', { id, wanted: sha256, found }));
}
