import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkContents } from './check-contents.ts';
import { checkLayout } from './check-layout.ts';
import { checkRuns } from './check-runs.ts';
import { describeFinding, describeSizes } from './describe-package.ts';
import { makePackage } from './make-package.ts';
import { listPackagedFiles } from './packaged-files.ts';
import { buildPrograms, stageApplication } from './stage-application.ts';
import { writeStubElectron } from './stub-electron.ts';
import { chooseTargets, targetNames, type Target } from './targets.ts';

/**
 * `npm run package:check [-- <target>…]`: packs the program for every target around a stub of Electron, looks into what came out,
 * and runs what this machine can run. Exit code 1 when anything is not as it should be.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const named = process.argv.slice(2);
const built = await buildPrograms(root);
let faults = 0;
for (const target of chooseTargets(named.length > 0 ? named : targetNames)) faults += await checkTarget(built, target);
say(faults === 0 ? '\nEvery package is as it should be.' : `\n${faults} things are not as they should be.`);
process.exitCode = faults === 0 ? 0 : 1;

async function checkTarget(programs: string, target: Target): Promise<number> {
  const staged = await stageApplication(root, programs, target);
  const electronFolder = join(root, 'build/packaging', target.name, 'electron');
  await writeStubElectron(target, staged.electronVersion, electronFolder);
  const output = await makePackage({ root, staged, electronFolder, isFolderOnly: true });
  const files = await listPackagedFiles(output);
  const isThisMachine = target.platform === process.platform && target.arch === process.arch;
  const findings = [
    ...checkLayout(target, files),
    ...(await checkContents(staged, output)),
    ...(isThisMachine ? await checkRuns(target, output) : []),
  ];
  say(`\n${target.name}`);
  for (const line of [...describeSizes(files), ...findings.flatMap(describeFinding)]) say(`  ${line}`);
  if (!isThisMachine) say(`  -      not run: what is for ${target.name} does not run here`);
  return findings.filter((finding) => finding.faults.length > 0).length;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
