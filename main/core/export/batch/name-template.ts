import { parse } from 'node:path';
import { AppError } from '#contract/errors';
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
const variables: Record<string, (facts: NameFacts, digits: number) => string> = {
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

/** `{name}`, or with a number of digits `{index:4}`. */
const placeholder = /\{([a-z]+)(?::(\d))?\}/gi;

/** Throws `invalid-request` for a template that names something unknown, or nothing that tells photos apart. */
export function checkTemplate(template: string): void {
  const known = Object.keys(variables).map((name) => `{${name}}`);
  const named = [...template.matchAll(placeholder)].map(([, name = '']) => name.toLowerCase());
  const unknown = named.find((name) => !Object.hasOwn(variables, name));
  const rest = template.replace(placeholder, '');
  if (unknown === undefined && named.length > 0 && !/[{}]/.test(rest)) return;
  const what = unknown === undefined ? `"${template}"` : `{${unknown}}`;
  throw new AppError(
    'invalid-request',
    `Expected a name template made of ${known.join(' ')} and other text, for example {name}-telewide, but received ${what}`,
  );
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

function fillPart(part: string, facts: NameFacts, mostBytes: number): string {
  const fill = (name: string): string =>
    safeFileName(
      part.replace(placeholder, (_, variable: string, digits?: string) => {
        if (variable.toLowerCase() === 'name') return name;
        return variables[variable.toLowerCase()]?.(facts, Number(digits ?? 1)).replace(/[/\\]/g, '_') ?? '';
      }),
      '',
    );
  const name = parse(facts.summary.name).name.replace(/[/\\]/g, '_');
  const excess = Buffer.byteLength(part) + Buffer.byteLength(name) - mostBytes;
  return shorten(fill(excess > 0 ? shorten(name, Math.max(1, Buffer.byteLength(name) - excess)) : name), mostBytes);
}
