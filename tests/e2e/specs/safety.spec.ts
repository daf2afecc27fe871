import { copyFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
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
  const { origin, host } = new URL(page.url());
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  expect(await statusOf(`${origin}/`, { cookie })).toBe(200);
  expect(await statusOf(`${origin}/`, {})).toBe(401);
  expect(await statusOf(`${origin}/?token=wrong`, {})).toBe(401);
  expect(await statusOf(`${origin}/`, { cookie, host: 'example.com' })).toBeGreaterThanOrEqual(400);

  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  expect(await statusOf(`${origin}/pipe`, { ...upgrade, cookie, origin, host })).toBe(101);
  expect(await statusOf(`${origin}/pipe`, { ...upgrade, origin, host })).toBe(401);
  expect(await statusOf(`${origin}/pipe`, { ...upgrade, cookie, origin: 'http://example.com', host })).toBe(403);
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
          const socket = new WebSocket(`ws://${location.host}/pipe`);
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
