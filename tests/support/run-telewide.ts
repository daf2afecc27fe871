import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/main/telewide.js', import.meta.url));

/** How a run of the command line ended. */
export interface TelewideRun {
  code: number | null;
  stdout: string;
  stderr: string;
  milliseconds: number;
  /** Bytes; null where the system does not tell. */
  peakMemory: number | null;
}

/** Runs the built command line with the given arguments; `dataFolder` keeps it away from a person's own data. */
export function runTelewide(
  parameters: readonly string[],
  options: {
    dataFolder: string;
    timeoutMs?: number;
    /** Told what the program says on stderr, with a way to send it a signal. */
    onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  },
): Promise<TelewideRun> {
  const started = Date.now();
  const child = spawn(process.execPath, [program, ...parameters], {
    env: { ...process.env, TELEWIDE_DATA: options.dataFolder },
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
  const watch = setInterval(() => (peakMemory = peakOf(child.pid) ?? peakMemory), 50);
  return new Promise((done) => {
    child.once('close', (code) => {
      clearInterval(watch);
      done({ code, stdout, stderr, milliseconds: Date.now() - started, peakMemory });
    });
  });
}

/** Linux keeps the highest resident size of each process. */
function peakOf(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
