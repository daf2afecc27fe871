import { AppError } from '#contract/errors';

/**
 * The address of the queue: as named, or from the environment; null when neither names one. `invalid-request` for a named one with a password:
 * everybody on a machine may read what a program was started with.
 */
export function chooseQueue(named: string | true | undefined, environment: NodeJS.ProcessEnv): string | null {
  if (typeof named !== 'string') return environment.TELEWIDE_QUEUE ?? null;
  if (!URL.parse(named)?.password) return named;
  throw new AppError('invalid-request', {
    raw: 'Expected no password behind --queue, where everybody on this machine can read it. Put the whole address into TELEWIDE_QUEUE and say --queue alone',
  });
}
