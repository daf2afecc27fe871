import { expect, test } from 'vitest';
import { engineApi } from '#contract/api';
import { serveConnection } from '#host/serve-connection';
import { silentLog } from '#core/ground/disk/log-file';
import { createFakeCore } from '../../support/fake-core.ts';
import { collect, createPipePair } from '../../support/memory-pipe.ts';
import type { Answer } from '#contract/transport';
import { saying } from '../../support/saying.ts';

function serve(): { ask: (message: unknown) => Promise<Answer | undefined>; errors: unknown[]; calls: string[] } {
  const { client, server } = createPipePair();
  const answers = collect(client);
  const errors: unknown[] = [];
  const core = createFakeCore();
  serveConnection(server, core.call, { ...silentLog, error: (_message, cause) => errors.push(cause) });
  return {
    errors,
    calls: core.calls,
    async ask(message) {
      const before = answers.length;
      client.send(message);
      for (let turn = 0; turn < 20 && answers.length === before; turn++)
        await new Promise((done) => setTimeout(done, 1));
      return answers[before] as Answer | undefined;
    },
  };
}

test.each([
  null,
  7,
  'text',
  [],
  {},
  { id: 'one', name: 'project.read' },
  { id: 1.5, name: 'project.read' },
  { event: 'job.changed' },
  { id: 1 },
])('%j is no call and is passed over', async (message) => {
  const { ask } = serve();
  expect(await ask(message)).toBeUndefined();
  expect(await ask({ id: 1, name: 'project.read', params: {} })).toMatchObject({ id: 1, result: { version: 5 } });
});

test.each(['nope', '', '__proto__', 'constructor', 'toString', 'shell.describe', 'job.changed'])(
  '%j is no method here',
  async (name) => {
    expect(await serve().ask({ id: 3, name, params: {} })).toMatchObject({ id: 3, error: { code: 'invalid-request' } });
  },
);

test.each([
  ['photos.add', { paths: [] }, 'paths'],
  ['photos.add', { paths: [''] }, 'paths'],
  ['photos.add', { paths: '/etc' }, 'paths'],
  ['photos.add', null, 'object'],
  ['jobs.cancel', { id: 'x' }, 'jobId'],
  ['settings.change', { change: { theme: 'pink' } }, 'theme'],
  ['project.edit', { command: { name: 'add-photos', photos: [{ id: 'a', path: '/etc/passwd' }], pairs: [] } }, 'name'],
])('%s with %j is refused and names what is wrong', async (name, params, field) => {
  const { ask, calls } = serve();
  const answer = await ask({ id: 1, name, params });
  expect(answer).toMatchObject({ error: { code: 'invalid-request' } });
  expect(JSON.stringify(answer)).toContain(field);
  expect(JSON.stringify(answer)).not.toContain('\\n');
  expect(calls).toEqual([]);
});

test('a call without the parameters that its method needs is refused', async () => {
  expect(await serve().ask({ id: 1, name: 'jobs.cancel' })).toMatchObject({ error: { code: 'invalid-request' } });
});

test('parameters that no method knows do not reach it', async () => {
  const { ask, calls } = serve();
  await ask({ id: 1, name: 'photos.add', params: { paths: ['/a.jpg'], asRoot: true } });
  expect(calls).toEqual(['photos.add /a.jpg']);
});

test('a fault crosses without its text and is logged with it', async () => {
  const { ask, errors } = serve();
  const answer = await ask({ id: 1, name: 'pair.read', params: { pairId: 'p' } });
  expect(answer).toMatchObject({ id: 1, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(errors).toEqual([expect.objectContaining({ message: 'a secret path: /home/me' })]);
});

test('an error of ours crosses as it is', async () => {
  const answer = await serve().ask({ id: 9, name: 'jobs.cancel', params: { jobId: 'nobody' } });
  expect(answer).toMatchObject({
    id: 9,
    error: { code: 'not-found', message: saying(/nobody/) },
  });
});

test('answers find their questions, whatever their order', async () => {
  const { client, server } = createPipePair();
  const answers = collect(client);
  const core = createFakeCore();
  const slowly = {
    ...core.call,
    'settings.read': () => new Promise<never>((done) => setTimeout(() => done('slow' as never), 5)),
  };
  serveConnection(server, slowly, silentLog);
  client.send({ id: 1, name: 'settings.read', params: {} });
  client.send({ id: 2, name: 'devices.list', params: {} });
  await expect
    .poll(() => answers)
    .toEqual([
      { id: 2, result: [] },
      { id: 1, result: 'slow' },
    ]);
});

test('every method of the contract is served by the core', () => {
  expect(Object.keys(createFakeCore().call).sort()).toEqual(Object.keys(engineApi).sort());
});
