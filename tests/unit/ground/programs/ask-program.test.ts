import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '#contract/errors';
import { speak, type Said } from '#contract/messages';
import { openProgram, type Program, type ProgramOptions } from '#core/ground/programs/ask-program';
import { inProcess, inThread, type StartProgram } from '#core/ground/programs/start-program';
import type { AskedWork } from '../../../support/asked-program.ts';
import { buildProgram } from '../../../support/build-worker.ts';

let built: Awaited<ReturnType<typeof buildProgram>>;
beforeAll(async () => (built = await buildProgram('tests/support/asked-program.ts')));
afterAll(() => built.remove());

const opened: Program<AskedWork>[] = [];
afterEach(() => opened.splice(0).forEach((program) => program.close()));

const programPath = (): string => join(built.programFolder, 'asked-program.js');
const carriers: readonly [string, () => StartProgram][] = [
  ['a process', () => inProcess(programPath())],
  ['a thread', () => inThread(programPath())],
];

function open(start: StartProgram, options: Partial<ProgramOptions> = {}): Program<AskedWork> {
  const ended = (how: Said): AppError => new AppError('device-unavailable', { raw: `It ended: ${speak(how, 'en')}` });
  const program = openProgram<AskedWork>({ start, ended, ...options });
  opened.push(program);
  return program;
}

/** Work that has begun; `cancel` fires its signal. */
async function begin(program: Program<AskedWork>, name: 'heed' | 'finish' | 'spin', isHeard = vi.fn()) {
  const controller = new AbortController();
  const end = program.ask(name, null, { signal: controller.signal, hear: isHeard });
  end.catch(() => undefined);
  await vi.waitUntil(() => isHeard.mock.calls.length > 0, 20_000);
  return { end, isHeard, cancel: () => controller.abort(new Error('enough')) };
}

const runOf = async (program: Program<AskedWork>): Promise<string> => (await program.ask('count', null)).run;

it('a process that takes more memory than it may is ended, however busy it is, and the next question is answered', async () => {
  const program = open(inProcess(programPath()));
  await expect(program.ask('swell', null)).rejects.toThrow('SIGKILL');
  expect(await program.ask('echo', 'here')).toBe('here');
});

describe.each(carriers)('a program in %s', (kind, carrier) => {
  it('is gone before it answers: every question says how, and the next one starts another', async () => {
    const ended = vi.fn((how: Said) => new AppError('device-unavailable', { raw: `It ended: ${speak(how, 'en')}` }));
    const program = open(carrier(), { ended });
    const first = await runOf(program);
    const lost = await Promise.allSettled([program.ask('wait', 60_000), program.ask('die', null)]);
    for (const one of lost) {
      expect(one).toMatchObject({
        reason: { code: 'device-unavailable', message: expect.stringContaining('code 3') as string },
      });
    }
    expect(ended).toHaveBeenCalledTimes(1);
    expect(await program.ask('count', null)).toMatchObject({ answered: 1 });
    expect(await runOf(program)).not.toBe(first);
  });

  it('is not there at all: that is its end', async () => {
    const start = kind === 'a thread' ? inThread('/nowhere/at-all.js') : inProcess('/nowhere/at-all.js');
    await expect(open(start).ask('count', null)).rejects.toMatchObject({ code: 'device-unavailable' });
  });

  it('passes on what its work throws: explained errors as they are, faults with their stack', async () => {
    const program = open(carrier());
    await expect(program.ask('refuse', 'no such photo')).rejects.toMatchObject({
      name: 'AppError',
      code: 'not-found',
      message: 'no such photo',
    });
    const fault = await program.ask('fault', 'out of cheese').catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    expect(fault).not.toBeInstanceOf(AppError);
    expect(fault).toMatchObject({
      message: 'out of cheese',
      stack: expect.stringContaining('asked-program') as string,
    });
    await expect(program.ask('throw-number', null)).rejects.toThrow('5');
    expect(await program.ask('count', null)).toMatchObject({ answered: 1 });
  });

  it('cannot send or be sent everything: that fails, and it goes on', async () => {
    const program = open(carrier());
    const first = await runOf(program);
    await expect(program.ask('echo', () => undefined)).rejects.toThrow(/could not be cloned/);
    await expect(program.ask('unsendable', null)).rejects.toThrow(/could not be cloned/);
    await expect(program.ask('tell-unsendable', null)).rejects.toThrow(/could not be cloned/);
    await expect(program.ask('no such work' as 'echo', null)).rejects.toThrow(/not a function/);
    expect(await runOf(program)).toBe(first);
  });

  it('that is fragile is ended by a fault, but not by an explained error', async () => {
    const program = open(carrier(), { isFragile: true });
    const first = await runOf(program);
    await expect(program.ask('refuse', 'no')).rejects.toMatchObject({ code: 'not-found' });
    expect(await runOf(program)).toBe(first);
    await expect(program.ask('fault', 'out of cheese')).rejects.toThrow('It ended: out of cheese');
    expect(await runOf(program)).not.toBe(first);
  });

  it('gives typed arrays and dates as they are, and tells what it says before its answer, in order', async () => {
    const program = open(carrier());
    const value = { bytes: Uint8Array.of(1, 2), floats: Float32Array.of(0.5), at: new Date(7), none: undefined };
    expect(await program.ask('echo', value)).toEqual(value);
    const heard: number[] = [];
    expect(await program.ask('steps', 3, { hear: (step) => heard.push(step) })).toBe('done');
    expect(heard).toEqual([1, 2, 3]);
  });

  it('works on so many questions at once, the urgent first, and on one that waits no more not at all', async () => {
    const program = open(carrier(), { atOnce: 1 });
    const running = await begin(program, 'heed');
    const order: string[] = [];
    const note = async (name: string, isUrgent: boolean, signal?: AbortSignal): Promise<void> => {
      await program.ask('count', null, { isUrgent, signal });
      order.push(name);
    };
    const unwanted = new AbortController();
    const gaveUp = note('given up', true, unwanted.signal);
    const others = [note('usual', false), note('urgent', true)];
    unwanted.abort(new Error('changed my mind'));
    await expect(gaveUp).rejects.toThrow('changed my mind');
    expect(order).toEqual([]);
    running.cancel();
    await Promise.all(others);
    expect(order).toEqual(['urgent', 'usual']);
    await expect(program.ask('count', null, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
      'too late',
    );
    expect(await program.ask('count', null)).toMatchObject({ answered: 3 });
  });

  it('waits for the end of work that is told that nobody wants it, which may be a result', async () => {
    const program = open(carrier());
    const first = await runOf(program);
    const ended = await begin(program, 'heed');
    ended.cancel();
    await expect(ended.end).rejects.toThrow('enough');
    expect(ended.isHeard.mock.calls).toEqual([['begun'], ['heard']]);
    const finished = await begin(program, 'finish');
    finished.cancel();
    expect(await finished.end).toBe('finished');
    expect(await runOf(program)).toBe(first);
  });

  it('may be left alone with what nobody wants: its place is free when it is done', async () => {
    const program = open(carrier(), { atOnce: 1, onCancel: 'leave' });
    const { end, isHeard, cancel } = await begin(program, 'heed');
    cancel();
    await expect(end).rejects.toThrow('enough');
    expect(isHeard.mock.calls).toEqual([['begun']]);
    expect(await program.ask('count', null)).toMatchObject({ answered: 1 });
    expect(isHeard.mock.calls).toEqual([['begun'], ['heard']]);
  });

  it('may be ended with work that hears nothing, and the next question is answered by another', async () => {
    const program = open(carrier(), { atOnce: 1, onCancel: 'end' });
    const first = await runOf(program);
    const { end, cancel } = await begin(program, 'spin');
    const next = runOf(program);
    cancel();
    await expect(end).rejects.toThrow('enough');
    expect(await next).not.toBe(first);
  });

  it('is ended when nothing is asked for a while, but not at work and not while somebody holds it', async () => {
    const program = open(carrier(), { idleMs: 20 });
    const letGo = program.hold();
    const first = await runOf(program);
    await program.ask('wait', 200);
    expect(await runOf(program)).toBe(first);
    await new Promise((done) => setTimeout(done, 200));
    expect(await runOf(program)).toBe(first);
    letGo();
    letGo();
    await vi.waitUntil(async () => (await runOf(program)) !== first, { timeout: 20_000, interval: 300 });
    const second = program.ask('wait', 300);
    expect(await second).toBe('waited');
  });

  it('fails what is asked when it is closed, then and later, also what waits', async () => {
    const program = open(carrier(), { atOnce: 1 });
    const { end } = await begin(program, 'spin');
    const waiting = program.ask('count', null);
    program.close();
    for (const one of [end, waiting, program.ask('count', null)]) {
      await expect(one).rejects.toMatchObject({ code: 'engine-stopped' });
    }
  });
});

it('a thread takes buffers along, and what it is given', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(1));
  const program = open(inThread(programPath(), { data: shared }));
  const buffer = new ArrayBuffer(4);
  expect(await program.ask('bytes', buffer, { moved: [buffer] })).toBe(4);
  expect(buffer.byteLength).toBe(0);
  expect((await program.ask('given', null)).data).toBeInstanceOf(Uint8Array);
});

it('a process has its arguments and its environment', async () => {
  const start = inProcess(programPath(), { programArguments: ['one'], environment: { TELEWIDE_TEST: 'set' } });
  expect(await open(start).ask('given', null)).toMatchObject({ variable: 'set', args: ['one'] });
});

it.each(['inProcess', 'inThread'])(
  'a program that rests, %s, does not keep this process; one that works does',
  async (carrier) => {
    const kit = (name: string): string =>
      fileURLToPath(new URL(`../../../../main/core/ground/programs/${name}`, import.meta.url));
    const script = `
    const { openProgram } = await import(${JSON.stringify(kit('ask-program.ts'))});
    const carriers = await import(${JSON.stringify(kit('start-program.ts'))});
    const program = openProgram({ start: carriers.${carrier}(${JSON.stringify(programPath())}), ended: String, idleMs: 3e8 });
    program.ask('wait', 300).then((word) => console.log(word));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      {
        timeout: 60_000,
      },
    );
    expect(stdout.trim()).toBe('waited');
  },
);
