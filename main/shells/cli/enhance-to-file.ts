import { jsonInEnglish } from './print.ts';
import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { EnhanceChoices, EnhancementReport, TeleUse } from '#contract/enhancement';
import { AppError } from '#contract/errors';
import type { ExportSettings } from '#contract/export-settings';
import { say, speak, type Said } from '#contract/messages';
import { checkResultSize } from '#core/enhancement/check-result-size';
import { enhancePair, peakMemory } from '#core/enhancement/enhance-pair';
import { showGain } from '#core/enhancement/show-gain';
import { exportPhoto } from '#core/export/photo/export-photo';
import { noteOfEnhancement, software } from '#core/export/photo/note-of-enhancement';
import { refuseOriginals } from '#core/ground/disk/write-whole';
import { slice, type Report } from '#core/ground/waiting/progress';
import { withScratchFile } from '#core/ground/disk/scratch-file';
import type { ProgramFolders } from '#host/program-folders';
import { readPhotoHeader } from '#core/photos/files/photo-header';
import { openModels } from './model-folders.ts';

export interface EnhanceToFileOptions {
  widePath: string;
  /** None enlarges the wide photo alone. */
  telePaths: readonly string[];
  outputPath: string;
  /** Where the report goes as JSON; null for nowhere. */
  reportPath: string | null;
  /** Where a picture of the places goes that gained most, before and after; null for nowhere. */
  bestPlacesPath: string | null;
  settings: ExportSettings;
  choices: EnhanceChoices;
  /** Bytes. */
  memoryBudget: number;
  pixelLimit: number;
  folders: ProgramFolders;
  signal: AbortSignal;
  report: Report;
  /** Told, in words, of anything of the photo that the file does not hold as it was. */
  tell: (loss: Said) => void;
}

/** The main job, to a file. The file is whole or absent, and what was asked for is checked before the work begins. */
export async function enhanceToFile(options: EnhanceToFileOptions): Promise<EnhancementReport> {
  const { widePath, telePaths, reportPath, bestPlacesPath, settings, folders, signal, report } = options;
  const outputPath = resolve(options.outputPath);
  const originals = [widePath, ...telePaths];
  await checkFolder(outputPath);
  await refuseOriginals(outputPath, originals);
  if (reportPath !== null) await checkFolder(resolve(reportPath));
  if (bestPlacesPath !== null) await checkFolder(resolve(bestPlacesPath));
  const photo = await readPhotoHeader(widePath);
  checkResultSize(photo, options.choices, { pixelLimit: options.pixelLimit, output: settings });
  const model = await openModels(folders).load(options.choices.model);
  const scratchFolder = join(folders.dataFolder, 'cache', 'scratch');
  return withScratchFile(scratchFolder, '.tif', async (scratchPath) => {
    const enhanced = await enhancePair({
      ...options,
      teles: telePaths.map((path) => ({ path })),
      model,
      scratchPath,
      programFolder: folders.programFolder,
      findsBestPlaces: bestPlacesPath !== null || reportPath !== null,
      report: slice(0, 0.95, report),
    });
    const { widePath: usedWidePath } = enhanced;
    report(0.95, say('writing.photo'));
    const startedWriting = performance.now();
    await exportPhoto({
      scratchPath,
      targetPath: outputPath,
      settings,
      metadataFrom: usedWidePath,
      originals,
      software: software(),
      note: noteOfEnhancement(enhanced.report, { weights: model.summary.sha256 }),
      crop: enhanced.report.crop,
      straighten: enhanced.report.straighten,
      onLoss: options.tell,
      signal,
    });
    const complete: EnhancementReport = {
      ...enhanced.report,
      milliseconds: { ...enhanced.report.milliseconds, write: Math.round(performance.now() - startedWriting) },
      peakMemory: peakMemory(),
    };
    const places = complete.bestPlaces ?? [];
    if (bestPlacesPath !== null && places.length > 0)
      await showGain({
        ...options,
        widePath: usedWidePath,
        scratchPath,
        report: complete,
        places,
        kind: 'beside',
        targetPath: resolve(bestPlacesPath),
        originals,
      });
    if (reportPath !== null) await writeFile(reportPath, `${jsonInEnglish(complete)}\n`);
    return complete;
  });
}

/** What was done, for a person. */
export function describeEnhancement(report: EnhancementReport): string {
  const { milliseconds, provenance, tiles, reference, output, device, precision } = report;
  const seconds = Object.values(milliseconds).reduce((sum, part) => sum + part, 0) / 1000;
  const exchange = report.areExchanged
    ? [`The photos were given the other way round: ${report.wide.name} is the wide one, and was enlarged.`]
    : [];
  return [
    `${output.width} x ${output.height} pixels in ${seconds.toFixed(1)} s on ${device}${precision === 'half' ? ' (half precision)' : ''}, ${tiles.count} tiles.`,
    ...exchange,
    speak(reference.reason, 'en'),
    ...(report.teles ?? []).map(describeTele),
    `Detail: ${percent(provenance.photographed)} photographed by the tele, ${percent(provenance.transferred)} transferred, ${percent(provenance.upscaled)} upscaled.`,
  ].join('\n');
}

function describeTele({ name, used, reason, share }: TeleUse): string {
  return `  ${name}: ${used ? `used for ${percent(share)} of the picture` : 'not used'}. ${speak(reason, 'en')}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Said before the minutes of work, not after them. */
async function checkFolder(path: string): Promise<void> {
  const folder = dirname(path);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new AppError('not-writable', say('writing.folder-not-writable', { folder }), { cause: error });
  });
}
