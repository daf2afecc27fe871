import { Command, CommanderError } from 'commander';
import { version } from '#contract/version';
import { keepTrialsIn } from '#core/runtime/trial-record';
import { dataFolderAt } from '#core/ground/disk/data-folder';
import type { ProgramFolders } from '#host/program-folders';
import { addAdaptCommand } from './commands/adapt.ts';
import { addBatchCommand } from './commands/batch.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDevicesCommand } from './commands/devices.ts';
import { addEnhanceCommand } from './commands/enhance.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addModelsCommand } from './commands/models.ts';
import { addPairCommand } from './commands/pair.ts';
import { addRegisterCommand } from './commands/register.ts';
import { addServeCommand } from './commands/serve.ts';
import { addWorkerCommand } from './commands/worker.ts';
import { exitCodes } from './run-command.ts';

/** The program with every command that people get who install it. */
export function createProgram(folders: ProgramFolders): Command {
  keepTrialsIn(dataFolderAt(folders.dataFolder).deviceTrials);
  const program = new Command('telewide')
    .description('Gives a wide photo the detail that its telephoto camera saw. Nothing leaves this machine.')
    .version(version)
    .showHelpAfterError('(telewide --help lists what can be asked)')
    .exitOverride();

  addEnhanceCommand(program, folders);
  addRegisterCommand(program, folders);
  addPairCommand(program, folders);
  addBatchCommand(program, folders);
  addAdaptCommand(program, folders);
  addDemoCommand(program, folders);
  addEvaluateCommand(program, folders);
  addModelsCommand(program, folders);
  addDevicesCommand(program, folders);
  addServeCommand(program, folders);
  addWorkerCommand(program, folders);
  return program;
}

/** Does what the arguments of this process ask; the exit code says how it went. */
export async function runProgram(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongArguments;
  }
}
