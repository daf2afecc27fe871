import { z } from 'zod';
import { say, type Message } from './messages.ts';

/** What speaks for photos being one pair or set, and what was left out of it, so that the page can say it in any language. */
export const pairClue = z.discriminatedUnion('kind', [
  /** There are no others. */
  z.object({ kind: z.literal('only-two') }),
  /** Their names say wide and tele of one scene. */
  z.object({ kind: z.literal('names') }),
  z.object({ kind: z.literal('time'), seconds: z.number().min(0) }),
  /** Both say that this camera took them; null when they agree in not saying which. */
  z.object({ kind: z.literal('camera'), model: z.string().nullable() }),
  /** Millimetres, as if on 35 mm film. */
  z.object({ kind: z.literal('focal-lengths'), wide: z.number(), tele: z.number() }),
  z.object({ kind: z.literal('numbers') }),
  /** The tele shows a part of what the wide shows: how well, 0 to 1. */
  z.object({ kind: z.literal('content'), agreement: z.number().min(0).max(1) }),
  /** Each of several teles does, at least so well. */
  z.object({ kind: z.literal('contents'), teles: z.int().min(2), agreement: z.number().min(0).max(1) }),
  /** Photos that show what one of these shows, but not as well, by their names. */
  z.object({ kind: z.literal('same-view'), names: z.array(z.string()).min(1) }),
  /** Nothing says which is which. */
  z.object({ kind: z.literal('order') }),
]);
export type PairClue = z.infer<typeof pairClue>;

/** `certain`: nothing speaks against it. `likely`: something is missing. `possible`: worth a look. */
export const sureness = z.enum(['certain', 'likely', 'possible']);
export type Sureness = z.infer<typeof sureness>;

/** Why photos were found to be a pair or a set, and how sure that is. */
export const pairFinding = z.object({ sureness, clues: z.array(pairClue) });
export type PairFinding = z.infer<typeof pairFinding>;

export function sayClue(clue: PairClue): Message {
  if (clue.kind === 'camera')
    return clue.model === null ? say('clue.no-camera') : say('clue.camera', { model: clue.model });
  if (clue.kind === 'same-view')
    return say('clue.same-view', { count: clue.names.length, names: clue.names.join(', ') });
  const { kind, ...values } = clue;
  return { key: `clue.${kind}`, values };
}
