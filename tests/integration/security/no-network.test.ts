import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type RunningEngine } from '../../support/running-engine.ts';

const run = promisify(execFile);
const inRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const samples = ['wide.jpg', 'tele.jpg'].map((name) => inRoot(`native-models/simulation/sample-pair/${name}`));
const crop = { x: 900, y: 640, width: 96, height: 64 };
const hook = `--import=${pathToFileURL(inRoot('tests/support/refuse-network.mjs')).href}`;
let folder: string;
let notes: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'telewide-network-'));
  notes = join(folder, 'notes');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function attempts(): string[] {
  return existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [];
}

test.each([
  ['a web address', `await fetch('https://example.com/')`, 'fetch https://example.com/'],
  ['a name', `(await import('node:dns')).lookup('example.com', () => {})`, 'lookup example.com'],
  ['another machine', `(await import('node:net')).connect(443, '192.0.2.1')`, 'connect'],
  ['a secure one', `(await import('node:https')).get('https://192.0.2.1/')`, 'connect'],
  ['a datagram', `(await import('node:dgram')).createSocket('udp4').send('x', 53, '192.0.2.1')`, 'send'],
])('a program that asks for %s is caught', async (_, code, noted) => {
  const own = join(folder, `notes-${noted.replace(/\W/g, '')}-${String(code.length)}`);
  const environment = { ...process.env, NODE_OPTIONS: hook, TELEWIDE_NETWORK_NOTES: own };
  await run(process.execPath, ['--input-type=module', '-e', code], { env: environment }).catch(() => null);
  expect(readFileSync(own, 'utf8')).toContain(noted);
});

describe('the engine, with every process that it starts,', () => {
  let engine: RunningEngine;

  beforeAll(async () => {
    engine = startEngine({
      dataFolder: join(folder, 'data'),
      environment: { NODE_OPTIONS: hook, TELEWIDE_NETWORK_NOTES: notes },
    });
    await engine.ready;
  });
  afterAll(() => engine.close());

  test('adds, registers and enhances a pair, tries every device and asks nobody', async () => {
    const { jobId } = await engine.call('photos.add', { paths: samples });
    expect(await engine.finished(jobId)).toMatchObject({ name: 'succeeded' });
    const { pairs } = await engine.call('project.read', {});
    const [pair] = pairs;
    if (pair === undefined) throw new Error('Expected the sample pair to be a pair');
    const choices = { model: 'fast', device: 'cpu', crop, useReference: true } as const;
    const started = await engine.call('enhancement.start', { pairId: pair.id, choices });
    expect(await engine.finished(started.jobId)).toMatchObject({ name: 'succeeded' });
    expect((await engine.call('devices.list', {})).length).toBeGreaterThan(1);
    await engine.call('models.list', {});
    expect(attempts()).toEqual([]);
  });
});

const hasStrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
if (!hasStrace) console.info('strace cannot run here: what native code asks the network for is not looked at.');

test.skipIf(!hasStrace)('not even native code opens a connection while a photo is enhanced', async () => {
  const trace = join(folder, 'trace');
  const asked = [
    'enhance',
    ...samples,
    '-o',
    join(folder, 'out.png'),
    '--device',
    'cpu',
    '--crop',
    Object.values(crop).join(','),
  ];
  await run(
    'strace',
    [
      '-f',
      '-qq',
      '-e',
      'trace=connect,sendto,sendmsg',
      '-o',
      trace,
      process.execPath,
      inRoot('dist/main/telewide.js'),
      ...asked,
    ],
    {
      env: { ...process.env, TELEWIDE_DATA: join(folder, 'traced') },
    },
  );
  const calls = readFileSync(trace, 'utf8').split('\n');
  expect(calls.filter((line) => /AF_INET6?\b/.test(line))).toEqual([]);
});
