import { z } from 'zod';
import { engineApi, shellApi, type MethodName } from '#contract/api';
import { AppError, toWireError } from '#contract/errors';
import { say } from '#contract/messages';
import type { Answer, MessagePipe } from '#contract/transport';
import type { MethodTable } from '#core/core';
import type { Log } from '#core/ground/disk/log-file';

const api = { ...engineApi, ...shellApi };
const callShape = z.object({ id: z.int(), name: z.string(), params: z.unknown().optional() });

/**
 * Answers one client over one pipe with the methods of `table`. Requests are checked here and nowhere else: a method
 * gets clean parameters. Faults of the program go to the log with their stack and cross as `internal`; a message that is no
 * call cannot be answered and is passed over.
 */
export function serveConnection<Name extends MethodName>(pipe: MessagePipe, table: MethodTable<Name>, log: Log): void {
  pipe.onMessage((message) => {
    const call = callShape.safeParse(message);
    if (!call.success) {
      log.warn(`Expected a call with a whole number as id and a name, but received: ${z.prettifyError(call.error)}`);
      return;
    }
    void answer(call.data, table, log).then((reply) => pipe.send(reply));
  });
}

async function answer({ id, name, params }: z.infer<typeof callShape>, table: object, log: Log): Promise<Answer> {
  try {
    const method = methodOf(table, name);
    return { id, result: await method(checked(name, params)) };
  } catch (error) {
    if (!(error instanceof AppError)) log.error(`${name} failed`, error);
    return { id, error: toWireError(error) };
  }
}

/** The method of that name, when the contract has it and this connection serves it. */
function methodOf(table: object, name: string): (params: unknown) => unknown {
  if (Object.hasOwn(api, name) && Object.hasOwn(table, name)) {
    return (table as Record<string, (params: unknown) => unknown>)[name] as (params: unknown) => unknown;
  }
  throw new AppError('invalid-request', say('program.no-method', { name }));
}

function checked(name: string, params: unknown): unknown {
  const result = api[name as MethodName].params.safeParse(params);
  if (result.success) return result.data;
  throw new AppError('invalid-request', {
    raw: `${name}: ${z.prettifyError(result.error).replace(/\s*\n\s*/g, ' ')}`,
  });
}
