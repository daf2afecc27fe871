import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineApi, shellApi } from '#contract/api';
import { AppError, toWireError } from '#contract/errors';
import { isFinished } from '#contract/jobs';
import { downloadUrl, levelSize, mediaKeyPattern, provenanceUrl, pyramidTileUrl } from '#contract/media-urls';
import { defaultSettings, settings } from '#contract/settings';
import { version } from '#contract/version';

test('an unknown failure crosses without its text', () => {
  expect(toWireError(new Error('secret'))).toMatchObject({ code: 'internal' });
  expect(JSON.stringify(toWireError(new Error('secret')))).not.toContain('secret');
  expect(toWireError('secret')).toMatchObject({ code: 'internal' });
});

test('an abort crosses as cancelled and our own errors as they are', () => {
  expect(toWireError(AbortSignal.abort().reason)).toMatchObject({ code: 'cancelled' });
  expect(toWireError(new AppError('out-of-disk', { raw: 'Full' }))).toEqual({
    code: 'out-of-disk',
    message: { raw: 'Full' },
  });
});

test('methods of the engine and of the shell do not get into each other’s way', () => {
  expect(Object.keys(engineApi).filter((name) => Object.hasOwn(shellApi, name))).toEqual([]);
  expect(Object.keys(shellApi).every((name) => name.startsWith('shell.'))).toBe(true);
});

test('a job is finished in three of five states', () => {
  const progress = { fraction: 0, label: [], remainingMs: null };
  expect(isFinished({ name: 'queued' })).toBe(false);
  expect(isFinished({ name: 'running', progress })).toBe(false);
  expect(isFinished({ name: 'succeeded' })).toBe(true);
  expect(isFinished({ name: 'cancelled' })).toBe(true);
  expect(isFinished({ name: 'failed', error: { code: 'internal', message: { raw: '' } } })).toBe(true);
});

test.each([
  '',
  'abc',
  'ABCDEF0123456789',
  '../../etc/passwd',
  '0123456789abcde/',
  '0123456789abcdef\n',
  'a'.repeat(65),
])('%j is no media key', (key) => {
  expect(mediaKeyPattern.test(key)).toBe(false);
});

test('addresses of pixels are clean, whatever a file is called', () => {
  expect(pyramidTileUrl('0123456789abcdef', 3, 1, 2)).toBe('media/pyramid/0123456789abcdef/3/1_2.webp');
  expect(provenanceUrl('0123456789abcdef')).toBe('media/provenance/0123456789abcdef.png');
  expect(downloadUrl('0123456789abcdef', 'a/b?#ö.jpg')).toBe('media/download/0123456789abcdef/a%2Fb%3F%23%C3%B6.jpg');
});

test('the levels of a picture halve, rounded up, from its full size', () => {
  const pyramid = { key: '', width: 1001, height: 750, tileSize: 256, levels: 4 };
  const sizes = [3, 2, 1, 0].map((level) => levelSize(pyramid, level));
  expect(sizes).toEqual([
    { width: 1001, height: 750 },
    { width: 501, height: 375 },
    { width: 251, height: 188 },
    { width: 126, height: 94 },
  ]);
});

test('the default settings are settings', () => {
  expect(settings.parse(JSON.parse(JSON.stringify(defaultSettings)))).toEqual(defaultSettings);
});

test('the version is that of package.json', () => {
  const { version: packaged } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(packaged);
});
