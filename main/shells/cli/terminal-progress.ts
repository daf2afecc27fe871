import { speak, type Said } from '#contract/messages';
import { onOneLine } from './print.ts';

/** Progress on stderr: one line that rewrites itself on a terminal, a line per tenth elsewhere. */
export interface TerminalProgress {
  report(fraction: number, label: Said): void;
  end(): void;
}

export const silentProgress: TerminalProgress = { report: () => undefined, end: () => undefined };

export function showProgress(stream: NodeJS.WriteStream): TerminalProgress {
  let begun: { at: number; fraction: number } | null = null;
  let written = 0;
  let tenth = -1;

  /** Work that goes on where it was begins above zero; only what was done since tells how fast it is. */
  function line(fraction: number, label: Said): string {
    begun ??= { at: Date.now(), fraction };
    const share = begun.fraction === 1 ? 1 : (fraction - begun.fraction) / (1 - begun.fraction);
    const percent = String(Math.floor(fraction * 100)).padStart(3);
    return `${percent} %  ${onOneLine(speak(label, 'en'))}${remaining(share, Date.now() - begun.at)}`;
  }

  return {
    report(fraction, label) {
      if (stream.isTTY) {
        const text = line(fraction, label).slice(0, (stream.columns || 80) - 1);
        stream.write(`\r${text.padEnd(written)}`);
        written = text.length;
        return;
      }
      if (Math.floor(fraction * 10) <= tenth) return;
      tenth = Math.floor(fraction * 10);
      stream.write(`${line(fraction, label)}\n`);
    },
    end() {
      if (stream.isTTY && written > 0) stream.write(`\r${' '.repeat(written)}\r`);
      written = 0;
    },
  };
}

function remaining(fraction: number, elapsedMs: number): string {
  if (fraction < 0.05 || fraction === 1 || elapsedMs < 2000) return '';
  const seconds = Math.round((elapsedMs * (1 - fraction)) / fraction / 1000);
  return seconds < 90 ? `, about ${seconds} s left` : `, about ${Math.round(seconds / 60)} min left`;
}
