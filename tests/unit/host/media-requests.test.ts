import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { downloadUrl, provenanceUrl, pyramidTileUrl } from '#contract/media-urls';
import { createMediaRequests, type MediaRequests } from '#host/media-requests';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = '0123456789abcdef';
let data: string;
let media: MediaRequests;

function put(path: string, text: string): void {
  mkdirSync(dirname(join(data, path)), { recursive: true });
  writeFileSync(join(data, path), text);
}

/** The address goes in as it is: `Request` tidies dots away, an attacker's client does not. */
function ask(address: string, method = 'GET'): Promise<Response> {
  return media({ url: `http://127.0.0.1:1/${address.replace(/^\//, '')}`, method } as Request);
}

beforeEach(() => {
  data = temporaryFolder();
  media = createMediaRequests(data);
  put(`cache/pyramids/${key}/3/1_2.webp`, 'tile');
  put(`cache/provenance/${key}.png`, 'map');
  put('project.json', 'secret');
  put('cache/secret.png', 'secret');
  put(`cache/results/${key}.tif`, 'secret');
});

test.each([
  `/media/pyramid/${key}/3/1_2.png`,
  `/media/pyramid/${key}/3/1_2`,
  `/media/pyramid/${key}/03/1_2.webp`,
  `/media/pyramid/${key}/-3/1_2.webp`,
  `/media/pyramid/${key}/3.0/1_2.webp`,
  `/media/pyramid/${key}/3/1e0_2.webp`,
  `/media/pyramid/${key.toUpperCase()}/3/1_2.webp`,
  `/media/pyramid/${key.slice(1)}/3/1_2.webp`,
  `/media/pyramid/${key}/4/1_2.webp`,
  `/media/pyramid/${key}/3/99999999999999999999_2.webp`,
  '/media/pyramid/../../project.json',
  '/media/pyramid/%2e%2e/%2e%2e/project.json',
  '/media/pyramid/..%2f..%2fproject.json',
  '/media/provenance/..%2fsecret.png',
  '/media/provenance/%2e%2e%2fsecret.png',
  '/media/provenance/..\\secret.png',
  '/media/provenance/secret.png',
  `/media/provenance/${key}.png/`,
  `/media/provenance/${key}%00.png`,
  `/media/results/${key}.tif`,
  `/media/download/${key}/..%2f..%2fproject.json`,
  `/media/download/../project.json`,
  `/media/download/..%2f/project.json`,
  `/media/download/${key}/%ff`,
  `/media/download/${key}/absent.jpg`,
  '/media/',
  '/media',
  '/project.json',
])('%s is nothing', async (address) => {
  const response = await ask(address);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('secret');
});

test('a link that leads out of the cache is not followed', async () => {
  const other = temporaryFolder();
  writeFileSync(join(other, 'secret.png'), 'secret');
  symlinkSync(join(other, 'secret.png'), join(data, 'cache', 'provenance', 'aaaaaaaaaaaaaaaa.png'));
  symlinkSync(join(data, 'project.json'), join(data, 'cache', 'provenance', 'bbbbbbbbbbbbbbbb.png'));
  symlinkSync(other, join(data, 'cache', 'pyramids', 'cccccccccccccccc'));
  for (const linked of ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'])
    expect((await ask(provenanceUrl(linked))).status).toBe(404);
  expect((await ask('/media/pyramid/cccccccccccccccc/0/0_0.webp')).status).toBe(404);
});

test('a folder in the place of a file is nothing', async () => {
  mkdirSync(join(data, 'cache', 'provenance', 'dddddddddddddddd.png'));
  expect((await ask(provenanceUrl('dddddddddddddddd'))).status).toBe(404);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not answered', async (method) => {
  expect((await ask(provenanceUrl(key), method)).status).toBe(405);
});

test('a tile is sent as what it is, to be kept for ever', async () => {
  const response = await ask(pyramidTileUrl(key, 3, 1, 2));
  expect(await response.text()).toBe('tile');
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'private, max-age=31536000, immutable',
    'content-length': '4',
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
  });
});

test('a provenance map likewise', async () => {
  const response = await ask(provenanceUrl(key));
  expect(await response.text()).toBe('map');
  expect(response.headers.get('content-type')).toBe('image/png');
});

test('HEAD has the headers and no body', async () => {
  const response = await ask(provenanceUrl(key), 'HEAD');
  expect(response.headers.get('content-length')).toBe('3');
  expect(response.body).toBeNull();
});

test('a download is saved, not shown, under its own name, and not kept', async () => {
  const name = "Größe (1)'s.jpg";
  put(`downloads/${key}/${name}`, 'photo');
  const response = await ask(downloadUrl(key, name));
  expect(await response.text()).toBe('photo');
  expect(response.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29%27s.jpg",
  );
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
});
