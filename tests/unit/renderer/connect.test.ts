import { describe, expect, test } from 'vitest';
import type { Call, MessagePipe } from '#contract/transport';
import { connect } from '../../../renderer/connection/connect.ts';
import { keepConnected } from '../../../renderer/connection/keep-connected.ts';
import { pipeUrl } from '../../../renderer/connection/websocket-pipes.ts';

/** The page's end of a pipe whose other end is the test; everything passes through JSON. */
class TestPipe implements MessagePipe {
  readonly sent: Call[] = [];
  readonly #listeners: ((message: unknown) => void)[] = [];
  readonly #closeListeners: (() => void)[] = [];

  send(message: unknown): void {
    this.sent.push(JSON.parse(JSON.stringify(message)) as Call);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  tell(message: unknown): void {
    for (const listener of this.#listeners) listener(JSON.parse(JSON.stringify(message)));
  }

  close(): void {
    for (const listener of this.#closeListeners) listener();
  }
}

describe('connect', () => {
  test('an error answer rejects with its code and message', async () => {
    const pipe = new TestPipe();
    const call = connect(pipe).call('pair.read', { pairId: 'a' });
    pipe.tell({ id: 1, error: { code: 'not-found', message: { raw: 'No such pair' } } });
    await expect(call).rejects.toMatchObject({ name: 'AppError', code: 'not-found', message: 'No such pair' });
  });

  test('closing fails the calls still waiting, and every later one', async () => {
    const pipe = new TestPipe();
    const connection = connect(pipe);
    const waiting = connection.call('jobs.list', {});
    pipe.close();
    await expect(waiting).rejects.toMatchObject({ code: 'engine-stopped' });
    await expect(connection.call('jobs.list', {})).rejects.toMatchObject({ code: 'engine-stopped' });
    expect(pipe.sent).toHaveLength(1);
  });

  test('an answer to a question that nobody asked changes nothing', async () => {
    const pipe = new TestPipe();
    const call = connect(pipe).call('jobs.list', {});
    pipe.tell({ id: 99, result: ['wrong'] });
    pipe.tell({ id: 1, result: [] });
    await expect(call).resolves.toEqual([]);
  });

  test('answers find their questions in any order', async () => {
    const pipe = new TestPipe();
    const connection = connect(pipe);
    const calls = [connection.call('jobs.list', {}), connection.call('models.list', {})];
    expect(pipe.sent.map(({ id, name }) => [id, name])).toEqual([
      [1, 'jobs.list'],
      [2, 'models.list'],
    ]);
    pipe.tell({ id: 2, result: 'second' });
    pipe.tell({ id: 1, result: 'first' });
    await expect(Promise.all(calls)).resolves.toEqual(['first', 'second']);
  });

  test('events reach their listeners until they leave', () => {
    const pipe = new TestPipe();
    const connection = connect(pipe);
    const heard: string[] = [];
    const leave = connection.on('pair.changed', ({ pairId }) => heard.push(pairId));
    connection.on('engine.changed', ({ name }) => heard.push(name));
    pipe.tell({ event: 'pair.changed', payload: { pairId: 'a' } });
    pipe.tell({ event: 'engine.changed', payload: { name: 'ready' } });
    leave();
    pipe.tell({ event: 'pair.changed', payload: { pairId: 'b' } });
    expect(heard).toEqual(['a', 'ready']);
  });
});

describe('keepConnected', () => {
  function setUp(): { connection: ReturnType<typeof keepConnected>; open: (pipe: MessagePipe) => void } {
    let deliver: ((pipe: MessagePipe) => void) | undefined;
    const connection = keepConnected((onPipe) => (deliver = onPipe));
    return { connection, open: (pipe) => deliver?.(pipe) };
  }

  test('without a pipe a call fails at once', async () => {
    await expect(setUp().connection.call('jobs.list', {})).rejects.toMatchObject({ code: 'engine-stopped' });
  });

  test('listeners follow to the next pipe and hear no event twice', () => {
    const { connection, open } = setUp();
    const heard: string[] = [];
    const opens: boolean[] = [];
    connection.onOpenChange((isOpen) => opens.push(isOpen));
    const leave = connection.on('pair.changed', ({ pairId }) => heard.push(pairId));
    const [first, second] = [new TestPipe(), new TestPipe()];
    open(first);
    first.tell({ event: 'pair.changed', payload: { pairId: 'a' } });
    first.close();
    open(second);
    second.tell({ event: 'pair.changed', payload: { pairId: 'b' } });
    leave();
    second.tell({ event: 'pair.changed', payload: { pairId: 'c' } });
    expect(heard).toEqual(['a', 'b']);
    expect(opens).toEqual([true, false, true]);
  });

  test('calls go to the pipe that is open', async () => {
    const { connection, open } = setUp();
    const [first, second] = [new TestPipe(), new TestPipe()];
    open(first);
    first.close();
    open(second);
    const call = connection.call('jobs.list', {});
    second.tell({ id: 1, result: [] });
    await expect(call).resolves.toEqual([]);
    expect(first.sent).toEqual([]);
  });

  test('the late closing of a replaced pipe does not close its successor', () => {
    const { connection, open } = setUp();
    const opens: boolean[] = [];
    connection.onOpenChange((isOpen) => opens.push(isOpen));
    const first = new TestPipe();
    open(first);
    open(new TestPipe());
    first.close();
    expect(opens).toEqual([true, true]);
  });
});

test('the pipe has the address of the page', () => {
  expect(pipeUrl({ href: 'http://127.0.0.1:4321/place/?a=b' })).toBe('ws://127.0.0.1:4321/place/pipe');
  expect(pipeUrl({ href: 'https://localhost/' })).toBe('wss://localhost/pipe');
});
