import type { ModelCard } from '#contract/model-card';

/** What an adaptation that went well, or did not, would be remembered by. */
export function adaptationCard(isBetter: boolean): ModelCard {
  return {
    base: { id: 'fast', name: 'Fast', sha256: '0'.repeat(64) },
    made: '2026-11-23T10:00:00.000Z',
    photos: [{ name: 'a.jpg', wideId: '1', teleId: '2', isKeptOut: false }],
    leftOut: [],
    steps: 10,
    seconds: 5,
    device: 'cpu',
    phone: {
      blur: { most: 2, least: 1 },
      halo: 0.1,
      sharpening: null,
      unexplained: 0.04,
      gains: [1, 1, 0.5, 0.2],
      noise: [{ level: 0.5, deviation: 0.01 }],
      response: { size: 1, values: [1] },
      zones: [],
      tones: [],
      explained: 0.9,
      pixels: 20_000,
    },
    judgement: {
      consistency: 0.1,
      detail: 0.5,
      withoutReference: 0.1,
      wrongReference: 0,
      places: 9,
      pairsKeptOut: 1,
      isBetter,
      reason: { raw: isBetter ? 'Better.' : 'No better.' },
    },
    isDespiteJudgement: !isBetter,
  };
}
