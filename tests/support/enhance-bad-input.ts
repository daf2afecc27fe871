import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { realPhotos } from './real-photos.ts';
import { runTelewide, type TelewideRun } from './run-telewide.ts';

/** What is wrong with how one run went; null when nothing is. */
export type Complaint = string | null;

const limits = { milliseconds: 60_000, memory: 2e9 };

/** Every file below one folder of the collection of difficult files. */
export function difficultFiles(folder: string): string[] {
  const root = join(realPhotos, 'robust', folder);
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.tsv'));
}

/**
 * Enhances with the file as wide or as tele, beside a good photo. A run must end in time and memory with a result, or
 * with exit code 1, one line of error and nothing left behind.
 */
export async function enhanceWith(path: string, role: 'wide' | 'tele', scratch: string): Promise<Complaint> {
  const good = join(realPhotos, 'pairs/desk-1', role === 'wide' ? 'tele.jpg' : 'wide.jpg');
  const output = join(scratch, 'out', 'result.jpg');
  const [wide, tele] = role === 'wide' ? [path, good] : [good, path];
  const run = await runTelewide(['enhance', wide, tele, '-o', output, '--device', 'cpu'], {
    dataFolder: join(scratch, 'data'),
    timeoutMs: limits.milliseconds + 5000,
  });
  const traces: Traces = {
    left: filesIn(join(scratch, 'out')),
    stray: filesIn(join(scratch, 'data/cache/scratch')),
    errors: run.stderr.split('\n').filter((line) => line.startsWith('telewide:')),
  };
  await rm(output, { force: true });
  const outcome = run.code === 0 ? complaintsAboutSuccess(traces) : complaintsAboutFailure(run, traces);
  const complaints = [...complaintsAboutCost(run), ...outcome];
  if (traces.stray.length > 0) complaints.push(`left scratch files: ${traces.stray.join()}`);
  return complaints.length === 0 ? null : complaints.join('; ');
}

interface Traces {
  left: string[];
  stray: string[];
  errors: string[];
}

function complaintsAboutCost({ milliseconds, peakMemory }: TelewideRun): string[] {
  return [
    ...(milliseconds > limits.milliseconds ? [`took ${milliseconds} ms`] : []),
    ...((peakMemory ?? 0) > limits.memory ? [`held ${peakMemory ?? 0} bytes`] : []),
  ];
}

function complaintsAboutSuccess({ left }: Traces): string[] {
  return left.join() === 'result.jpg' ? [] : [`succeeded and left ${left.join() || 'nothing'}`];
}

function complaintsAboutFailure({ code, stderr }: TelewideRun, { left, errors }: Traces): string[] {
  if (code !== 1) return [`ended with code ${String(code)}: ${stderr}`];
  return [
    ...(errors.length === 1 ? [] : [`failed without one line of error: ${stderr}`]),
    ...(stderr.includes('went wrong that should not') ? [`failed without an explanation: ${stderr}`] : []),
    ...(left.length > 0 ? [`failed and left ${left.join()}`] : []),
  ];
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
