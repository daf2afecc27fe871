import { createHash } from 'node:crypto';
import { AppError } from '#contract/errors';

/** Throws AppError `model-unavailable` unless the bytes have the SHA-256 that their manifest states. */
export function verifyChecksum(bytes: Uint8Array, sha256: string, what: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new AppError(
    'model-unavailable',
    `The weights of ${what} are damaged: expected SHA-256 ${sha256}, found ${found}. Install the model again.`,
  );
}
