import type { Pair } from '#contract/project-document';
import type { MethodTable } from '#core/core';
import type { LatestPreview } from '#core/enhancement-process/latest-preview';
import type { PairEnhancements } from '#core/enhancement-process/pair-enhancements';
import { exportPhoto } from '#core/export/export-photo';
import { noteOfEnhancement, software } from '#core/export/note-of-enhancement';
import type { PixelReader } from '#core/image/read-pixel';
import type { JobQueue } from '#core/jobs/job-queue';
import type { ModelRegistry } from '#core/models/model-registry';
import type { ProjectPhotos } from '#core/project/project-photos';
import { resultPath, type DataFolder } from '#core/storage/data-folder';

type PictureMethod =
  | 'enhancement.start'
  | 'comparison.start'
  | 'preview.show'
  | 'preview.warm'
  | 'preview.cancel'
  | 'picture.read-pixel'
  | 'export.start';

/** What can be asked of the pictures that pairs become. */
export function pictureMethods(options: {
  enhancements: PairEnhancements;
  preview: LatestPreview;
  pixels: PixelReader;
  photos: ProjectPhotos;
  jobs: JobQueue;
  data: DataFolder;
  models: ModelRegistry;
}): Pick<MethodTable, PictureMethod> {
  const { enhancements, preview, pixels, photos, jobs, data, models } = options;

  /** What the file says of itself: of the result as the pair is edited now; an older one is written without. */
  async function aboutOf(enhancementKey: string, pair: Pair) {
    const { enhancement } = await enhancements.read(pair);
    if (enhancement?.key !== enhancementKey) return {};
    const { report } = enhancement;
    const weights = (await models.list()).find(({ id }) => id === report.model)?.sha256 ?? 'unknown';
    return { note: noteOfEnhancement(report, { weights }), crop: report.crop };
  }

  return {
    'enhancement.start': async ({ pairId, choices }) => ({
      jobId: enhancements.start(photos.pairOf(pairId), choices),
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
    'export.start': async ({ enhancementKey, path, settings }) => {
      const pair = await enhancements.pairOf(enhancementKey);
      const { widePath } = photos.filesOf(pair);
      const originals = photos.paths();
      const about = await aboutOf(enhancementKey, pair);
      const jobId = jobs.start({
        kind: 'export',
        subject: pair.id,
        lane: 'disk',
        work: ({ signal, report }) => {
          report(0, 'Writing the photo');
          return exportPhoto({
            scratchPath: resultPath(data, enhancementKey),
            targetPath: path,
            settings,
            metadataFrom: widePath,
            originals,
            software: software(),
            ...about,
            signal,
          });
        },
      });
      return { jobId };
    },
  };
}
