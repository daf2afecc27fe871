import { parse } from 'node:path';
import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { namePlaceholder, nameVariables, templateFault, type NameVariable } from '#contract/name-variables';
import type { PhotoSummary } from '#contract/photos';
import { longestName, safeFileName, shorten } from '#core/export/photo/safe-file-name';

/** What a name can be made of. */
export interface NameFacts {
  /** Of the wide photo. */
  summary: Pick<PhotoSummary, 'name' | 'camera' | 'width' | 'height'>;
  /** From 1, in the order of the batch. */
  index: number;
  /** Of the wide photo, relative to the source; '' at its top. */
  folder: string;
  model: string;
}

/** One line per variable that a template may name. */
const variables: Record<NameVariable, (facts: NameFacts, digits: number) => string> = {
  name: ({ summary }) => parse(summary.name).name,
  index: ({ index }, digits) => String(index).padStart(digits, '0'),
  date: ({ summary }) => summary.camera.capturedAt?.slice(0, 10) ?? 'undated',
  time: ({ summary }) => summary.camera.capturedAt?.slice(11, 19).replaceAll(':', '-') ?? '',
  camera: ({ summary }) => summary.camera.model ?? 'camera',
  width: ({ summary }) => String(summary.width),
  height: ({ summary }) => String(summary.height),
  folder: ({ folder }) => folder.split(/[/\\]/).at(-1) ?? '',
  model: ({ model }) => model,
};

/** Throws `invalid-request` for a template that names something unknown, or nothing that tells photos apart. */
export function checkTemplate(template: string): void {
  const what = templateFault(template);
  if (what === null) return;
  const known = nameVariables.map((name) => `{${name}}`).join(' ');
  throw new AppError('invalid-request', say('writing.name-template', { known, example: '{name}-telewide', what }));
}

/**
 * The path that a template gives, relative, with an ending: a slash in the template makes a folder, everything that a variable brings is
 * one name. Safe on every system, and never outside of where it is put. What is too long is cut from the photo's own name.
 */
export function fillTemplate(template: string, facts: NameFacts, ending: string): string[] {
  const parts = template.split(/[/\\]/).map((part) => fillPart(part, facts, longestName - ending.length - numberRoom));
  const names = parts.filter((part) => part !== '');
  const last = names.pop() ?? 'photo';
  return [...names, `${last}.${ending}`];
}

/** Bytes left for the dot and for a number that tells two alike apart. */
const numberRoom = 8;

function fillPart(part: string, facts: NameFacts, maxBytes: number): string {
  const fill = (name: string): string =>
    safeFileName(
      part.replace(namePlaceholder, (_, variable: string, digits?: string) => {
        const known = nameVariables.find((one) => one === variable.toLowerCase());
        if (known === undefined || known === 'name') return known === 'name' ? name : '';
        return variables[known](facts, Number(digits ?? 1)).replace(/[/\\]/g, '_');
      }),
      '',
    );
  const name = parse(facts.summary.name).name.replace(/[/\\]/g, '_');
  const excess = Buffer.byteLength(part) + Buffer.byteLength(name) - maxBytes;
  return shorten(fill(excess > 0 ? shorten(name, Math.max(1, Buffer.byteLength(name) - excess)) : name), maxBytes);
}
