import { parentPort } from 'node:worker_threads';
import { AppError, toWireError } from '#contract/errors';
import type { Asked, Question, Reply, ResultOf, WorkTable } from './work.ts';

/**
 * Makes this process or thread a program that answers whoever started it with the work of `table`; all that is asked is begun at once.
 * The process ends when its parent does. `movedOf` names buffers of a result that are handed over to a parent that shares this process.
 */
export function serveProgram<Table extends WorkTable<Table>>(
  table: Table,
  movedOf: (result: ResultOf<Table[keyof Table]>) => readonly ArrayBuffer[] = () => [],
): void {
  const running = new Map<number, AbortController>();
  const parent = openParent((question) => {
    if ('isUnwanted' in question) running.get(question.id)?.abort();
    else void answer(question);
  });

  async function answer({ id, name, request }: Extract<Question, { name: string }>): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    running.set(id, controller);
    try {
      const work = table[name as keyof Table] as unknown as (request: unknown, asked: Asked<unknown>) => unknown;
      const result = await work(request, { signal, tell: (news) => parent({ id, news }, []) });
      parent({ id, result }, movedOf(result as ResultOf<Table[keyof Table]>));
    } catch (error) {
      const isExplained = error instanceof AppError || signal.aborted;
      parent({ id, error: toWireError(error), fault: isExplained ? null : faultOf(error) }, []);
    } finally {
      running.delete(id);
    }
  }
}

function openParent(hear: (question: Question) => void): (reply: Reply, moved: readonly ArrayBuffer[]) => void {
  if (parentPort !== null) {
    const port = parentPort;
    port.on('message', hear);
    return (reply, moved) => port.postMessage(reply, moved);
  }
  process.on('message', hear);
  process.on('disconnect', () => process.exit());
  return (reply) => {
    // A parent that died in between is told by `disconnect`, not here.
    if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
  };
}

function faultOf(error: unknown): { message: string; stack: string } {
  if (!(error instanceof Error)) return { message: String(error), stack: '' };
  return { message: error.message, stack: error.stack ?? '' };
}
