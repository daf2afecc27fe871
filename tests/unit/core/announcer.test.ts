import { expect, test } from 'vitest';
import { createAnnouncer } from '#core/announcer';

interface Events {
  grown: number;
  renamed: string;
}

test('telling without listeners is nothing', () => {
  createAnnouncer<Events>().announce('grown', 1);
});

test('listeners hear their own event, in order, until they stop', () => {
  const { announce, on } = createAnnouncer<Events>();
  const heard: string[] = [];
  const leave = on('grown', (size) => heard.push(`first ${size}`));
  on('grown', (size) => heard.push(`second ${size}`));
  on('renamed', (name) => heard.push(name));
  announce('grown', 1);
  leave();
  leave();
  announce('grown', 2);
  announce('renamed', 'name');
  expect(heard).toEqual(['first 1', 'second 1', 'second 2', 'name']);
});

test('a listener removed by another one no longer hears; one added hears the next', () => {
  const { announce, on } = createAnnouncer<Events>();
  const heard: string[] = [];
  on('grown', () => {
    leaveSecond();
    on('grown', (size) => heard.push(`late ${size}`));
  });
  const leaveSecond = on('grown', () => heard.push('second'));
  announce('grown', 1);
  expect(heard).toEqual([]);
});
