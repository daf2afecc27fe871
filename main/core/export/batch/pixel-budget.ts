/** Keeps the photos that are in memory at once within a number of bytes, however many are to come. */
export interface PixelBudget {
  /** Waits until there is room; something larger than the whole budget is let in when nothing else is there. Gives it back with the result. */
  take(bytes: number, signal?: AbortSignal): Promise<() => void>;
}

export function createPixelBudget(limit: number): PixelBudget {
  let used = 0;
  let waiting: { bytes: number; enter: () => void }[] = [];

  const fits = (bytes: number): boolean => used === 0 || used + bytes <= limit;

  function letIn(): void {
    for (let next = waiting[0]; next !== undefined && fits(next.bytes); next = waiting[0]) {
      waiting.shift();
      used += next.bytes;
      next.enter();
    }
  }

  return {
    async take(bytes, signal) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          waiting = waiting.filter((one) => one !== entry);
          reject(signal?.reason as Error);
          letIn();
        };
        const entry = {
          bytes,
          enter: (): void => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(entry);
        letIn();
      });
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        used -= bytes;
        letIn();
      };
    },
  };
}
