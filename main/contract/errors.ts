import { say, speak, type Said } from './messages.ts';

/** Every reason a call or a job can fail that the interface knows how to explain. A closed list. */
export type ErrorCode =
  | 'cancelled'
  | 'invalid-request'
  | 'not-found'
  | 'not-allowed'
  | 'unreadable-image'
  | 'unsupported-format'
  | 'image-too-large'
  | 'image-too-small'
  | 'out-of-memory'
  | 'out-of-disk'
  | 'not-writable'
  | 'device-unavailable'
  | 'model-unavailable'
  | 'engine-stopped'
  | 'internal';

/** The one error class. It says what was expected, what came, and what to do next; its message is that in English, for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly said: Said;

  constructor(code: ErrorCode, said: Said, options?: ErrorOptions) {
    super(speak(said, 'en'), options);
    this.name = 'AppError';
    this.code = code;
    this.said = said;
  }
}

/** An error as it crosses a pipe. */
export interface WireError {
  code: ErrorCode;
  message: Said;
}

/** What an error says to people; what no part of the program has explained speaks for itself. */
export function saidBy(error: unknown): Said {
  if (error instanceof AppError) return error.said;
  return { raw: error instanceof Error ? error.message : String(error) };
}

/** How a process ended, to be put into a sentence. */
export function endOf(code: number | null, signal: string | null): Said {
  return signal === null ? say('program.exit-code', { code: code ?? 0 }) : say('program.signal', { signal });
}

/** Unknown failures become `internal`, so a stack trace never crosses the wire. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.said };
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'cancelled', message: say('program.cancelled') };
  return { code: 'internal', message: say('program.fault') };
}
