/** Lets work through while there is room for it; what waits goes in its order, the urgent before the others. */
export interface Semaphore {
  /** Resolves with the function that gives the room back. Rejects with the signal's reason, and then takes no room. */
  take(claim?: Claim): Promise<() => void>;
  /** Whether anything has room or waits for it. */
  isBusy(): boolean;
}

export interface Claim {
  /** How much room it takes; 1 unless told. More than there is at all is let in alone. */
  weight?: number;
  isUrgent?: boolean;
  signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly weight: number;
  readonly isUrgent: boolean;
  readonly enter: () => void;
}

/** `room` is how many, or how much weight, may be inside at once; `changed` is told when one begins to wait, gives up, or ends. */
export function createSemaphore(room: number, changed: () => void = () => undefined): Semaphore {
  const waiting: Waiting[] = [];
  let inside = 0;
  let used = 0;

  function letIn(): void {
    for (let next = waiting[0]; next !== undefined && hasRoom(next); next = waiting[0]) {
      waiting.shift();
      inside += 1;
      used += next.weight;
      next.enter();
    }
  }

  function hasRoom({ weight }: Waiting): boolean {
    return inside === 0 || used + weight <= room;
  }

  function leaving({ weight }: Waiting): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      inside -= 1;
      used -= weight;
      letIn();
      changed();
    };
  }

  return {
    isBusy: () => inside > 0 || waiting.length > 0,
    async take({ weight = 1, isUrgent = false, signal } = {}) {
      signal?.throwIfAborted();
      return new Promise((resolve, reject) => {
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(signal?.reason as Error);
          letIn();
          changed();
        };
        const turn: Waiting = {
          weight,
          isUrgent,
          enter: () => {
            signal?.removeEventListener('abort', giveUp);
            resolve(leaving(turn));
          },
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        const firstUsual = isUrgent ? waiting.findIndex((other) => !other.isUrgent) : -1;
        waiting.splice(firstUsual < 0 ? waiting.length : firstUsual, 0, turn);
        letIn();
        changed();
      });
    },
  };
}
