import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { conflictPolicy, type BatchSettings } from '#contract/batch';
import { AppError } from '#contract/errors';
import {
  exportFormat,
  exportProfile,
  exportProvenance,
  exportSharpening,
  type ExportSize,
} from '#contract/export-settings';
import { someSettings, withSome } from '#core/export/batch/read-manifest';
import type { PresetStore } from '#core/export/batch/presets';
import { precisionChoice } from '#contract/models';
import { oneOf, parseDevice, parsePositiveNumber, parseScale, parseWholeNumber } from './arguments.ts';

/** What the options of `batch` that make its settings were given; absent where nothing was said. */
export interface SettingOptions {
  preset?: string;
  model?: string;
  device?: string;
  precision?: string;
  scale?: string;
  crop?: string;
  reference: boolean;
  singles?: string;
  size?: string;
  format?: string;
  quality?: string;
  depth?: string;
  sharpen?: string;
  profile?: string;
  name?: string;
  metadata?: string;
  provenance?: string;
  compact: boolean;
  keepFileTime?: true;
  flatten?: true;
  onConflict?: string;
}

/** The options that make the settings of a batch. */
export function addSettingOptions(command: Command): Command {
  return command
    .option('--preset <name|file.json>', 'settings to begin with: standard, archive, share, one of your own, or a file')
    .option('--model <id>', 'which model enhances')
    .option('--device <name>', 'auto, cpu, webgpu, cuda, directml or coreml')
    .option('--precision <name>', 'auto, full or half: the floats that a graphics card computes with')
    .option('--scale <times>', '2, 3, 4 or auto: how many times as wide and high; auto is as fine as the tele')
    .option('--crop <what>', 'whole, or tele for what the tele saw')
    .option('--no-reference', 'enlarge the wide photos alone')
    .option('--singles <what>', 'photos without a tele: enhance or skip')
    .option('--size <size>', 'full, a long side in pixels such as 4096, or a share of the full size such as 50%')
    .option('--format <format>', exportFormat.options.join(', '))
    .option('--quality <1-100>', 'of JPEG, WebP and AVIF')
    .option('--depth <bits>', 'keep, 8, 10 (AVIF) or 16 (PNG, TIFF)')
    .option('--sharpen <amount>', `for the finished size: ${exportSharpening.options.join(', ')}`)
    .option('--profile <profile>', exportProfile.options.join(', '))
    .option(
      '--name <template>',
      'made of {name} {index} {date} {time} {camera} {width} {height} {folder} {model}; {index:4} has four digits, / makes a folder',
    )
    .option('--metadata <what>', 'all, without-gps, copyright or none')
    .option('--provenance <where>', `the map of where detail came from: ${exportProvenance.options.join(', ')}`)
    .option('--no-compact', 'write larger JPEGs sooner')
    .option('--keep-file-time', "give each result the time of its photo's file")
    .option('--flatten', 'put everything into one folder instead of keeping the folders')
    .option('--on-conflict <policy>', conflictPolicy.options.join(', '));
}

/** The settings of a preset with what was said besides. Throws `invalid-request`. */
export async function parseSettings(options: SettingOptions, presets: PresetStore): Promise<BatchSettings> {
  const base = await readPreset(options.preset ?? 'standard', presets);
  const { metadata, quality, depth } = options;
  return withSome(base, {
    model: options.model,
    device: options.device === undefined ? undefined : parseDevice(options.device),
    precision: said(options.precision, (text) => oneOf(precisionChoice.options, '--precision', text)),
    scale: said(options.scale, parseScale),
    crop: said(options.crop, (text) => oneOf(['whole', 'tele'] as const, '--crop', text)),
    useReference: options.reference ? undefined : false,
    singles: said(options.singles, (text) => oneOf(['enhance', 'skip'] as const, '--singles', text)),
    nameTemplate: options.name,
    tree: options.flatten ? 'flatten' : undefined,
    onConflict: said(options.onConflict, (text) => oneOf(conflictPolicy.options, '--on-conflict', text)),
    output: {
      format: said(options.format, (text) => oneOf(exportFormat.options, '--format', text)),
      quality: said(quality, (text) => parseWholeNumber('--quality', 1, 100, text)),
      bitDepth: said(depth, parseDepth),
      size: said(options.size, parseSize),
      sharpening: said(options.sharpen, (text) => oneOf(exportSharpening.options, '--sharpen', text)),
      profile: said(options.profile, (text) => oneOf(exportProfile.options, '--profile', text)),
      provenance: said(options.provenance, (text) => oneOf(exportProvenance.options, '--provenance', text)),
      isCompact: options.compact ? undefined : false,
      keepsFileTime: options.keepFileTime,
      ...said(metadata, parseMetadata),
    },
  });
}

function said<Value>(text: string | undefined, parse: (text: string) => Value): Value | undefined {
  return text === undefined ? undefined : parse(text);
}

async function readPreset(preset: string, presets: PresetStore): Promise<BatchSettings> {
  if (!preset.endsWith('.json')) return presets.read(preset);
  const text = await readFile(preset, 'utf8').catch((error: unknown) => {
    throw new AppError(
      'invalid-request',
      { raw: `Expected --preset as a name or a file, but ${preset} cannot be read` },
      { cause: error },
    );
  });
  const parsed = someSettings.strict().safeParse(parseJson(preset, text));
  if (parsed.success) return withSome(presets.read('standard'), parsed.data);
  const issue = parsed.error.issues[0];
  throw new AppError('invalid-request', {
    raw: `Expected settings of a batch in ${preset}, but ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`,
  });
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AppError(
      'invalid-request',
      { raw: `Expected settings of a batch, but ${path} is not JSON` },
      { cause: error },
    );
  }
}

function parseDepth(text: string): 'keep' | 8 | 10 | 16 {
  const depth = oneOf(['keep', '8', '10', '16'] as const, '--depth', text);
  return depth === 'keep' ? depth : (Number(depth) as 8 | 10 | 16);
}

function parseSize(text: string): ExportSize {
  if (text === 'full') return { kind: 'double' };
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (share !== undefined) {
    const percent = parsePositiveNumber('--size', share);
    if (percent >= 1 && percent <= 100) return { kind: 'percent', percent };
  } else if (/^\d+$/.test(text)) {
    return { kind: 'long-side', pixels: parseWholeNumber('--size', 16, 100_000, text) };
  }
  throw new AppError('invalid-request', {
    raw: `Expected --size as full, a long side in pixels or 1% to 100%, but received "${text}"`,
  });
}

const metadataChoices = {
  all: { metadata: 'all', keepGps: true },
  'without-gps': { metadata: 'all', keepGps: false },
  copyright: { metadata: 'copyright', keepGps: false },
  none: { metadata: 'none', keepGps: false },
} as const;

function parseMetadata(text: string): (typeof metadataChoices)[keyof typeof metadataChoices] {
  return metadataChoices[oneOf(['all', 'without-gps', 'copyright', 'none'] as const, '--metadata', text)];
}

/** A model is read once, however many photos it enhances. */
export function loadOnce<Value>(load: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const loaded = new Map<string, Promise<Value>>();
  return (id) => {
    const value = loaded.get(id) ?? load(id);
    loaded.set(id, value);
    return value;
  };
}
