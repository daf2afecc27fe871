import type { Command } from 'commander';
import { listPhotoFiles } from '#core/image/photo-files';
import { readPhotoSummary } from '#core/image/photo-metadata';
import { pairPhotos } from '#core/pairing/pair-photos';
import type { PhotoSummary } from '#contract/photos';
import { runCommand } from '../run-command.ts';

export function addPairCommand(program: Command): void {
  program
    .command('pair')
    .description('find the wide and tele photos of one scene in a folder')
    .argument('<folder>', 'folder with photos, searched with the folders in it')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (folder: string, options: { json?: true }) => {
      await runCommand({ quiet: options.json === true }, async ({ signal, progress }) => {
        const files = await listPhotoFiles([folder]);
        const photos: PhotoSummary[] = [];
        for (const [index, file] of files.entries()) {
          signal.throwIfAborted();
          progress.report(index / files.length, 'Reading');
          const photo = await readPhotoSummary(file).catch(() => null);
          if (photo) photos.push(photo);
        }
        progress.end();
        const nameOf = new Map(photos.map((photo) => [photo.id, photo.path]));
        const pairs = pairPhotos(photos).map(({ wideId, teleId, reason }) => ({
          wide: nameOf.get(wideId) ?? wideId,
          tele: teleId === null ? null : (nameOf.get(teleId) ?? teleId),
          reason,
        }));
        if (options.json) {
          process.stdout.write(`${JSON.stringify({ pairs, unreadable: files.length - photos.length }, null, 2)}\n`);
          return;
        }
        for (const { wide, tele, reason } of pairs) {
          process.stdout.write(tele === null ? `${wide}\n` : `${wide}\n  + ${tele}  (${reason ?? ''})\n`);
        }
      });
    });
}
