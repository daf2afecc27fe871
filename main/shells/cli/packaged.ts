import { findProgramFolders } from '#host/program-folders';
import { createProgram, runProgram } from './product-commands.ts';

/** The command line of an installed Telewide: training networks from nothing is for a checkout. */
await runProgram(createProgram(findProgramFolders(import.meta.url)));
