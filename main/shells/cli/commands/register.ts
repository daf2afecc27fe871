import { say, speak } from '#contract/messages';
import { jsonInEnglish, printResult } from '../print.ts';
import type { Command } from 'commander';
import { readPair } from '#core/enhancement/read-pair';
import { slice } from '#core/ground/waiting/progress';
import { registerPair } from '#core/pairs/registering/register-pair';
import { defaultSettings } from '#contract/settings';
import type { ProgramFolders } from '#host/program-folders';
import { exitCodes, runCommand } from '../run-command.ts';
import type { Registration } from '#contract/registration';

export function addRegisterCommand(program: Command, folders: ProgramFolders): void {
  program
    .command('register')
    .description('find where the tele photo lies in the wide one')
    .argument('<wide>', 'photo of the wide camera')
    .argument('<tele>', 'photo of the telephoto camera')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (widePath: string, telePath: string, options: { json?: true }) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress, endWith }) => {
        const pixelLimit = defaultSettings.pixelLimitMegapixels * 1e6;
        const report = slice(0, 0.5, (fraction, label) => progress.report(fraction, label));
        const { wide, tele, ...hints } = await readPair({ widePath, telePath, pixelLimit, signal, report });
        progress.report(0.5, say('enhancing.finding-tele'));
        const { programFolder } = folders;
        const registration = await registerPair(wide, tele, { ...hints, programFolder, signal });
        progress.end();
        printResult(`${options.json ? jsonInEnglish(registration) : describeRegistration(registration)}\n`);
        if (registration.verdict === 'failed') endWith(exitCodes.failed);
      });
    });
}

/** Where the tele lies and how sure that is, for a person. */
export function describeRegistration(registration: Registration): string {
  const { verdict, reason, corners, zoom, rotation, inliers, matches, residual, overlapShare } = registration;
  const lines = [`${verdict}: ${speak(reason, 'en')}`];
  if (corners.length > 0) {
    const places = corners.map(({ x, y }) => `(${Math.round(x)}, ${Math.round(y)})`).join(' ');
    lines.push(`corners of the tele in the wide: ${places}`);
    lines.push(
      `zoom ${zoom?.toFixed(2) ?? '?'}, turned by ${rotation?.toFixed(2) ?? '?'} degrees, covers ${Math.round(overlapShare * 100)} % of the wide`,
    );
    lines.push(
      `${inliers} of ${matches} matched points agree, median residual ${residual?.toFixed(2) ?? '?'} wide pixels`,
    );
  }
  return lines.join('\n');
}
