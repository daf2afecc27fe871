import { basename } from 'node:path';
import type { Command } from 'commander';
import { shareInside, type Rectangle } from '#contract/geometry';
import { say } from '#contract/messages';
import { placeOfNextPhoto } from '#contract/next-photo';
import type { Registration } from '#contract/registration';
import { defaultSettings } from '#contract/settings';
import { readTele, readWide } from '#core/enhancement/read-pair';
import { slice } from '#core/ground/waiting/progress';
import { greyOf } from '#core/pairs/registering/grey-image';
import { registerPair } from '#core/pairs/registering/register-pair';
import type { PixelImage } from '#core/photos/pixel-image';
import { shrinkImage } from '#core/photos/pixels/resample';
import type { ProgramFolders } from '#host/program-folders';
import { describeRegistration, describeSet } from '../describe-registration.ts';
import { jsonInEnglish, printResult } from '../print.ts';
import { exitCodes, runCommand } from '../run-command.ts';

export function addRegisterCommand(program: Command, { programFolder }: ProgramFolders): void {
  program
    .command('register')
    .description('find where tele photos lie in the wide one')
    .argument('<wide>', 'photo of the wide camera')
    .argument('<teles...>', 'photos of telephoto cameras')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (widePath: string, telePaths: string[], options: { json?: true }) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress, endWith }) => {
        const pixelLimit = defaultSettings.pixelLimitMegapixels * 1e6;
        const wide = await readWide({ widePath, pixelLimit, signal });
        const found: Registration[] = [];
        for (const [index, telePath] of telePaths.entries()) {
          const report = slice(index / telePaths.length, (index + 1) / telePaths.length, (fraction, label) =>
            progress.report(fraction, label),
          );
          report(0, say('enhancing.reading-tele'));
          const { tele, ...hints } = await readTele(wide, { telePath, pixelLimit, signal });
          report(0.3, say('enhancing.finding-tele'));
          found.push(await registerPair(wide.image, tele, { ...hints, programFolder, signal }));
        }
        progress.end();
        const [only, ...others] = found;
        if (only !== undefined && others.length === 0) {
          printResult(`${options.json ? jsonInEnglish(only) : describeRegistration(only)}\n`);
        } else {
          const teles = found.map((registration, index) => ({
            name: basename(telePaths[index] ?? ''),
            ...registration,
          }));
          const set = { teles, ...(await coverageOf(wide.image, found)) };
          printResult(`${options.json ? jsonInEnglish(set) : describeSet(set)}\n`);
        }
        if (found.some(({ verdict }) => verdict === 'failed')) endWith(exitCodes.failed);
      });
    });
}

/** Long side of the copy in which a place for another photo is looked for. */
const longSide = 400;

/** How much of the wide photo the teles see, 0 to 1, and where another one would help most. */
async function coverageOf(
  wide: PixelImage,
  found: readonly Registration[],
): Promise<{ coverage: number; nextPhoto: Rectangle | null }> {
  const outlines = found.flatMap(({ verdict, overlap }) => (verdict === 'failed' ? [] : [overlap]));
  const small = await shrinkImage(wide, longSide);
  const scale = small.width / wide.width;
  const next = placeOfNextPhoto(
    greyOf(small),
    outlines.map((outline) => outline.map(({ x, y }) => ({ x: x * scale, y: y * scale }))),
  );
  const inWide = (length: number): number => Math.round(length / scale);
  return {
    coverage: shareInside(wide, outlines),
    nextPhoto: next && { x: inWide(next.x), y: inWide(next.y), width: inWide(next.width), height: inWide(next.height) },
  };
}
