import { expect, test } from 'vitest';
import { defaultBatchSettings } from '#contract/batch';
import { defaultExportSettings } from '#contract/export-settings';
import type { Notice } from '#contract/transport';
import type { MethodTable } from '#core/core';
import { silentLog } from '#core/ground/disk/log-file';
import type { EngineSupervisor } from '#host/engine-supervisor';
import { servePage } from '#host/page-connection';
import type { ShellMethodName } from '#contract/api';
import { createFakeCore } from '../../support/fake-core.ts';
import { collect, createPipePair } from '../../support/memory-pipe.ts';
import { saying } from '../../support/saying.ts';

const shell: MethodTable<ShellMethodName> = {
  'shell.describe': async () => ({ kind: 'web', version: '1.0.0', platform: 'test' }),
  'shell.choose-photos': async () => ({ paths: [] }),
  'shell.choose-photo-folders': async () => ({ paths: [] }),
  'shell.choose-folder': async () => ({ path: null }),
  'shell.choose-model': async () => ({ path: null }),
  'shell.choose-save-path': async () => ({ path: null, downloadUrl: null }),
  'shell.show-file': async () => null,
  'shell.drag-file': async () => null,
  'shell.copy-picture': async () => null,
};

function open(): {
  send: (message: unknown) => void;
  heard: unknown[];
  calls: string[];
  asked: string[];
  tell: (notice: Notice) => void;
  close: () => void;
} {
  const core = createFakeCore();
  const listeners = new Set<(notice: Notice) => void>();
  const engine: EngineSupervisor = {
    call: core.call,
    state: { name: 'ready' },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => undefined,
  };
  const asked: string[] = [];
  const allows = async (path: string): Promise<boolean> => {
    asked.push(path);
    return path.startsWith('/allowed/');
  };
  const { client, server, close } = createPipePair();
  const heard = collect(client);
  servePage(server, { engine, shell, paths: { mayRead: allows, mayName: allows, mayWrite: allows }, log: silentLog });
  return {
    heard,
    asked,
    close,
    calls: core.calls,
    send: (message) => client.send(message),
    tell: (notice) => listeners.forEach((listener) => listener(notice)),
  };
}

test.each([
  ['photos.add', { paths: ['/allowed/a.jpg', '/etc/passwd'] }],
  ['export.start', { enhancementKey: 'k', path: '/etc/passwd', settings: defaultExportSettings }],
  ['models.export', { modelId: 'm', path: '/etc/passwd' }],
  ['models.import', { path: '/etc/passwd' }],
  ['project.open', { path: '/etc/passwd' }],
  ['project.save-copy', { path: '/etc/passwd' }],
  ['batch.start', { pairIds: ['p'], outputFolder: '/etc/passwd', settings: defaultBatchSettings }],
])('%s with a path that was not allowed never reaches the engine', async (name, params) => {
  const { send, heard, calls } = open();
  send({ id: 1, name, params });
  await expect
    .poll(() => heard.at(-1))
    .toMatchObject({
      id: 1,
      error: { code: 'not-allowed', message: saying(/\/etc\/passwd/) },
    });
  expect(calls).toEqual([]);
});

test('parameters are checked before paths are', async () => {
  const { send, heard, asked } = open();
  send({ id: 1, name: 'export.start', params: { enhancementKey: 'k', path: '/etc/passwd' } });
  await expect.poll(() => heard.at(-1)).toMatchObject({ id: 1, error: { code: 'invalid-request' } });
  expect(asked).toEqual([]);
});

test.each([
  ['photos.add', { paths: ['/allowed/a.jpg'] }, 'photos.add /allowed/a.jpg'],
  [
    'export.start',
    { enhancementKey: 'k', path: '/allowed/b.jpg', settings: defaultExportSettings },
    'export.start /allowed/b.jpg',
  ],
  ['models.export', { modelId: 'm', path: '/allowed/m' }, 'models.export /allowed/m'],
  ['models.import', { path: '/allowed/m' }, 'models.import /allowed/m'],
])('%s with an allowed path does', async (name, params, call) => {
  const { send, calls } = open();
  send({ id: 1, name, params });
  await expect.poll(() => calls).toEqual([call]);
});

test('the shell answers its own verbs and the engine the others', async () => {
  const { send, heard } = open();
  send({ id: 1, name: 'shell.describe', params: {} });
  send({ id: 2, name: 'project.read', params: {} });
  await expect.poll(() => heard).toContainEqual({ id: 1, result: { kind: 'web', version: '1.0.0', platform: 'test' } });
  await expect
    .poll(() => heard)
    .toContainEqual({ id: 2, result: { version: 5, photos: [], pairs: [], separated: [], edits: {}, revision: 0 } });
});

test('a page hears how the engine is first, then every event until it goes', async () => {
  const { heard, tell, close } = open();
  const notice = { event: 'pair.changed', payload: { pairId: 'p' } };
  tell(notice);
  await expect.poll(() => heard).toEqual([{ event: 'engine.changed', payload: { name: 'ready' } }, notice]);
  close();
  tell(notice);
  await new Promise((done) => setTimeout(done, 5));
  expect(heard).toHaveLength(2);
});
