import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { memoryOfFamily } from './process-memory.ts';

const program = fileURLToPath(new URL('../../dist/main/telewide.js', import.meta.url));

/** How a run of the command line ended. */
export interface TelewideRun {
  code: number | null;
  stdout: string;
  stderr: string;
  milliseconds: number;
  /** Bytes that it and its processes held at most at once, as seen twenty times a second; null where nobody looked or the system does not tell. */
  peakMemory: number | null;
}

/** Runs the built command line with the given arguments; `dataFolder` keeps it away from a person's own data. */
export function runTelewide(
  parameters: readonly string[],
  options: {
    dataFolder: string;
    timeoutMs?: number;
    environment?: Readonly<Record<string, string>>;
    /** Looking costs what is looked at a third of its speed; it is done unless told. */
    watchesMemory?: boolean;
    /** Told what the program says on stderr, with a way to send it a signal. */
    onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  },
): Promise<TelewideRun> {
  const started = Date.now();
  const child = spawn(process.execPath, [program, ...parameters], {
    env: { ...process.env, ...options.environment, TELEWIDE_DATA: options.dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 120_000,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr] = ['', ''];
  let peakMemory: number | null = null;
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    options.onOutput?.(chunk.toString(), (signal) => child.kill(signal));
  });
  const look = (): void => {
    const memory = child.pid === undefined ? null : memoryOfFamily(child.pid);
    if (memory !== null) peakMemory = Math.max(peakMemory ?? 0, memory);
  };
  const watch = options.watchesMemory === false ? undefined : setInterval(look, 50);
  return new Promise((done) => {
    child.once('close', (code) => {
      clearInterval(watch);
      done({ code, stdout, stderr, milliseconds: Date.now() - started, peakMemory });
    });
  });
}
