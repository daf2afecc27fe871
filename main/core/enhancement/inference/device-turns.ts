/** Lets one piece of work at a time use the device. Among those that wait, the urgent ones go first, each in the order they came. */
export interface DeviceTurns {
  /** Rejects with what the work rejects with, or with the signal's reason when that fires before its turn. */
  take<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result>;
}

export interface Turn {
  isUrgent: boolean;
  signal?: AbortSignal | undefined;
}

export function createDeviceTurns(): DeviceTurns {
  const waiting: { isUrgent: boolean; begin: () => void }[] = [];
  let isTaken = false;

  const next = (): void => {
    const urgent = waiting.findIndex((one) => one.isUrgent);
    const [first] = waiting.splice(Math.max(0, urgent), 1);
    isTaken = first !== undefined;
    first?.begin();
  };

  return {
    async take({ isUrgent, signal }, work) {
      signal?.throwIfAborted();
      if (isTaken) await new Promise<void>((begin) => waiting.push({ isUrgent, begin }));
      isTaken = true;
      try {
        signal?.throwIfAborted();
        return await work();
      } finally {
        next();
      }
    },
  };
}
