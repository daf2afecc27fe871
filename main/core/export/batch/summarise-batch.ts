import type { BatchCounts, BatchItemSnapshot, BatchSnapshot } from '#contract/batch';
import { speak } from '#contract/messages';

/** What a batch came to. */
export interface BatchSummary extends BatchCounts {
  output: string;
  /** Files of the source that are no photos, or were left out as they have no tele. */
  ignored: number;
  seconds: number;
  /** Of finished photos; null without one. */
  photosPerHour: number | null;
  /** Seconds for which the device worked. */
  deviceSeconds: number;
  items: readonly BatchItemSnapshot[];
}

export function summariseBatch(snapshot: BatchSnapshot, seconds: number, deviceSeconds: number): BatchSummary {
  const { counts, ignored, outputFolder, photosPerHour, items } = snapshot;
  return { output: outputFolder, ...counts, ignored, seconds, photosPerHour, deviceSeconds, items };
}

/** The summary for a person: how many of what, and of each failure, the reason. */
export function describeSummary(summary: BatchSummary): string {
  const { done, skipped, failed, cancelled, waiting, ignored, items, seconds, output } = summary;
  const parts = [
    `${done} done`,
    `${skipped} skipped`,
    `${failed} failed`,
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
    ...(waiting > 0 ? [`${waiting} not begun`] : []),
    ...(ignored > 0 ? [`${ignored} other files ignored`] : []),
  ];
  const lines = items.flatMap(({ source, state }) => {
    if (state.name === 'failed') return [`  failed   ${source}: ${speak(state.error.message, 'en')}`];
    if (state.name === 'skipped') return [`  skipped  ${source}: ${speak(state.reason, 'en')}`];
    if (state.name === 'done') return state.losses.map((loss) => `  noted    ${source}: ${speak(loss, 'en')}`);
    return [];
  });
  return [`${output}: ${parts.join(', ')} in ${durationOf(seconds)}`, ...lines].join('\n');
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
