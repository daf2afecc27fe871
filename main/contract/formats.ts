/** By a number, or by a name of CLDR such as `one`. */
export type PluralForms = Readonly<Record<string, string>> & { readonly other: string };

/** Numbers, sizes and times as one language writes them. */
export interface Formats {
  /** A whole number: 12,345. */
  whole: (value: number) => string;
  /** A number with exactly so many digits after the point. */
  decimal: (value: number, digits: number) => string;
  /** A share of 0 to 1 in whole percent. What is more than nothing is never said to be 0 %. */
  share: (share: number) => string;
  /** How far something is, of 0 to 1, in whole percent that are reached: 100 % is said only at the end. */
  progress: (fraction: number) => string;
  /** A number that is percent already; small ones keep a digit. */
  percent: (percent: number) => string;
  /** A gain, always with its sign. */
  decibels: (gain: number) => string;
  /** Width and height in pixels. */
  size: (width: number, height: number) => string;
  /** Bytes in the unit that suits them, powers of 1000 as on every package. */
  bytes: (bytes: number) => string;
  /** How long something took. */
  duration: (milliseconds: number) => string;
  /** How long a computation took: 2.0 ms, 400 ms. */
  milliseconds: (milliseconds: number) => string;
  /** About how much: two digits that count. */
  rough: (value: number) => string;
  /** A number that is not counted in thousands: pixels of a side, a port. */
  plain: (value: number) => string;
  /** Day and time of day. */
  moment: (date: Date) => string;
  /** The form for a number of things, with `#` for the number: of which `other` serves for all. */
  plural: (count: number, forms: PluralForms) => string;
}

/** `locale` is a BCP 47 tag, such as 'en' or 'de'. */
export function createFormats(locale: string): Formats {
  const unit = (value: number, name: string, digits = 0): string =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
      .format(value)
      .replaceAll('\u00a0', ' ');
  const decimal = (value: number, digits: number): string =>
    value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const plain = (value: number): string => value.toLocaleString(locale, { useGrouping: false });
  const plurals = new Intl.PluralRules(locale);
  return {
    decimal,
    plain,
    whole: (value) => decimal(value, 0),
    share: (share) => (share > 0 && share < 0.005 ? '< 1 %' : `${decimal(share * 100, 0)} %`),
    progress: (fraction) => `${Math.floor(fraction * 100)} %`,
    percent: (percent) => `${decimal(percent, percent < 10 ? 1 : 0)} %`,
    decibels: (gain) => `${gain < 0 ? '−' : '+'}${decimal(Math.abs(gain), 2)} dB`,
    size: (width, height) => `${plain(width)} × ${plain(height)}`,
    bytes(bytes) {
      const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
      const value = bytes / 1000 ** power;
      return unit(value, byteUnits[power] ?? 'byte', power > 0 && value < 10 ? 1 : 0);
    },
    duration(milliseconds) {
      const seconds = milliseconds / 1000;
      if (seconds < 9.95) return `${decimal(Math.max(0.1, seconds), 1)} s`;
      const whole = Math.round(seconds);
      if (whole < 60) return `${decimal(whole, 0)} s`;
      const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
      if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
      return `${decimal(Math.floor(minutes / 60), 0)} h ${minutes % 60} min`;
    },
    milliseconds: (milliseconds) => `${decimal(milliseconds, milliseconds < 10 ? 1 : 0)} ms`,
    rough: (value) => value.toLocaleString(locale, { minimumSignificantDigits: 2, maximumSignificantDigits: 2 }),
    plural(count, forms) {
      const whole = Math.round(count);
      return (forms[whole] ?? forms[plurals.select(whole)] ?? forms.other).replace('#', decimal(whole, 0));
    },
    moment: (date) => date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  };
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export const english = createFormats('en-GB');
export const german = createFormats('de-DE');
