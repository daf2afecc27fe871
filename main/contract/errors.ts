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

/** The one error class. Its message says what was expected, what came, and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** An error as it crosses a pipe. */
export interface WireError {
  code: ErrorCode;
  message: string;
}

/** Unknown failures become `internal`, so a stack trace never crosses the wire. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled' };
  return { code: 'internal', message: 'Something went wrong. The log has the details.' };
}
