import { scaleChoice, type ScaleChoice } from '#contract/project-edits';
import { AppError } from '#contract/errors';
import { exportFormat, type ExportFormat } from '#contract/export-settings';
import type { Rectangle } from '#contract/geometry';
import { deviceChoice, precisionChoice, type DeviceChoice, type PrecisionChoice } from '#contract/models';

/** `x,y,width,height` in upright wide pixels. */
export function parseCrop(text: string): Rectangle {
  const numbers = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  const [x, y, width, height] = numbers;
  if (numbers.length !== 4 || x === undefined || y === undefined || !width || !height || numbers.some(Number.isNaN)) {
    throw new AppError('invalid-request', {
      raw: `Expected --crop as x,y,width,height in whole pixels, for example 100,200,1600,1200, but received "${text}"`,
    });
  }
  return { x, y, width, height };
}

export function parseDevice(text: string): DeviceChoice {
  const parsed = deviceChoice.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-request', {
    raw: `Expected --device as one of ${deviceChoice.options.join(', ')}, but received "${text}"`,
  });
}

/** `auto` is what is usual, and leaves nothing to say. */
export function parsePrecision(text: string): { precision?: PrecisionChoice } {
  const precision = oneOf(precisionChoice.options, '--precision', text);
  return precision === 'auto' ? {} : { precision };
}

export function parseScale(text: string): ScaleChoice {
  const scale = oneOf(['2', '3', '4', 'auto'], '--scale', text);
  return scale === 'auto' ? scale : scaleChoice.parse(Number(scale));
}

const formatOfEnding: Record<string, ExportFormat> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  tif: 'tiff',
  tiff: 'tiff',
  webp: 'webp',
  avif: 'avif',
};

/** The format that a file name asks for by its ending. */
export function formatOfFileName(path: string): ExportFormat {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const format = formatOfEnding[ending];
  if (format) return format;
  throw new AppError('invalid-request', {
    raw: `Expected an output file that ends in ${exportFormat.options.join(', ')} (jpg and tif too), but received "${path}"`,
  });
}

export function parseWholeNumber(name: string, from: number, to: number, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new AppError('invalid-request', {
    raw: `Expected ${name} as a whole number from ${from} to ${to}, but received "${text}"`,
  });
}

/** 0 to 100 as a share of 0 to 1. */
export function parsePercent(name: string, text: string): number {
  const percent = text.trim() === '' ? Number.NaN : Number(text);
  if (percent >= 0 && percent <= 100) return percent / 100;
  throw new AppError('invalid-request', { raw: `Expected ${name} as a number from 0 to 100, but received "${text}"` });
}

export function parsePositiveNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new AppError('invalid-request', { raw: `Expected ${name} as a number above 0, but received "${text}"` });
}

/** One of the names that an option may have. */
export function oneOf<Name extends string>(names: readonly Name[], option: string, text: string): Name {
  const name = names.find((one) => one === text);
  if (name !== undefined) return name;
  throw new AppError('invalid-request', {
    raw: `Expected ${option} as one of ${names.join(', ')}, but received "${text}"`,
  });
}
