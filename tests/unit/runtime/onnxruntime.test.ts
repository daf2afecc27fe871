import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

afterEach(() => vi.doUnmock('node:worker_threads'));

test('a worker thread, whose environment does not reach the library, is refused', async () => {
  vi.doMock('node:worker_threads', () => ({ isMainThread: false }));
  await expect(import('#core/runtime/onnxruntime')).rejects.toThrow('Start a process instead');
});

test.skipIf(process.platform === 'win32')(
  'the library finds its telemetry switched off, whatever was set',
  async () => {
    // A program that is started finds the environment that the library sees.
    const program = `import('#core/runtime/onnxruntime')
    .then(() => process.stdout.write(require('node:child_process').execSync('echo $ORT_DISABLE_TELEMETRY')))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', program], {
      cwd: root,
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '0' },
    });
    expect(stdout.trim()).toBe('1');
  },
);
