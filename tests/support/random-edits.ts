import { idsOfPair, type ProjectCommand } from '#contract/project-commands';
import type { ProjectDocument } from '#contract/project-document';
import { cropRatios, scaleChoice } from '#contract/project-edits';

const scales = scaleChoice.options.map(({ value }) => value);

/** Any command that a project of a few photos can be given, by chance. `random` gives numbers from 0 to 1. */
export function randomCommand(document: ProjectDocument, random: () => number): ProjectCommand {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)];
  const pair = pick(document.pairs);
  const photo = pick(document.photos);
  if (pair === undefined || photo === undefined || random() < 0.15) {
    const ids = Array.from({ length: 1 + below(3) }, () => `photo-${below(12)}`);
    const photos = [...new Set(ids)].map((id) => ({ id, path: `/photos/${id}-${below(3)}.jpg` }));
    const isPaired = new Set(document.pairs.flatMap(idsOfPair));
    const [wide, ...teles] = photos.filter(({ id }) => !isPaired.has(id));
    const pairs =
      wide === undefined
        ? []
        : [{ id: wide.id, wideId: wide.id, teleIds: teles.map(({ id }) => id), reason: 'Same second' }];
    return { name: 'add-photos', photos, pairs };
  }
  const pairId = pair.id;
  const teleId = pick(pair.teleIds) ?? pairId;
  const commands: (() => ProjectCommand)[] = [
    () => ({ name: 'remove-photo', photoId: photo.id }),
    () => ({ name: 'remove-pairs', pairIds: document.pairs.filter(() => random() < 0.4).map(({ id }) => id) }),
    () => ({ name: 'remove-photos', photoIds: [photo.id] }),
    () => ({ name: 'separate', pairIds: document.pairs.filter(() => random() < 0.4).map(({ id }) => id) }),
    () => ({ name: 'swap-roles', pairId }),
    () => {
      const others = document.photos.filter(({ id }) => id !== photo.id && random() < 0.3);
      const id = random() < 0.5 ? pairId : `pair-${below(5)}`;
      return { name: 'set-pair', pair: { id, wideId: photo.id, teleIds: others.map(({ id }) => id), reason: null } };
    },
    () => ({ name: 'set-registration', pairId, teleId, registration: null }),
    () => ({ name: 'take-out-tele', pairId, teleId }),
    () => ({ name: 'switch-tele', pairId, teleId, isOn: random() < 0.3 }),
    () => ({ name: 'front-tele', pairId, teleId: random() < 0.3 ? null : teleId }),
    () => {
      const pins = Array.from({ length: below(5) }, () => ({
        wide: { x: random() * 4000, y: random() * 3000 },
        tele: { x: random() * 4000, y: random() * 3000 },
      }));
      const origin = random() < 0.5 ? 'hand' : 'refined';
      const homography = [random(), 0, below(900), 0, random(), below(900), random() / 1e6, 0, 1] as const;
      return { name: 'set-registration', pairId, teleId, registration: { homography: [...homography], pins, origin } };
    },
    () => {
      const crop =
        random() < 0.3 ? null : { x: below(99), y: below(9) - 4, width: 1 + below(999), height: 1 + below(99) };
      const straighten = random() < 0.5 ? 0 : random() * 90 - 45;
      return { name: 'set-framing', pairId, framing: { crop, straighten, ratio: pick(cropRatios) ?? 'free' } };
    },
    () => ({
      name: 'set-treatment',
      pairId,
      treatment: { scale: pick(scales) ?? 2, referenceStrength: random(), denoise: random() },
    }),
    () => ({ name: 'set-reference', pairId, useReference: random() < 0.5 }),
    () => (random() < 0.1 ? { name: 'clear' } : { name: 'swap-roles', pairId, teleId }),
  ];
  return pick(commands)?.() ?? { name: 'clear' };
}
