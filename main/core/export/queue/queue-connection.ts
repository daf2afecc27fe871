import type * as BullMq from 'bullmq';
import type { Redis } from 'ioredis';
import { AppError } from '#contract/errors';
import { say, type Said } from '#contract/messages';

/** The name under which batches and workers find each other unless told. */
export const defaultQueueName = 'telewide';

/** How long a first answer may take, in milliseconds. */
const timeoutMs = 5000;

/**
 * Connects to a Redis or Valkey. Later breaks are waited out, and `onBreak` is told of them in words, and null when it is over. Throws
 * `invalid-request` for what is no address, `not-allowed` for a wrong password, `not-found` when nobody answers or the libraries are absent.
 */
export async function connectToQueue(url: string, onBreak: (message: Said | null) => void): Promise<Redis> {
  const address = withoutPassword(url);
  const { Redis } = await load(import('ioredis'));
  // BullMQ asks for null: commands wait for the connection instead of failing.
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(200 * attempt, 2000),
  });
  let isRefused = false;
  connection.on('error', (error) => {
    isRefused ||= isRefusal(error);
    onBreak(say('writing.queue-silent', { address }));
  });
  connection.on('ready', () => onBreak(null));
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), timeoutMs);
  });
  try {
    await Promise.race([connection.ping(), silence]);
    return connection;
  } catch (error) {
    connection.disconnect();
    throw isRefused || isRefusal(error)
      ? new AppError('not-allowed', say('writing.queue-password', { address }), { cause: error })
      : new AppError('not-found', say('writing.no-queue', { address }), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /WRONGPASS|NOAUTH|invalid password/i.test(error.message);
}

/** BullMQ, which installers leave out. Throws `not-found` where it is absent. */
export function loadQueue(): Promise<typeof BullMq> {
  return load(import('bullmq'));
}

async function load<Library>(library: Promise<Library>): Promise<Library> {
  try {
    return await library;
  } catch (error) {
    throw new AppError('not-found', say('writing.queue-not-installed'), { cause: error });
  }
}

function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^(rediss?|unix):$/.test(parsed.protocol)) {
    throw new AppError('invalid-request', say('writing.queue-address'));
  }
  parsed.password = '';
  parsed.username = '';
  return parsed.href;
}
