import { expect, it } from 'vitest';
import { requireSameOptions } from '#core/learning/training/training-options';

const begun = { seed: 7, from: null, photos: 'abc', steps: 100 };

it('names every option that is another than before', () => {
  expect(() => requireSameOptions('/out', begun, { seed: 8, from: 'fast', photos: 'abc' })).toThrow(
    /\/out was begun with seed 7, and 8 was asked for; from none, and fast was asked for\. .*another folder/,
  );
  expect(() => requireSameOptions('/out', begun, { seed: null })).toThrow(/seed 7, and none/);
});

it('lets the same go on, and an option that an older training did not know where it is not used', () => {
  expect(() => requireSameOptions('/out', begun, { ...begun })).not.toThrow();
  expect(() => requireSameOptions('/out', begun, { ...begun, variation: null })).not.toThrow();
  expect(() => requireSameOptions('/out', begun, { ...begun, variation: 'x' })).toThrow(/variation none, and x/);
});
