import type { Said } from '#contract/messages';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineState } from '#contract/api';
import type { Notice } from '#contract/transport';
import { silentLog } from '#core/ground/disk/log-file';
import {
  superviseEngine,
  type EngineProcess,
  type EngineSupervisor,
  type RestartLimits,
} from '#host/engine-supervisor';
import { engineReady } from '#host/serve-engine';

/** One started engine, in the hands of the test. */
interface FakeEngine {
  asked: { id: number; name: string; params: unknown }[];
  tell: (message: unknown) => void;
  die: (reason: string) => void;
  isStopped: boolean;
}

const limits: Partial<RestartLimits> = { quickDeaths: 3, quickDeathMs: 1000, firstDelayMs: 100, readyWithinMs: 5000 };
let engines: FakeEngine[];
let states: string[];
let supervisor: EngineSupervisor;

function startEngine(): EngineProcess {
  const messageListeners: ((message: unknown) => void)[] = [];
  const exitListeners: ((reason: Said) => void)[] = [];
  const engine: FakeEngine = {
    asked: [],
    tell: (message) => messageListeners.forEach((listener) => listener(message)),
    die: (reason) => exitListeners.forEach((listener) => listener({ raw: reason })),
    isStopped: false,
  };
  engines.push(engine);
  return {
    pipe: {
      send: (message) => void engine.asked.push(message as FakeEngine['asked'][number]),
      onMessage: (listener) => void messageListeners.push(listener),
      onClose: () => undefined,
    },
    onExit: (listener) => void exitListeners.push(listener),
    stop() {
      engine.isStopped = true;
      engine.die('stopped');
    },
  };
}

function supervise(start: () => EngineProcess = startEngine): void {
  supervisor = superviseEngine({ startEngine: start, log: silentLog, limits });
  supervisor.listen(({ event, payload }: Notice) => {
    if (event === 'engine.changed') states.push((payload as EngineState).name);
  });
}

function latest(): FakeEngine {
  const engine = engines.at(-1);
  if (!engine) throw new Error('No engine was started');
  return engine;
}

beforeEach(() => {
  vi.useFakeTimers();
  engines = [];
  states = [];
});
afterEach(() => void vi.useRealTimers());

describe('an engine that does not come up', () => {
  test('is tried a few times, then given up with the reason, and calls say so', async () => {
    supervise();
    const waiting = supervisor.call['project.read']({});
    const failed = expect(waiting).rejects.toMatchObject({
      code: 'engine-stopped',
      message: expect.stringContaining('exit code 1') as string,
    });
    for (let time = 0; time < 3; time++) {
      latest().die('exit code 1');
      await vi.advanceTimersByTimeAsync(400);
    }
    await failed;
    expect(engines).toHaveLength(3);
    expect(states).toEqual(['restarting', 'restarting', 'stopped']);
    expect(supervisor.state).toMatchObject({ name: 'stopped' });
    await expect(supervisor.call['project.read']({})).rejects.toMatchObject({ code: 'engine-stopped' });
  });

  test('whose program cannot even be started counts as one that died', async () => {
    supervise(() => {
      throw new Error('no such file');
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(supervisor.state.name).toBe('stopped');
  });

  test('waits longer before every further start', async () => {
    supervise();
    latest().die('exit code 1');
    await vi.advanceTimersByTimeAsync(99);
    expect(engines).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(engines).toHaveLength(2);
    latest().die('exit code 1');
    await vi.advanceTimersByTimeAsync(199);
    expect(engines).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(engines).toHaveLength(3);
  });

  test('and never serves is stopped, started again, and given up in the end', async () => {
    supervise();
    await vi.advanceTimersByTimeAsync(5000);
    expect(engines[0]?.isStopped).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(engines).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engines).toHaveLength(3);
    expect(supervisor.state.name).toBe('stopped');
  });
});

describe('an engine that dies while it works', () => {
  test('fails the calls in flight at once, with what to do, and is started again', async () => {
    supervise();
    latest().tell(engineReady);
    const call = supervisor.call['models.list']({});
    const failed = expect(call).rejects.toMatchObject({
      code: 'engine-stopped',
      message: expect.stringContaining('SIGKILL') as string,
    });
    await vi.advanceTimersByTimeAsync(2000);
    latest().die('signal SIGKILL');
    await failed;
    await vi.advanceTimersByTimeAsync(100);
    latest().tell(engineReady);
    expect(states).toEqual(['ready', 'restarting', 'ready']);
  });

  test('after a long life may die for ever without being given up', async () => {
    supervise();
    for (let time = 0; time < 10; time++) {
      latest().tell(engineReady);
      await vi.advanceTimersByTimeAsync(1500);
      latest().die('signal SIGSEGV');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(engines).toHaveLength(11);
  });

  test('does not hear late answers of the one before', async () => {
    supervise();
    const [first] = engines;
    first?.tell(engineReady);
    first?.die('exit code 1');
    await vi.advanceTimersByTimeAsync(100);
    latest().tell(engineReady);
    const call = supervisor.call['devices.list']({});
    await vi.advanceTimersByTimeAsync(0);
    first?.tell({ id: 1, result: 'from the dead' });
    latest().tell({ id: 1, result: ['from the living'] });
    expect(await call).toEqual(['from the living']);
  });
});

test('a call made while the engine starts is asked when it serves', async () => {
  supervise();
  const call = supervisor.call['jobs.cancel']({ jobId: 'one' });
  await vi.advanceTimersByTimeAsync(50);
  expect(latest().asked).toEqual([]);
  latest().tell(engineReady);
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().asked).toEqual([{ id: 1, name: 'jobs.cancel', params: { jobId: 'one' } }]);
  latest().tell({ id: 1, result: null });
  expect(await call).toBeNull();
});

test('an answer that is an error comes back with its code', async () => {
  supervise();
  latest().tell(engineReady);
  const call = supervisor.call['jobs.cancel']({ jobId: 'one' });
  const failed = expect(call).rejects.toMatchObject({ code: 'not-found', message: 'No such job' });
  await vi.advanceTimersByTimeAsync(0);
  latest().tell({ id: 1, error: { code: 'not-found', message: { raw: 'No such job' } } });
  await failed;
});

test('what the engine tells is passed on until one stops listening', () => {
  supervise();
  const heard: Notice[] = [];
  const leave = supervisor.listen((notice) => heard.push(notice));
  const notice = { event: 'photos.added', payload: { added: 1, problems: [] } };
  latest().tell(notice);
  leave();
  latest().tell(notice);
  expect(heard).toEqual([notice]);
});

test('closing stops the engine for good and fails what still waits', async () => {
  supervise();
  const call = supervisor.call['project.read']({});
  const failed = expect(call).rejects.toMatchObject({ code: 'engine-stopped' });
  await supervisor.close();
  await failed;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(latest().isStopped).toBe(true);
  expect(engines).toHaveLength(1);
});
