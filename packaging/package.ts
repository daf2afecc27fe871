import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makePackage } from './make-package.ts';
import { buildPrograms, stageApplication } from './stage-application.ts';
import { chooseTargets } from './targets.ts';

/**
 * `npm run package [-- <target>… --cuda]`: installers for this machine, or for the targets that are named, in build/packages; with
 * `--cuda` the libraries for NVIDIA cards go in, which must be installed in the checkout.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

const programs = await buildPrograms(root);
const { values, positionals } = parseArgs({ options: { cuda: { type: 'boolean' } }, allowPositionals: true });
for (const target of chooseTargets(positionals)) {
  const staged = await stageApplication(root, programs, target, { withCuda: values.cuda === true });
  process.stdout.write(`${target.name}: ${await makePackage({ root, staged, isFolderOnly: false })}\n`);
}
