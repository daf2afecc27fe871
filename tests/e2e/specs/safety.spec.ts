import { copyFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer as createConnectionServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, samplePair, test } from './program-test.ts';

/** The status of one request, its headers chosen freely, as only a program outside a browser can. */
function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    httpRequest(url, { headers }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    })
      .once('upgrade', (answer) => done(answer.statusCode ?? 0))
      .once('error', fail)
      .end();
  });
}

test('a request without the token, or with a foreign host or origin, is refused', async ({ page, program }) => {
  await page.goto(program.url);
  const { origin, host, href } = new URL(page.url());
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  expect(await statusOf(href, { cookie })).toBe(200);
  expect(await statusOf(href, {})).toBe(401);
  expect(await statusOf(`${origin}/`, {})).toBe(401);
  expect(await statusOf(`${origin}/?token=wrong`, {})).toBe(401);
  expect(await statusOf(href, { cookie, host: 'example.com' })).toBeGreaterThanOrEqual(400);

  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  expect(await statusOf(`${href}pipe`, { ...upgrade, cookie, origin, host })).toBe(101);
  expect(await statusOf(`${href}pipe`, { ...upgrade, origin, host })).toBe(401);
  expect(await statusOf(`${href}pipe`, { ...upgrade, cookie, origin: 'http://example.com', host })).toBe(403);
});

test('a photo outside the allowed folders is refused, one inside is opened', async ({ page, program }) => {
  const [wide = ''] = samplePair;
  copyFileSync(wide, join(program.foreignFolder, 'wide.jpg'));
  copyFileSync(wide, join(program.allowedFolder, 'wide.jpg'));
  await page.goto(program.url);
  const ask = (path: string): Promise<unknown> =>
    page.evaluate(
      (asked) =>
        new Promise((done) => {
          const socket = new WebSocket(new URL('pipe', location.href));
          socket.onopen = () => socket.send(JSON.stringify({ id: 1, name: 'photos.add', params: { paths: [asked] } }));
          socket.onmessage = ({ data }: MessageEvent<string>) => {
            const message = JSON.parse(data) as { id?: number; error?: { code: string } };
            if (message.id === 1) done(message.error?.code ?? 'accepted');
          };
        }),
      path,
    );
  expect(await ask(join(program.foreignFolder, 'wide.jpg'))).toBe('not-allowed');
  expect(await ask(join(program.allowedFolder, '..', 'foreign', 'wide.jpg'))).toBe('not-allowed');
  expect(await ask(join(program.allowedFolder, 'wide.jpg'))).toBe('accepted');
});

test('even a script that got into the page reaches nobody and runs nothing of its own', async ({
  context,
  program,
}) => {
  // Not the page that is watched: what is refused here would count as its fault.
  const page = await context.newPage();
  // Chromium opens a connection for a frame before it looks at the policy, and says nothing over it.
  const heard: string[] = [];
  const elsewhere = createConnectionServer((socket) => {
    socket.on('data', (words) => heard.push(words.toString('latin1')));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => void elsewhere.listen(0, '127.0.0.1', done));
  const address = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  await page.goto(program.url);
  const outcomes = await page.evaluate(async (host) => {
    const outcome = async (attempt: () => Promise<unknown>): Promise<string> => {
      const late = new Promise((done) => setTimeout(done, 500, 'refused'));
      return Promise.race([attempt().then(() => 'done'), late]).catch(() => 'refused') as Promise<string>;
    };
    const loaded = (element: HTMLElement): Promise<unknown> =>
      new Promise((done, fail) => {
        element.onload = done;
        element.onerror = fail;
        document.body.append(element);
      });
    // A frame that is refused loads a page of its own about that: whether it asked is seen below.
    document.body.append(Object.assign(document.createElement('iframe'), { src: `http://${host}/` }));
    return {
      fetch: await outcome(() => fetch(`http://${host}/`)),
      image: await outcome(() => loaded(Object.assign(new Image(), { src: `http://${host}/a.png` }))),
      script: await outcome(() =>
        loaded(Object.assign(document.createElement('script'), { src: `http://${host}/a.js` })),
      ),
      socket: await outcome(
        () =>
          new Promise((done, fail) => {
            const socket = new WebSocket(`ws://${host}/`);
            socket.onopen = done;
            socket.onerror = fail;
          }),
      ),
      inline: await outcome(
        () =>
          new Promise((done) => {
            Object.assign(window, { ranInline: done });
            document.body.append(Object.assign(document.createElement('script'), { textContent: 'ranInline()' }));
          }),
      ),
      evaluated: await outcome(async () => String((0, eval)('1'))),
      worker: await outcome(
        () =>
          new Promise((done, fail) => {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
            worker.onmessage = done;
            worker.onerror = fail;
          }),
      ),
    };
  }, address);
  elsewhere.close();
  expect(new Set(Object.values(outcomes)), JSON.stringify(outcomes)).toEqual(new Set(['refused']));
  expect(heard).toEqual([]);
});
