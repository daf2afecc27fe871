import { z } from 'zod';
import type { ProjectCommand } from './project-commands.ts';
import { editsOf, type Pair, type ProjectDocument } from './project-document.ts';
import type { Correction } from './project-edits.ts';

/** What an edit did, as far as a menu has to say it. */
export const editNames = [
  'add-photos',
  'remove-photos',
  'pair-photos',
  'separate-photos',
  'swap-roles',
  'clear',
  'open-project',
  'move-tele',
  'insist-on-tele',
  'refine-tele',
  'release-tele',
  'use-tele',
  'leave-tele',
  'front-tele',
  'crop',
  'straighten',
  'use-reference',
  'leave-reference',
  'reference-strength',
  'denoise',
  'copy-settings',
  'scale',
] as const;
export type EditName = (typeof editNames)[number];

export const editLabel = z.object({
  name: z.enum(editNames),
  /** How many photos or pairs it was about. */
  count: z.int().min(0),
  /** The pair that it was about; null when it was about none, or several. */
  pairId: z.string().nullable(),
});
export type EditLabel = z.infer<typeof editLabel>;

/** What can be undone, the latest first, and what can be done again, the next first: the nearest ones of both. */
export interface ProjectHistory {
  done: readonly EditLabel[];
  undone: readonly EditLabel[];
}

/** Edits that a history names in either direction. */
export const maxLabels = 30;

export const emptyHistory: ProjectHistory = { done: [], undone: [] };

/** What a command does to a document, in one word. */
export function labelEdit(document: ProjectDocument, command: ProjectCommand): EditLabel {
  if ('pairId' in command) return { name: nameOfPairEdit(document, command), count: 1, pairId: command.pairId };
  switch (command.name) {
    case 'add-photos':
      return { name: 'add-photos', count: command.photos.length, pairId: null };
    case 'pair-alone':
      return labelPairs(command.pairs);
    case 'remove-photo':
      return { name: 'remove-photos', count: 1, pairId: null };
    case 'remove-photos':
      return { name: 'remove-photos', count: command.photoIds.length, pairId: null };
    case 'separate':
      return labelOf('separate-photos', command.pairIds);
    case 'remove-pairs':
      return { name: 'remove-photos', count: photosIn(document, command.pairIds), pairId: null };
    case 'set-pair': {
      const { id, teleIds } = command.pair;
      return { name: teleIds.length === 0 ? 'separate-photos' : 'pair-photos', count: 1, pairId: id };
    }
    case 'open-project':
      return { name: 'open-project', count: command.document.photos.length, pairId: null };
    case 'clear':
      return { name: 'clear', count: document.photos.length, pairId: null };
    case 'copy-settings':
      return labelOf('copy-settings', command.to);
  }
}

/** Of one pair. */
function nameOfPairEdit(document: ProjectDocument, command: Extract<ProjectCommand, { pairId: string }>): EditName {
  const { straighten, referenceStrength, scale } = editsOf(document, command.pairId);
  switch (command.name) {
    case 'swap-roles':
    case 'front-tele':
      return command.name;
    case 'take-out-tele':
      return 'separate-photos';
    case 'switch-tele':
      return command.isOn ? 'use-tele' : 'leave-tele';
    case 'set-registration':
      return nameOfPlacement(command.registration);
    case 'set-framing':
      return command.framing.straighten === straighten ? 'crop' : 'straighten';
    case 'set-treatment':
      if (command.treatment.scale !== scale) return 'scale';
      return command.treatment.referenceStrength === referenceStrength ? 'denoise' : 'reference-strength';
    case 'set-reference':
      return command.useReference ? 'use-reference' : 'leave-reference';
  }
}

function labelPairs(pairs: readonly Pair[]): EditLabel {
  const [only, ...others] = pairs;
  return { name: 'pair-photos', count: pairs.length, pairId: others.length === 0 ? (only?.id ?? null) : null };
}

function labelOf(name: EditName, pairIds: readonly string[]): EditLabel {
  const [only = null, ...others] = pairIds;
  return { name, count: pairIds.length, pairId: others.length === 0 ? only : null };
}

function photosIn({ pairs }: ProjectDocument, pairIds: readonly string[]): number {
  const ids = new Set(pairIds);
  return pairs.filter(({ id }) => ids.has(id)).reduce((sum, { teleIds }) => sum + 1 + teleIds.length, 0);
}

function nameOfPlacement(registration: Correction | null): EditName {
  if (registration === null) return 'release-tele';
  const names = { hand: 'move-tele', refined: 'refine-tele', insisted: 'insist-on-tele' } as const;
  return names[registration.origin];
}
