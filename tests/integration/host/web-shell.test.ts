import { saying } from '../../support/saying.ts';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { defaultExportSettings } from '#contract/export-settings';
import { emptyProject } from '#contract/project-document';
import { startWebShell } from '../../../main/shells/web/web-shell.ts';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import { silentLog } from '#core/ground/disk/log-file';
import { forgetUploads } from '../../../main/shells/web/upload.ts';
import { ask as askAnywhere } from '../../support/raw-http.ts';
import { openPage, runWebShell, type RunningWebShell } from '../../support/running-web-shell.ts';

let web: RunningWebShell;
let own: Record<string, string>;

beforeAll(async () => {
  web = await runWebShell({ uploadLimit: 100_000 });
  own = { cookie: web.cookie, origin: `http://127.0.0.1:${web.port}` };
});
afterAll(() => web.close());

/** Asks in the page's own place; the entry and what is no path are asked for as they are. */
const ask: typeof askAnywhere = (port, { path, ...asked }) => {
  const isAsItIs = path.startsWith('/?token=') || path === '*' || path.startsWith('http:');
  return askAnywhere(port, { ...asked, path: isAsItIs ? path : `${web.place}${path.replace(/^\//, '')}` });
};

function uploads(): string[] {
  const folder = join(web.folder('data'), 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('who is answered', () => {
  const wrong = 'A'.repeat(32);

  test.each(['/', '/index.html', '/media/provenance/0123456789abcdef.png', '/anything'])(
    '%s without a token is refused',
    async (path) => {
      const answer = await ask(web.port, { path });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain(web.token);
    },
  );

  test.each(['', wrong, 'x', '%00', '🙂', 'A'.repeat(5000)])(
    'the token %j is refused in an address and in a cookie',
    async (token) => {
      expect((await ask(web.port, { path: `/?token=${encodeURIComponent(token)}` })).status).toBe(401);
      const cookie = `${web.cookie.split('=')[0] ?? ''}=${encodeURIComponent(token)}`;
      expect((await ask(web.port, { path: '/', headers: { cookie } })).status).toBe(401);
    },
  );

  test('the cookie of another port is refused', async () => {
    expect((await ask(web.port, { path: '/', headers: { cookie: `telewide-1=${web.token}` } })).status).toBe(401);
  });

  test('the right token becomes a cookie that scripts cannot read, and leaves the address', async () => {
    const answer = await ask(web.port, { path: `/?token=${web.token}` });
    expect(answer).toMatchObject({ status: 303, headers: { location: web.place } });
    expect(answer.headers['set-cookie']?.[0]).toBe(`${web.cookie}; Path=${web.place}; HttpOnly; SameSite=Strict`);
    expect(web.place).toMatch(/^\/[0-9a-f]{24}\/$/);
    expect((await ask(web.port, { path: '/', headers: { cookie: `other=1; ${web.cookie}` } })).text).toContain(
      '<title>Telewide</title>',
    );
  });

  test('a cookie of the same name, set by another service of this machine, locks nobody out', async () => {
    const name = web.cookie.split('=')[0] ?? '';
    const answer = await ask(web.port, { path: '/', headers: { cookie: `${name}=theirs; ${web.cookie}` } });
    expect(answer.status).toBe(200);
  });

  test('outside of the place that the cookie is sent to there is nothing', async () => {
    for (const path of ['/', '/index.html', '/upload?name=a.jpg', web.place.slice(0, -1)])
      expect((await askAnywhere(web.port, { path, headers: own })).status, path).toBe(404);
    expect((await askAnywhere(web.port, { path: '/' })).status).toBe(401);
  });

  test('the token opens nothing but the first page', async () => {
    expect((await ask(web.port, { path: `/index.html?token=${web.token}` })).status).toBe(401);
    expect(
      (await ask(web.port, { path: `/?token=${web.token}`, method: 'POST', headers: { origin: own.origin ?? '' } }))
        .status,
    ).toBe(401);
  });

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])(
    'Host %j is refused',
    async (host) => {
      const answer = await ask(web.port, { path: `/?token=${web.token}`, headers: { ...own, host } });
      expect(answer.status).toBe(421);
    },
  );

  test('localhost is as good as 127.0.0.1', async () => {
    const headers = { cookie: web.cookie, host: `localhost:${web.port}` };
    expect((await ask(web.port, { path: '/', headers })).status).toBe(200);
  });

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1'])(
    'Origin %s is refused, for reading too',
    async (origin) => {
      expect((await ask(web.port, { path: '/', headers: { ...own, origin } })).status).toBe(403);
      expect(
        (await ask(web.port, { path: '/upload?name=a.jpg', method: 'POST', headers: { ...own, origin }, body: 'x' }))
          .status,
      ).toBe(403);
    },
  );

  test.each(['cross-site', 'same-site'])('a request that the browser calls %s is refused', async (site) => {
    expect((await ask(web.port, { path: '/', headers: { ...own, 'sec-fetch-site': site } })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE'])('%s without an Origin is refused', async (method) => {
    expect((await ask(web.port, { path: '/upload?name=a.jpg', method, headers: { cookie: web.cookie } })).status).toBe(
      403,
    );
  });

  test('nothing listens on other addresses of this machine', async () => {
    const others = Object.values(networkInterfaces()).flatMap((ones) =>
      (ones ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) {
      const outcome = await new Promise((done) => {
        connect(web.port, address, () => done('open')).once('error', () => done('refused'));
      });
      expect(outcome).toBe('refused');
    }
  });

  test('every answer forbids what the page does not need', async () => {
    for (const path of ['/', '/absent', `/?token=${web.token}`]) {
      const { headers } = await ask(web.port, { path, headers: own });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|http/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });
});

describe('addresses that lead elsewhere', () => {
  test.each([
    '/../data/project.json',
    '/%2e%2e/data/project.json',
    '/..%2fdata%2fproject.json',
    '/..\\data\\project.json',
    '//127.0.0.1/etc/passwd',
    '/media/provenance/..%2f..%2fproject.json',
    '/media/pyramid/../../../etc/passwd',
    '/media/download/../../project.json',
    '/%',
    '/\u007f',
    '*',
    'http://evil.example/',
  ])('%s gives no file', async (path) => {
    writeFileSync(join(web.folder('data'), 'project.json'), 'secret');
    const answer = await ask(web.port, { path, headers: own });
    expect(answer.text).not.toMatch(/secret|root:/);
    if (path !== '*' && path !== 'http://evil.example/') expect([400, 404]).toContain(answer.status);
  });

  test.each(['TRACE', 'OPTIONS', 'PATCH', 'PROPFIND'])('%s is not understood and harms nothing', async (method) => {
    expect((await ask(web.port, { path: '/', method, headers: own })).status).toBeGreaterThanOrEqual(400);
    expect((await ask(web.port, { path: '/', headers: own })).status).toBe(200);
  });
});

describe('uploads', () => {
  const upload = (name: string, body: Iterable<Uint8Array> | string, headers = {}): ReturnType<typeof ask> =>
    ask(web.port, { path: `/upload${name}`, method: 'POST', headers: { ...own, ...headers }, body });

  test('a file without a name, or without content, is refused and leaves nothing', async () => {
    const before = uploads();
    expect(await upload('', 'x')).toMatchObject({ status: 400 });
    const empty = await upload('?name=a.jpg', '');
    expect(JSON.parse(empty.text)).toMatchObject({
      code: 'invalid-request',
      message: saying(/empty/),
    });
    expect(uploads()).toEqual(before);
  });

  test('GET is refused', async () => {
    expect((await ask(web.port, { path: '/upload?name=a.jpg', headers: own })).status).toBe(405);
  });

  test('a file that says it is too large is refused at once', async () => {
    const before = uploads();
    const answer = await upload('?name=a.jpg', 'x', { 'content-length': String(5e9) });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'image-too-large' });
    expect(uploads()).toEqual(before);
  });

  test('a file that turns out too large is cut off and leaves nothing', async () => {
    const before = uploads();
    const chunks = Array.from({ length: 4 }, () => new Uint8Array(50_000));
    const answer = await upload('?name=a.jpg', chunks, { 'transfer-encoding': 'chunked' }).catch(() => null);
    if (answer) expect(answer.status).toBe(413);
    await expect.poll(uploads).toEqual(before);
    expect((await ask(web.port, { path: '/', headers: own })).status).toBe(200);
  });

  test('a browser that goes away in the middle leaves nothing', async () => {
    const before = uploads();
    const socket = connect(web.port, '127.0.0.1');
    const head = [
      `POST ${web.place}upload?name=a.jpg HTTP/1.1`,
      `host: 127.0.0.1:${web.port}`,
      `origin: ${own.origin ?? ''}`,
      `cookie: ${web.cookie}`,
    ];
    socket.write(`${head.join('\r\n')}\r\ncontent-length: 50000\r\n\r\nhalf of it`);
    await expect.poll(() => uploads().length).toBe(before.length + 1);
    socket.destroy();
    await expect.poll(uploads).toEqual(before);
  });

  test.each([
    ['../../../etc/passwd', '_.._.._etc_passwd'],
    ['..', 'photo'],
    ['a\0b.jpg', 'a_b.jpg'],
  ])('the name %j stays inside the uploads', async (name, expected) => {
    const answer = await upload(`?name=${encodeURIComponent(name)}`, 'photo');
    const { path } = JSON.parse(answer.text) as { path: string };
    expect(basename(path)).toBe(expected);
    expect(path.startsWith(join(web.folder('data'), 'uploads'))).toBe(true);
  });

  test('what was sent arrives whole, and the page may then add it', async () => {
    const bytes = Uint8Array.from({ length: 99_999 }, (_, index) => (index * 7) % 256);
    const answer = await upload(`?name=${encodeURIComponent('Größe.jpg')}`, [
      bytes.subarray(0, 40_000),
      bytes.subarray(40_000),
    ]);
    expect(answer.status).toBe(200);
    const { path } = JSON.parse(answer.text) as { path: string };
    expect(basename(path)).toBe('Größe.jpg');
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const page = await openPage(web);
    expect(await page.call('photos.add', { paths: [path] })).toMatchObject({
      result: { jobId: expect.any(String) as string },
    });
    page.socket.close();
  });
});

describe('the pipe', () => {
  function tryToConnect(path: string, options: ConstructorParameters<typeof WebSocket>[2]): Promise<number | 'open'> {
    return new Promise((done) => {
      const socket = new WebSocket(`ws://127.0.0.1:${web.port}${web.place}${path}`, options);
      socket.on('open', () => done('open'));
      socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
      socket.on('error', () => done(0));
    });
  }

  test('is refused before the upgrade without token, with a wrong one, from elsewhere, under another address', async () => {
    const origin = own.origin ?? '';
    expect(await tryToConnect('pipe', { origin })).toBe(401);
    expect(await tryToConnect('pipe', { origin, headers: { cookie: `telewide-${web.port}=wrong` } })).toBe(401);
    expect(await tryToConnect(`pipe?token=${web.token}`, { origin })).toBe(401);
    expect(await tryToConnect('pipe', { headers: { cookie: web.cookie } })).toBe(403);
    expect(await tryToConnect('pipe', { origin: 'http://evil.example', headers: { cookie: web.cookie } })).toBe(403);
    expect(await tryToConnect('pipe', { origin, headers: { cookie: web.cookie, host: 'evil.example' } })).toBe(421);
    expect(await tryToConnect('other', { origin, headers: { cookie: web.cookie } })).toBe(404);
  });

  /** A refused upgrade, whose side of the socket is left to the test. */
  async function refused(): Promise<Socket> {
    const socket = connect({ port: web.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('GET /pipe HTTP/1.1\r\nHost: evil\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    return socket;
  }

  test('a refused page that dies in the same moment ends nobody else', async () => {
    for (let time = 0; time < 20; time += 1) (await refused()).resetAndDestroy();
    expect((await ask(web.port, { path: '/', headers: own })).status).toBe(200);
  });

  test('a refused page that never closes is closed', async () => {
    const socket = await refused();
    socket.resume();
    await once(socket, 'end');
    // Who writes to a socket that is closed on the other side is told at once.
    const closed = new Promise((done) => socket.once('close', done));
    const writing = setInterval(() => socket.write('x'), 20);
    await closed;
    clearInterval(writing);
  });

  test.each(['no json', '{"id":1,', '', '\0'])('a frame that is %j closes that page and no other', async (frame) => {
    const [bad, good] = [await openPage(web), await openPage(web)];
    const closed = new Promise((done) => bad.socket.once('close', done));
    bad.socket.send(frame);
    expect(await closed).toBe(1007);
    expect(await good.call('project.read', {})).toMatchObject({ result: { version: 5 } });
    good.socket.close();
  });

  test('a binary frame and one that is far too long close their page', async () => {
    for (const [frame, code] of [
      [Buffer.from('{}'), 1007],
      ['x'.repeat(5 * 2 ** 20), 1009],
    ] as const) {
      const page = await openPage(web);
      const closed = new Promise((done) => page.socket.once('close', done));
      page.socket.send(frame);
      expect(await closed).toBe(code);
    }
    expect((await ask(web.port, { path: '/', headers: own })).status).toBe(200);
  });

  test('what is no call, an unknown method and an event are survived', async () => {
    const page = await openPage(web);
    for (const frame of [null, 1, [], { event: 'job.changed', payload: {} }, { event: 'nonsense' }, { id: 'x' }])
      page.socket.send(JSON.stringify(frame));
    expect(await page.call('nope' as 'project.read', {})).toMatchObject({ error: { code: 'invalid-request' } });
    expect(await page.call('jobs.cancel', {} as { jobId: string })).toMatchObject({
      error: { code: 'invalid-request' },
    });
    expect(await page.call('shell.describe', {})).toMatchObject({ result: { kind: 'web' } });
    page.socket.close();
  });

  test('paths outside of the allowed folders are refused, however they are written', async () => {
    const { folder } = web;
    writeFileSync(join(folder('photos'), 'mine.jpg'), 'x');
    writeFileSync(join(folder('elsewhere'), 'theirs.jpg'), 'x');
    mkdirSync(join(folder('photos'), 'below'), { recursive: true });
    symlinkSync(folder('elsewhere'), join(folder('photos'), 'link'));
    symlinkSync(join(folder('elsewhere'), 'theirs.jpg'), join(folder('photos'), 'link.jpg'));
    const page = await openPage(web);
    for (const path of [
      '/etc/passwd',
      join(folder('elsewhere'), 'theirs.jpg'),
      `${folder('photos')}/../elsewhere/theirs.jpg`,
      join(folder('photos'), 'link', 'theirs.jpg'),
      join(folder('photos'), 'link.jpg'),
      `${folder('photos')}-not`,
      join(folder('data'), 'project.json'),
      'mine.jpg',
      join(folder('photos'), 'absent.jpg'),
    ]) {
      expect(await page.call('photos.add', { paths: [path] }), path).toMatchObject({ error: { code: 'not-allowed' } });
    }
    expect(await page.call('photos.add', { paths: [join(folder('photos'), 'mine.jpg')] })).toHaveProperty(
      'result.jobId',
    );
    page.socket.close();
  });

  test('a project may name only photos in the allowed folders, there or not', async () => {
    const { folder } = web;
    const page = await openPage(web);
    const open = (name: string, path: string): ReturnType<typeof page.call> => {
      const file = join(folder('photos'), name);
      const photo = { id: '0123456789abcdef', path };
      writeFileSync(file, JSON.stringify({ ...emptyProject, photos: [photo] }));
      return page.call('project.open', { path: file });
    };
    for (const path of [
      '/etc/passwd',
      '/dev/zero',
      '//server/share/a.jpg',
      'a.jpg',
      join(folder('elsewhere'), 'a.jpg'),
    ])
      expect(await open('theirs.telewide', path), path).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await open('mine.telewide', join(folder('photos'), 'absent.jpg'))).toHaveProperty('result');
    page.socket.close();
  });

  test('an export goes to a ticket and nowhere else, and is fetched from there', async () => {
    const page = await openPage(web);
    const exportTo = (path: string): ReturnType<typeof page.call> =>
      page.call('export.start', { enhancementKey: 'k', path, settings: defaultExportSettings });
    expect(await exportTo(join(web.folder('photos'), 'mine.jpg'))).toMatchObject({ error: { code: 'not-allowed' } });

    const { result } = await page.call('shell.choose-save-path', { suggestedName: '../IMG 1.jpg' });
    const { path, downloadUrl } = result as { path: string; downloadUrl: string };
    expect(path.startsWith(join(web.folder('data'), 'downloads'))).toBe(true);
    expect(await exportTo(join(path, '..', 'other.jpg'))).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await exportTo(path)).toHaveProperty('result.jobId');
    writeFileSync(path, 'the photo');
    const answer = await ask(web.port, { path: downloadUrl, headers: own });
    expect(answer).toMatchObject({ status: 200, text: 'the photo' });
    expect(answer.headers['content-disposition']).toBe("attachment; filename*=UTF-8''_IMG%201.jpg");
    expect((await ask(web.port, { path: downloadUrl })).status).toBe(401);
    page.socket.close();
  });

  test('what happens is told to every page', async () => {
    const pages = [await openPage(web), await openPage(web)];
    await pages[0]?.call('registration.start', { pairId: 'told to all' });
    for (const { heard } of pages) {
      const told = {
        event: 'job.changed',
        payload: expect.objectContaining({ subject: 'told to all', state: { name: 'succeeded' } }) as unknown,
      };
      await expect.poll(() => heard).toContainEqual(told);
      expect(heard[0]).toMatchObject({ event: 'engine.changed' });
    }
    for (const { socket } of pages) socket.close();
  });
});

test('a second program in the same data folder, and one on the same port, are refused', async () => {
  const options = {
    dataFolder: web.folder('data'),
    resourcesFolder: web.folder('data'),
    programFolder: web.folder('data'),
    pageFolder: web.folder('page'),
    allowedFolders: [],
    log: silentLog,
  };
  await expect(startWebShell({ ...options, port: 0 })).rejects.toMatchObject({ code: 'not-allowed' });
  const other = { ...options, dataFolder: join(web.folder('elsewhere'), 'data') };
  for (let time = 0; time < 2; time++) {
    await expect(startWebShell({ ...other, port: web.port })).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('port') as string,
    });
  }
});

describe('uploads are forgotten at the next start', () => {
  let number = 0;
  /** A data folder with these uploads. */
  function uploadsIn(...names: string[]): ReturnType<typeof dataFolderAt> {
    const data = dataFolderAt(join(web.folder('elsewhere'), `uploads ${(number += 1)}`));
    for (const name of names) mkdirSync(join(data.uploads, name), { recursive: true });
    return data;
  }
  const naming = (data: ReturnType<typeof dataFolderAt>, name: string): string =>
    JSON.stringify({ photos: [{ path: join(data.uploads, name, 'a.jpg') }] });

  test('only where there is a project that does not speak of them', async () => {
    const data = uploadsIn('kept', 'forgotten');
    await forgetUploads(data);
    expect(readdirSync(data.uploads)).toHaveLength(2);
    writeFileSync(data.projectFile, naming(data, 'kept'));
    await forgetUploads(data);
    expect(readdirSync(data.uploads)).toEqual(['kept']);
  });

  test.each([
    ['the history, when the project is cut off', 'project-history.ndjson'],
    ['a project that was set aside', 'project-broken-2026-11-30.json'],
    ['a batch', 'batches/1/manifest.json'],
    ['an adaptation', 'adaptations/1/adaptation.json'],
    ['what a pair is compared with', 'cache/registrations/1.json'],
  ])('but not what is named by %s', async (_, file) => {
    const data = uploadsIn('kept', 'forgotten');
    writeFileSync(data.projectFile, '{"photos":[');
    mkdirSync(dirname(join(data.root, file)), { recursive: true });
    writeFileSync(join(data.root, file), naming(data, 'kept'));
    await forgetUploads(data);
    expect(readdirSync(data.uploads)).toEqual(['kept']);
  });
});
