import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogFile } from '#core/ground/disk/log-file';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a log that cannot be written never stops the work', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
  expect(() => openLogFile({ folder: join(folder, 'logs'), name: 'engine' }).error('lost')).not.toThrow();
  mkdirSync(join(folder, 'engine.log'));
  expect(() => openLogFile({ folder, name: 'engine' }).error('lost')).not.toThrow();
});

test('a line says when, how bad, what, and why with the stack of every cause', () => {
  const folder = temporaryFolder();
  const log = openLogFile({ folder, name: 'engine', now: () => new Date(0) });
  log.info('begins');
  log.error('fails', new Error('outer', { cause: new Error('inner') }));
  const text = readFileSync(join(folder, 'engine.log'), 'utf8');
  expect(text).toMatch(
    /^1970-01-01T00:00:00\.000Z info begins\n1970-01-01T00:00:00\.000Z error fails\n {2}Error: outer\n/,
  );
  expect(text).toContain('Error: inner');
});

test('it never takes more than twice its limit', () => {
  const folder = temporaryFolder();
  const log = openLogFile({ folder, name: 'web', limit: 1000 });
  for (let line = 0; line < 200; line++) log.info(`line ${line}`);
  expect(readdirSync(folder).sort()).toEqual(['web.1.log', 'web.log']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThan(1100);
  expect(readFileSync(join(folder, 'web.log'), 'utf8')).toContain('line 199');
});
