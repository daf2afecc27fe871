import type { WireError } from '#contract/errors';

/**
 * What a program can be asked: a function for every kind of work, with plain values in and out, as they cross to another process. The
 * program's own table is the type: `typeof work`.
 */
export type WorkTable<Table> = { readonly [Name in keyof Table]: (request: never, asked: never) => unknown };

/** What work has besides its request. */
export interface Asked<News = never> {
  /** Fires when nobody wants the result any more. */
  readonly signal: AbortSignal;
  /** Says something to who asked, such as progress, before the result. */
  readonly tell: (news: News) => void;
}

export type NameOf<Table> = keyof Table & string;
export type RequestOf<Work> = Work extends (request: infer Request, asked: never) => unknown ? Request : never;
export type NewsOf<Work> = Work extends (request: never, asked: Asked<infer News>) => unknown ? News : never;
export type ResultOf<Work> = Work extends (request: never, asked: never) => infer Result ? Awaited<Result> : never;

/** To the program: work, or that what was asked under this id is no longer wanted. */
export type Question = { id: number; name: string; request: unknown } | { id: number; isUnwanted: true };

/** From the program: news, and one end of every question. `fault` is told of an error that is no `AppError`: a fault of the program. */
export type Reply =
  | { id: number; news: unknown }
  | { id: number; result: unknown }
  | { id: number; error: WireError; fault: { message: string; stack: string } | null };
