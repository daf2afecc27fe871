import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createPageFiles } from '#host/page-files';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let root: string;
let page: (request: Request) => Promise<Response>;
const ask = (address: string): Promise<Response> =>
  page({ url: `http://127.0.0.1:1${address}`, method: 'GET' } as Request);

beforeEach(() => {
  root = temporaryFolder();
  mkdirSync(join(root, 'page', 'assets'), { recursive: true });
  writeFileSync(join(root, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'page', 'assets', 'main-a1b2.js'), 'start()');
  writeFileSync(join(root, 'page', '.env'), 'secret');
  writeFileSync(join(root, 'page', 'main.ts'), 'secret');
  writeFileSync(join(root, 'secret.js'), 'secret');
  symlinkSync(join(root, 'secret.js'), join(root, 'page', 'link.js'));
  page = createPageFiles(join(root, 'page'));
});

test.each([
  '/../secret.js',
  '/%2e%2e/secret.js',
  '/..%2fsecret.js',
  '/..\\secret.js',
  '/assets/..%2f..%2fsecret.js',
  '/link.js',
  '/.env',
  '/main.ts',
  '/assets',
  '/assets/',
  '//secret.js',
  '/absent.js',
  '/index.html%00.js',
])('%s is nothing', async (address) => {
  const response = await ask(address);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('secret');
});

test.each([
  ['/', 'text/html; charset=utf-8', 'no-cache'],
  ['/index.html?x=1', 'text/html; charset=utf-8', 'no-cache'],
  ['/assets/main-a1b2.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
])('%s is sent as %s', async (address, type, caching) => {
  const response = await ask(address);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('cache-control')).toBe(caching);
});
