import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canWatch, watchedRun } from '../../support/watched-run.ts';
import { startEngine, type RunningEngine } from '../../support/running-engine.ts';

const run = promisify(execFile);
const inRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const samples = ['wide.jpg', 'tele.jpg'].map((name) => inRoot(`native-models/sample-pair/${name}`));
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
  const home = (): string => join(folder, 'home');

  beforeAll(async () => {
    mkdirSync(home());
    engine = startEngine({
      dataFolder: join(folder, 'data'),
      environment: { NODE_OPTIONS: hook, TELEWIDE_NETWORK_NOTES: notes, HOME: home(), XDG_CACHE_HOME: '' },
    });
    await engine.ready;
  });
  afterAll(() => engine.close());

  test('adds, registers and enhances a pair, tries every device, asks nobody and leaves the home folder as it was', async () => {
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
    expect(readdirSync(home())).toEqual([]);
  });
});

test.skipIf(!canWatch)(
  'not even native code reaches out, or writes outside of its folders, while a photo is enhanced',
  async () => {
    const [home, data] = [join(folder, 'traced-home'), join(folder, 'traced')];
    mkdirSync(home);
    const asked = [
      'enhance',
      ...samples,
      '-o',
      join(data, 'out.png'),
      '--device',
      'cpu',
      '--crop',
      Object.values(crop).join(','),
    ];
    // What a person set for onnxruntime's telemetry does not switch it on.
    const env = { ...process.env, HOME: home, XDG_CACHE_HOME: '', TELEWIDE_DATA: data, ORT_DISABLE_TELEMETRY: '0' };
    mkdirSync(data);
    const { child, report } = watchedRun([process.execPath, inRoot('dist/main/telewide.js'), ...asked], {
      env,
      cwd: inRoot('.'),
      allowed: [data],
    });
    const code = await new Promise((done) => child.once('close', done));
    expect({ code, ...report(), home: readdirSync(home) }).toEqual({ code: 0, attempts: [], writes: [], home: [] });
  },
);

test.skipIf(!canWatch)('a program that asks for a name or writes elsewhere is seen', async () => {
  const place = join(folder, 'elsewhere');
  const code = `require('fs').writeFileSync(${JSON.stringify(place)}, 'x'); require('dns').lookup('telewide.invalid', () => {}); require('dgram').createSocket('udp4').send('x', 443, '192.0.2.1', function () { this.close?.(); process.exit(); });`;
  const options = { env: process.env, cwd: folder, allowed: [join(folder, 'data')] };
  const { child, report } = watchedRun([process.execPath, '-e', code], options);
  await new Promise((done) => child.once('close', done));
  const { attempts, writes } = report();
  expect(writes).toEqual([place]);
  expect(attempts.join()).toContain('192.0.2.1');
});
