import { readFile } from 'node:fs/promises';
import { AppError } from '#contract/errors';
import type { ExportSettings } from '#contract/export-settings';
import { say, type Said } from '#contract/messages';
import type { Pair } from '#contract/project-document';
import type { MethodTable } from '#core/core';
import { showGain } from '#core/enhancement/show-gain';
import { exportPhoto } from '#core/export/photo/export-photo';
import { placeProvenanceFile } from '#core/export/photo/provenance-file';
import { noteOfEnhancement, software } from '#core/export/photo/note-of-enhancement';
import { describeFile } from '#core/photos/files/describe-file';
import { createPixelReader } from '#core/photos/pixels/read-pixel';
import { provenancePath, resultPath } from '#core/ground/disk/data-folder';
import type { Pictures } from '#core/open-pictures';
import type { Workspace } from '#core/open-workspace';

type PictureMethod =
  | 'enhancement.start'
  | 'enhancement.estimate'
  | 'comparison.start'
  | 'preview.show'
  | 'preview.warm'
  | 'preview.cancel'
  | 'picture.read-pixel'
  | 'export.start'
  | 'export.describe'
  | 'gain.save';

/** What can be asked of the pictures that pairs become. */
export function pictureMethods(
  { data, jobs, events, photos, pixelLimit }: Workspace,
  { enhancements, preview, models }: Pictures,
): Pick<MethodTable, PictureMethod> {
  const pixels = createPixelReader({ pixelLimit });

  /** What the file says of itself: of the result as the pair is edited now; an older one is written without. */
  async function aboutOf(enhancementKey: string, pair: Pair, { provenance }: ExportSettings) {
    const { enhancement } = await enhancements.read(pair);
    if (enhancement?.key !== enhancementKey) return {};
    const { report } = enhancement;
    const weights = (await models.list()).find(({ id }) => id === report.model)?.sha256 ?? 'unknown';
    const provenanceMap = provenance === 'xmp' ? await readFile(provenancePath(data, enhancementKey)) : null;
    return {
      note: noteOfEnhancement(report, { weights, provenanceMap }),
      crop: report.crop,
      straighten: report.straighten,
    };
  }

  return {
    'enhancement.start': async ({ pairId, choices }) => ({
      jobId: enhancements.start(photos.pairOf(pairId), choices),
    }),
    'enhancement.estimate': async ({ pairId, choices }) => ({
      milliseconds: await enhancements.estimate(photos.pairOf(pairId), choices),
    }),
    'comparison.start': async ({ pairId }) => ({ jobId: await enhancements.compare(photos.pairOf(pairId)) }),
    'preview.show': async ({ pairId, choices, point }) =>
      preview.show({ ...(await enhancements.spotOf(photos.pairOf(pairId), choices)), point }),
    'preview.warm': async ({ pairId, choices }) => {
      await preview.warm(await enhancements.spotOf(photos.pairOf(pairId), choices));
      return null;
    },
    'preview.cancel': async () => {
      preview.cancel();
      return null;
    },
    'picture.read-pixel': ({ picture, x, y }) =>
      picture.kind === 'photo'
        ? pixels.ofPhoto(photos.pathOf(picture.photoId), x, y)
        : pixels.ofScratchImage(resultPath(data, picture.key), x, y),
    'gain.save': async ({ pairId, path, kind, place }) => {
      const pair = photos.pairOf(pairId);
      const { enhancement } = await enhancements.read(pair);
      const places = place === null ? (enhancement?.report.bestPlaces ?? []) : [place];
      if (enhancement === null || places.length === 0) throw new AppError('not-found', say('enhancing.none-finished'));
      await showGain({
        widePath: photos.filesOf(pair).widePath,
        scratchPath: resultPath(data, enhancement.key),
        report: enhancement.report,
        places,
        kind,
        targetPath: path,
        originals: photos.paths(),
        pixelLimit: pixelLimit(),
      });
      return null;
    },
    'export.describe': async ({ enhancementKey, settings }) => {
      await enhancements.pairOf(enhancementKey);
      return describeFile(resultPath(data, enhancementKey), settings);
    },
    'export.start': async ({ enhancementKey, path, settings }) => {
      const pair = await enhancements.pairOf(enhancementKey);
      const { widePath } = photos.filesOf(pair);
      const originals = photos.paths();
      const about = await aboutOf(enhancementKey, pair, settings);
      const jobId = jobs.start({
        kind: 'export',
        subject: pair.id,
        lane: 'disk',
        work: async ({ signal, report }) => {
          report(0, say('writing.photo'));
          const losses: Said[] = [];
          await exportPhoto({
            scratchPath: resultPath(data, enhancementKey),
            targetPath: path,
            settings,
            metadataFrom: widePath,
            originals,
            software: software(),
            ...about,
            onLoss: (loss) => void losses.push(loss),
            // Before the photo: a photo in its place says that all of it is there.
            beforePlacing: async () => {
              if (settings.provenance === 'side-file')
                await placeProvenanceFile(provenancePath(data, enhancementKey), path, originals, signal);
            },
            signal,
          });
          if (losses.length > 0) events.emit('export.told', { pairId: pair.id, losses });
        },
      });
      return { jobId };
    },
  };
}
