import { availableParallelism } from 'node:os';
import { createEnhancementProcess } from './enhancement-process.ts';
import type { HeldFacts, OpenRequest, HeldPair } from './held-pair.ts';

type Context = Parameters<HeldPair['open']>[1];

/** A pair that a process of its own works on until it is released; each step may be asked for again after a failure. */
export interface PairInWork extends HeldFacts, Pick<HeldPair, 'enhance' | 'write'> {
  /** Its process is free for another pair. */
  release(): void;
}

/** Processes that each work on one pair, so that others are opened and written while one has the device. */
export interface PairProcesses {
  /** How many pairs can be held at once. */
  readonly places: number;
  /** Rejects as `openPair` does, with `device-unavailable` when the process ends, with a RangeError when no place is free. */
  open(request: Omit<OpenRequest, 'programFolder'>, context: Context): Promise<PairInWork>;
  /** Ends the processes; what they work on is lost. */
  close(): void;
}

/** A process that has nothing to do gives its memory back soon: starting one takes less than reading a photo. */
const idleMs = 10_000;

/** One pair is enhanced while another one is written or opened; where cores are idle, more of them keep up with a fast device. */
const places = Math.max(2, Math.min(4, Math.floor(availableParallelism() / 4)));

/** A process is started with the first pair that needs it. */
export function createPairProcesses({ programFolder }: { programFolder: string }): PairProcesses {
  const all = Array.from({ length: places }, () =>
    createEnhancementProcess({ programFolder, modelFolders: [], idleMs }),
  );
  const free = [...all];

  return {
    places,
    async open(request, context) {
      const worker = free.shift();
      if (worker === undefined) throw new RangeError(`Expected at most ${places} pairs at once`);
      const letGo = worker.hold();
      let isFree = false;
      const release = (): void => {
        letGo();
        if (!isFree) free.push(worker);
        isFree = true;
      };
      try {
        const facts = await worker.ask('open-pair', { ...request, programFolder }, context);
        return {
          ...facts,
          enhance: (asked, at) => worker.ask('enhance-held', asked, at),
          write: (asked, at) => worker.ask('write-picture', asked, at),
          release,
        };
      } catch (error) {
        release();
        throw error;
      }
    },
    close: () => all.forEach((worker) => worker.close()),
  };
}
