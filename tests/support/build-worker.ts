import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The registration worker, freshly built into a folder of its own: what `programFolder` expects. */
export function buildRegistrationWorker(): Promise<{ programFolder: string; remove: () => Promise<void> }> {
  return buildProgram('main/core/pairs/registering/registration-worker.ts');
}

/** One program of the house, freshly built into a folder of its own: what `programFolder` expects. */
export async function buildProgram(entry: string): Promise<{ programFolder: string; remove: () => Promise<void> }> {
  const programFolder = await mkdtemp(join(tmpdir(), 'telewide-programs-'));
  await symlink(join(root, 'node_modules'), join(programFolder, 'node_modules'), 'junction');
  await symlink(join(root, 'package.json'), join(programFolder, 'package.json'));
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: programFolder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  return { programFolder, remove: () => rm(programFolder, { recursive: true, force: true }) };
}
