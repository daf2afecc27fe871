import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { batchSettings, type BatchSettings } from '#contract/batch';
import { AppError } from '#contract/errors';
import { exportSettings } from '#contract/export-settings';
import { say } from '#contract/messages';
import { maxTeles } from '#contract/project-document';
import { correction, noPhotoEdits, photoEdits, placement, type PhotoEdits } from '#contract/project-edits';
import type { BatchTele } from './batch-item.ts';

/** Some of the settings, at any depth. */
export const someSettings = batchSettings.partial().extend({ output: exportSettings.partial().optional() });
export type SomeSettings = z.infer<typeof someSettings>;

/** Documented in main/documentation/batch.md. */
const manifest = z.strictObject({
  version: z.literal(1),
  settings: someSettings.strict().optional(),
  items: z
    .array(
      z.strictObject({
        wide: z.string().min(1),
        tele: z.string().min(1).nullable().optional(),
        /** Several; with what a person did to one. */
        teles: z
          .array(
            z.union([
              z.string().min(1),
              z.strictObject({
                photo: z.string().min(1),
                placement: placement.nullable().optional(),
                isInFront: z.boolean().optional(),
              }),
            ]),
          )
          .max(maxTeles)
          .optional(),
        /** Relative to the output folder; its ending follows the format. */
        output: z.string().min(1).optional(),
        settings: someSettings.strict().optional(),
        /** What a person edited of this pair; the registration is of `tele`. */
        edits: photoEdits.extend({ registration: correction.nullable() }).partial().strict().optional(),
      }),
    )
    .min(1),
});

export interface ManifestItem {
  widePath: string;
  teles: Omit<BatchTele, 'photo'>[];
  source: string;
  wishedTarget: string | null;
  settings: BatchSettings;
  edits: PhotoEdits;
}

/**
 * Reads a manifest; its paths are relative to its own folder. Throws `invalid-request` that says where it is not what it should be.
 * What the manifest and its items say goes over `settings`.
 */
export async function readManifest(path: string, settings: BatchSettings): Promise<ManifestItem[]> {
  const parsed = manifest.safeParse(parseJson(path, await readFile(path, 'utf8')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const why = [issue?.path.join('.') ?? '', issue?.message ?? ''].filter(Boolean).join(': ');
    throw new AppError('invalid-request', say('writing.manifest-wrong', { path, why }));
  }
  const folder = dirname(resolve(path));
  const common = withSome(settings, parsed.data.settings);
  return parsed.data.items.map((item) => {
    const widePath = resolve(folder, item.wide);
    const { registration, ...edits } = item.edits ?? {};
    const teles = [...(item.tele ? [{ photo: item.tele, placement: registration }] : []), ...(item.teles ?? [])];
    return {
      widePath,
      teles: teles.map((tele) => laid(folder, tele)),
      source: sourceOf(folder, widePath),
      wishedTarget: item.output ?? null,
      settings: withSome(common, item.settings),
      edits: { ...noPhotoEdits, ...said(edits) },
    };
  });
}

function laid(
  folder: string,
  tele: string | { photo: string; placement?: BatchTele['placement'] | undefined; isInFront?: boolean | undefined },
): Omit<BatchTele, 'photo'> {
  const { photo, isInFront = false, ...laid } = typeof tele === 'string' ? { photo: tele } : tele;
  return { path: resolve(folder, photo), placement: laid.placement ?? null, isInFront };
}

/** A photo outside of the manifest's folder is known by its whole path. */
function sourceOf(folder: string, path: string): string {
  const way = relative(folder, path);
  return (way.startsWith('..') ? path : way).split(sep).join('/');
}

/** The settings with some of them changed. */
export function withSome(settings: BatchSettings, some: SomeSettings | undefined): BatchSettings {
  const { output = {}, ...rest } = some ?? {};
  return { ...settings, ...said(rest), output: { ...settings.output, ...said(output) } };
}

function said(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AppError('invalid-request', say('writing.manifest-no-json', { path }), { cause: error });
  }
}
