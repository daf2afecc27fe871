import { expect, test } from 'vitest';
import { createEmitter } from '#core/emitter';

interface Events {
  grown: number;
  renamed: string;
}

test('telling without listeners is nothing', () => {
  createEmitter<Events>().emit('grown', 1);
});

test('listeners hear their own event, in order, until they stop', () => {
  const { emit, on } = createEmitter<Events>();
  const heard: string[] = [];
  const leave = on('grown', (size) => heard.push(`first ${size}`));
  on('grown', (size) => heard.push(`second ${size}`));
  on('renamed', (name) => heard.push(name));
  emit('grown', 1);
  leave();
  leave();
  emit('grown', 2);
  emit('renamed', 'name');
  expect(heard).toEqual(['first 1', 'second 1', 'second 2', 'name']);
});

test('a listener removed by another one no longer hears; one added hears the next', () => {
  const { emit, on } = createEmitter<Events>();
  const heard: string[] = [];
  on('grown', () => {
    leaveSecond();
    on('grown', (size) => heard.push(`late ${size}`));
  });
  const leaveSecond = on('grown', () => heard.push('second'));
  emit('grown', 1);
  expect(heard).toEqual([]);
});
