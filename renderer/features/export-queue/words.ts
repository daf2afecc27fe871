import type { BatchCounts, BatchItemState, BatchSettings } from '#contract/batch';
import type { ExportSharpening } from '#contract/export-settings';
import type { JobProgress } from '#contract/jobs';
import { inWords, spoken, write } from '../../words/spoken.ts';

const en = {
  title: 'Export',
  open: 'Export many photos',
  openCount: (photos: number): string => `Export many photos, ${write.whole(photos)} to go`,
  empty: 'Exports run one after the other and go on when this window is closed or the program is started again.',
  form: 'New export',
  preset: 'Preset',
  presetNames: { standard: 'Standard', archive: 'Archive', share: 'For sharing' },
  scope: 'Photos',
  scopes: {
    pairs: 'Pairs that match',
    unexported: 'Pairs not exported yet',
    changed: 'Pairs changed since their export',
    singles: 'Photos without a telephoto',
    chosen: 'What is chosen',
  },
  followsCameras: 'Models that learned the camera',
  followsCamerasHint: 'Photos of a camera that was learned are enhanced with what was learned from it.',
  nameFault: (fault: string): string => `File names: there is no ${fault}.`,
  metadata: 'Metadata',
  metadataChoices: {
    all: 'Keep all',
    'without-gps': 'Without the location',
    copyright: 'Copyright only',
    none: 'None',
  },
  sharpening: 'Sharpening',
  sharpenings: { none: 'None', low: 'Low', standard: 'Standard', high: 'High' } satisfies Record<
    ExportSharpening,
    string
  >,
  crop: 'Part',
  crops: { whole: 'As each is framed', tele: 'What the telephoto saw' } satisfies Record<BatchSettings['crop'], string>,
  conflict: 'If a file of that name is there',
  conflicts: {
    skip: 'Leave it and go on',
    rename: 'Choose another name',
    overwrite: 'Write over it',
    'overwrite-if-changed': 'Write over it if something changed',
  } satisfies Record<BatchSettings['onConflict'], string>,
  name: 'File names',
  nameHint:
    'Made of {name}, {index}, {date}, {time}, {camera}, {width}, {height}, {folder}, {model}; / makes a folder.',
  savePreset: 'Keep these choices as a preset',
  keep: 'Keep',
  start: (photos: number): string => (photos === 1 ? 'Export one photo …' : `Export ${write.whole(photos)} photos …`),
  failed: 'The export could not do that',
  batch: (folder: string): string => `Export to ${folder}`,
  looking: 'Looking at the photos',
  cannot: 'This export cannot go on',
  pause: 'Pause',
  paused: 'Paused',
  resume: 'Resume',
  cancelAll: 'Cancel all',
  retryAll: 'Retry failed',
  forget: 'Take off the list',
  progressLabel: 'Progress of the export',
  progress: ({ label, remainingMs }: JobProgress, photosPerHour: number | null): string =>
    [
      inWords(label),
      ...(photosPerHour === null ? [] : [`${write.whole(photosPerHour)} photos an hour`]),
      ...(remainingMs === null ? [] : [`about ${write.duration(remainingMs)} left`]),
    ].join(', '),
  progressOf: (name: string): string => `Progress of ${name}`,
  itemProgress: ({ label, fraction, remainingMs }: JobProgress): string =>
    [
      inWords(label),
      write.share(fraction),
      ...(remainingMs === null ? [] : [`about ${write.duration(remainingMs)} left`]),
    ].join(' · '),
  states: {
    waiting: 'Waiting',
    running: 'Working',
    done: 'Done',
    skipped: 'Skipped',
    failed: 'Failed',
    cancelled: 'Cancelled',
  } satisfies Record<BatchItemState['name'], string>,
  sooner: (name: string): string => `${name} sooner`,
  later: (name: string): string => `${name} later`,
  cancelOne: (name: string): string => `Cancel ${name}`,
  retryOne: (name: string): string => `Try ${name} again`,
  compareOne: (name: string): string => `Compare ${name} before and after`,
  showOne: (name: string): string => `Show ${name} in its folder`,
  showMore: (count: number): string => `Show ${write.whole(count)} more`,
  hidden: (count: number): string =>
    count === 1 ? '1 photo is not shown' : `${write.whole(count)} photos are not shown`,
  finished: 'The export is finished',
  summary: ({ done, skipped, failed, cancelled }: BatchCounts, elapsedMs: number | null): string =>
    [
      `${write.whole(done)} done`,
      ...(skipped > 0 ? [`${write.whole(skipped)} skipped`] : []),
      ...(failed > 0 ? [`${write.whole(failed)} failed`] : []),
      ...(cancelled > 0 ? [`${write.whole(cancelled)} cancelled`] : []),
    ].join(', ') + (elapsedMs === null ? '' : ` in ${write.duration(elapsedMs)}`),
};

const de: typeof en = {
  title: 'Export',
  open: 'Viele Fotos exportieren',
  openCount: (photos) => `Viele Fotos exportieren, noch ${write.whole(photos)}`,
  empty:
    'Exporte laufen nacheinander und gehen weiter, auch wenn dieses Fenster geschlossen oder das Programm neu gestartet wird.',
  form: 'Neuer Export',
  preset: 'Vorgabe',
  presetNames: { standard: 'Standard', archive: 'Archiv', share: 'Zum Weitergeben' },
  scope: 'Fotos',
  scopes: {
    pairs: 'Paare, die passen',
    unexported: 'Paare, noch nicht exportiert',
    changed: 'Paare, seit dem Export geändert',
    singles: 'Fotos ohne Telebild',
    chosen: 'Was ausgewählt ist',
  },
  followsCameras: 'Modelle, die die Kamera kennen',
  followsCamerasHint:
    'Fotos einer Kamera, die kennengelernt wurde, werden mit dem verbessert, was dabei gelernt wurde.',
  nameFault: (fault) => `Dateinamen: ${fault} gibt es nicht.`,
  metadata: 'Metadaten',
  metadataChoices: {
    all: 'Alle behalten',
    'without-gps': 'Ohne den Ort',
    copyright: 'Nur Urheberrecht',
    none: 'Keine',
  },
  sharpening: 'Schärfen',
  sharpenings: { none: 'Nicht', low: 'Wenig', standard: 'Normal', high: 'Stark' },
  crop: 'Ausschnitt',
  crops: { whole: 'Wie zugeschnitten', tele: 'Was das Tele sah' },
  conflict: 'Wenn es eine Datei dieses Namens schon gibt',
  conflicts: {
    skip: 'Belassen und weitermachen',
    rename: 'Anderen Namen wählen',
    overwrite: 'Überschreiben',
    'overwrite-if-changed': 'Überschreiben, wenn sich etwas geändert hat',
  },
  name: 'Dateinamen',
  nameHint:
    'Aus {name}, {index}, {date}, {time}, {camera}, {width}, {height}, {folder}, {model}; / macht einen Ordner.',
  savePreset: 'Diese Einstellungen als Vorgabe behalten',
  keep: 'Behalten',
  start: (photos) => (photos === 1 ? 'Ein Foto exportieren …' : `${write.whole(photos)} Fotos exportieren …`),
  failed: 'Der Export konnte das nicht tun',
  batch: (folder) => `Export nach ${folder}`,
  looking: 'Die Fotos werden angesehen',
  cannot: 'Dieser Export kann nicht weitergehen',
  pause: 'Anhalten',
  paused: 'Angehalten',
  resume: 'Fortsetzen',
  cancelAll: 'Alles abbrechen',
  retryAll: 'Fehlgeschlagene wiederholen',
  forget: 'Von der Liste nehmen',
  progressLabel: 'Fortschritt des Exports',
  progress: ({ label, remainingMs }, photosPerHour) =>
    [
      inWords(label),
      ...(photosPerHour === null ? [] : [`${write.whole(photosPerHour)} Fotos je Stunde`]),
      ...(remainingMs === null ? [] : [`noch etwa ${write.duration(remainingMs)}`]),
    ].join(', '),
  progressOf: (name) => `Fortschritt von ${name}`,
  itemProgress: ({ label, fraction, remainingMs }) =>
    [
      inWords(label),
      write.share(fraction),
      ...(remainingMs === null ? [] : [`noch etwa ${write.duration(remainingMs)}`]),
    ].join(' · '),
  states: {
    waiting: 'Wartet',
    running: 'In Arbeit',
    done: 'Fertig',
    skipped: 'Ausgelassen',
    failed: 'Gescheitert',
    cancelled: 'Abgebrochen',
  },
  sooner: (name) => `${name} früher`,
  later: (name) => `${name} später`,
  cancelOne: (name) => `${name} abbrechen`,
  retryOne: (name) => `${name} noch einmal versuchen`,
  compareOne: (name) => `${name} vorher und nachher vergleichen`,
  showOne: (name) => `${name} in seinem Ordner zeigen`,
  showMore: (count) => `${write.whole(count)} weitere zeigen`,
  hidden: (count) => (count === 1 ? '1 Foto ist nicht zu sehen' : `${write.whole(count)} Fotos sind nicht zu sehen`),
  finished: 'Der Export ist fertig',
  summary: ({ done, skipped, failed, cancelled }, elapsedMs) =>
    [
      `${write.whole(done)} fertig`,
      ...(skipped > 0 ? [`${write.whole(skipped)} ausgelassen`] : []),
      ...(failed > 0 ? [`${write.whole(failed)} gescheitert`] : []),
      ...(cancelled > 0 ? [`${write.whole(cancelled)} abgebrochen`] : []),
    ].join(', ') + (elapsedMs === null ? '' : ` in ${write.duration(elapsedMs)}`),
};

export type ExportScope = keyof typeof en.scopes;

export const words = spoken({ en, de });
