import { expect, test } from 'vitest';
import { chooseQueue } from '../../../../main/shells/cli/choose-queue.ts';

test.each(['redis://:secret@studio:6379', 'rediss://name:secret@studio'])(
  '%s is refused, and not repeated',
  (named) => {
    expect(() => chooseQueue(named, {})).toThrow(expect.objectContaining({ code: 'invalid-request' }));
    expect(() => chooseQueue(named, {})).not.toThrow(/secret/);
  },
);

test.each([
  ['redis://studio:6379', {}, 'redis://studio:6379'],
  ['redis://studio:6379', { TELEWIDE_QUEUE: 'redis://:secret@other' }, 'redis://studio:6379'],
  [true, { TELEWIDE_QUEUE: 'redis://:secret@other' }, 'redis://:secret@other'],
  [undefined, { TELEWIDE_QUEUE: 'redis://:secret@other' }, 'redis://:secret@other'],
  [true, {}, null],
] as const)('of %j and %j it is %j', (named, environment, chosen) => {
  expect(chooseQueue(named, environment)).toBe(chosen);
});
