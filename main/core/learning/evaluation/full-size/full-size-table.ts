import { markdownTable } from '../markdown-table.ts';
import type { FullSizeEvaluation } from './measure-full-size.ts';
import { agreementBands } from './window-agreement.ts';

/** One pair as Markdown: a row for each result, correlation and amplitude by band from the finest on, consistency in dB. */
export function fullSizeTable({ name, windows, results }: FullSizeEvaluation): string {
  const [first] = windows;
  if (first === undefined) return `${name}: nowhere do wide and tele fit well enough to be compared.`;
  const bands = agreementBands.map(({ fine, coarse }) => `${fine} to ${coarse}`);
  const head = `${name}, ${windows.length} windows of ${first.width} wide pixels. Against the registered tele, by band (sigma in pixels of the result); consistency with the wide in dB.`;
  const rows = results.map(({ name: label, agreement: { correlation, amplitude, consistency } }) => [
    label,
    ...[...correlation, ...amplitude, consistency].map((value) => value.toFixed(2)),
  ]);
  const columns = ['correlation', 'amplitude'].flatMap((kind) => bands.map((band) => `${kind} ${band}`));
  return `${head}\n\n${markdownTable(['', ...columns, 'consistency'], rows)}`;
}
