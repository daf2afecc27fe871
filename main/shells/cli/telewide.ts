#!/usr/bin/env node
import { findProgramFolders } from '#host/program-folders';
import { addTrainCommand } from './commands/train.ts';
import { createProgram, runProgram } from './product-commands.ts';

const folders = findProgramFolders(import.meta.url);
const program = createProgram(folders);
addTrainCommand(program, folders);
await runProgram(program);
