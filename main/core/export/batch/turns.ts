/** Lets so many through at once; the others wait in their order. */
export interface Turns {
  /** Resolves with the function that gives the turn back. Rejects with the signal's reason. */
  take(signal?: AbortSignal): Promise<() => void>;
}

export function createTurns(width: number): Turns {
  let free = width;
  const waiting: (() => void)[] = [];

  const giveBack = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve, reject) => queue(waiting, resolve, reject, signal));
      let isGivenBack = false;
      return () => {
        if (!isGivenBack) giveBack();
        isGivenBack = true;
      };
    },
  };
}

function queue(
  waiting: (() => void)[],
  resolve: () => void,
  reject: (reason: unknown) => void,
  signal: AbortSignal | undefined,
): void {
  const onAbort = (): void => {
    waiting.splice(waiting.indexOf(turn), 1);
    reject(signal?.reason);
  };
  const turn = (): void => {
    signal?.removeEventListener('abort', onAbort);
    resolve();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  waiting.push(turn);
}
