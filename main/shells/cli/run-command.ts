import { AppError } from '#contract/errors';
import { silentProgress, showProgress, type TerminalProgress } from './terminal-progress.ts';
import { printNote } from './print.ts';

/** 0 done, 1 something failed, 2 wrong arguments, 130 interrupted. */
export const exitCodes = { done: 0, failed: 1, wrongArguments: 2, interrupted: 130 } as const;

export interface CommandContext {
  signal: AbortSignal;
  progress: TerminalProgress;
  /** Says with which code the program ends when the command is through; 0 unless told. */
  readonly endWith: (code: number) => void;
}

/** Runs one command to its exit code. Ctrl+C aborts it; what fails is said in one line on stderr. */
export async function runCommand(
  options: { quiet: boolean },
  command: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = options.quiet ? silentProgress : showProgress(process.stderr);
  try {
    let code: number = exitCodes.done;
    await command({ signal: controller.signal, progress, endWith: (chosen) => (code = chosen) });
    progress.end();
    process.exitCode = code;
  } catch (error) {
    progress.end();
    process.exitCode = controller.signal.aborted ? exitCodes.interrupted : exitCodeOf(error);
    printNote(`telewide: ${controller.signal.aborted ? 'Interrupted. Nothing was written.' : words(error)}\n`);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function exitCodeOf(error: unknown): number {
  return error instanceof AppError && error.code === 'invalid-request' ? exitCodes.wrongArguments : exitCodes.failed;
}

/** An error of ours speaks for itself; any other is a fault of the program and says what it was, on one line. */
function words(error: unknown): string {
  if (error instanceof AppError) return oneLine(error.message);
  const message = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not: ${oneLine(message)}. Run again with TELEWIDE_DEBUG=1 for the details.${details(error)}`;
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '') + '.';
}

function details(error: unknown): string {
  return process.env.TELEWIDE_DEBUG && error instanceof Error ? `\n${error.stack ?? ''}` : '';
}
