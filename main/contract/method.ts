import type { z } from 'zod';

/** How to check one request, and the type of its answer. */
export interface Method<Params, Result> {
  readonly params: z.ZodType<Params>;
  /** Exists only for the type checker. */
  readonly result?: Result;
}

/** `method<Result>()(schema)`: the parameter type and its run-time check come from the one schema. */
export function method<Result>() {
  return <Params>(params: z.ZodType<Params>): Method<Params, Result> => ({ params });
}
