import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets whatever else waits in this process come first, within long arithmetic. Rejects with the signal's reason. */
export async function pause(signal?: AbortSignal): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}
