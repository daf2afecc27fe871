import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the program's own things lie. */
export interface ProgramFolders {
  /** The built programs: engine, workers. */
  programFolder: string;
  /** Weights and the sample pair. */
  resourcesFolder: string;
  /** The built page. */
  pageFolder: string;
  /** Cache, settings, project, log: what the program writes for itself. */
  dataFolder: string;
}

/**
 * The folders of a program that was started from `programUrl` (its import.meta.url, in dist/main).
 * TELEWIDE_DATA names another data folder; otherwise it is the platform's usual place.
 */
export function findProgramFolders(programUrl: string, environment: NodeJS.ProcessEnv = process.env): ProgramFolders {
  const programFolder = fileURLToPath(new URL('.', programUrl)).replace(/[/\\]$/, '');
  return {
    programFolder,
    resourcesFolder: resourcesOf(resolve(programFolder, '../..')),
    pageFolder: resolve(programFolder, '../renderer'),
    dataFolder: environment.TELEWIDE_DATA ?? join(defaultDataFolder(environment), 'telewide'),
  };
}

/** In a checkout the weights are part of the application; in a package they lie beside its archive. */
function resourcesOf(application: string): string {
  return existsSync(join(application, 'native-models')) ? application : dirname(application);
}

function defaultDataFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return environment.XDG_DATA_HOME ?? join(homedir(), '.local', 'share');
}
