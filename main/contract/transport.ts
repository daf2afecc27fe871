import type { WireError } from './errors.ts';

/** What a shell must provide: a pipe that carries plain JSON values both ways. Pixels never travel through it. */
export interface MessagePipe {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** A question: one method of the contract and its parameters. */
export interface Call {
  id: number;
  name: string;
  params: unknown;
}

export type Answer = { id: number; result: unknown } | { id: number; error: WireError };

/** Something that happened, told without being asked. */
export interface Notice {
  event: string;
  payload: unknown;
}
