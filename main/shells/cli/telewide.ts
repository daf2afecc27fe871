#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '#contract/version';
import { findProgramFolders } from '#host/program-folders';
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
import { addTrainCommand } from './commands/train.ts';
import { addWorkerCommand } from './commands/worker.ts';
import { exitCodes } from './run-command.ts';

const folders = findProgramFolders(import.meta.url);
const program = new Command('telewide')
  .description('Gives a wide photo the detail that its telephoto camera saw. Nothing leaves this machine.')
  .version(version)
  .showHelpAfterError('(telewide --help lists what can be asked)')
  .exitOverride();

addEnhanceCommand(program, folders);
addRegisterCommand(program, folders);
addPairCommand(program);
addBatchCommand(program, folders);
addAdaptCommand(program, folders);
addDemoCommand(program, folders);
addEvaluateCommand(program, folders);
addModelsCommand(program, folders);
addDevicesCommand(program, folders);
addServeCommand(program, folders);
addTrainCommand(program, folders);
addWorkerCommand(program, folders);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongArguments;
}
