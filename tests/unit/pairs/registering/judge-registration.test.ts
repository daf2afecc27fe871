import { describe, expect, it } from 'vitest';
import { judgeRegistration, type Evidence } from '#core/pairs/registering/judge-registration';
import type { OverlapRegion } from '#core/pairs/registering/overlap-region';
import { inEnglish } from '../../../support/saying.ts';

const size = { width: 4000, height: 3000 };

interface Change {
  evidence?: Partial<Evidence>;
  region?: Partial<OverlapRegion>;
  agreement?: { share?: number; blocks?: number };
}

function evidence({ evidence: change, region, agreement }: Change = {}): Evidence {
  return {
    wide: size,
    tele: size,
    matches: 400,
    inliers: 300,
    spread: 0.8,
    residual: 0.6,
    placed: {
      region: {
        corners: [],
        overlap: [],
        overlapShare: 0.25,
        teleShare: 1,
        zoom: 2,
        fieldZoom: 2,
        rotation: 0.3,
        perspective: 1.02,
        isPossible: true,
        ...region,
      },
      agreement: { share: 0.9, blocks: 200, likeness: 0.8, ...agreement },
    },
    ...change,
  };
}

describe('judgeRegistration', () => {
  it.each<[string, Change, RegExp]>([
    [
      'too few points',
      { evidence: { inliers: 9 } },
      /not seem to show the same scene: 9 matching points were found, at least 10/,
    ],
    ['one point', { evidence: { inliers: 1 } }, /1 matching point was found/],
    ['no credible place', { evidence: { placed: null } }, /fits nowhere/],
    ['tiny photos', { evidence: { wide: { width: 4000, height: 20 } } }, /too small.*at least 48 pixels/],
    ['pictures that differ', { agreement: { share: 0.14 } }, /only 14 % of the shared area looks the same/],
    ['swapped roles', { region: { fieldZoom: 0.5, zoom: 0.5 } }, /seem swapped: .* 2\.0 times more/],
    ['one lens twice', { region: { fieldZoom: 1.01 } }, /zoom 1\.01/],
    ['hardly any overlap', { region: { teleShare: 0.1 } }, /only 10 % of the tele/],
    ['an impossible bend', { region: { perspective: 5 } }, /bent/],
  ])('fails %s', (_, change, words) => {
    const { verdict, reason } = judgeRegistration(evidence(change));
    expect(verdict).toBe('failed');
    expect(inEnglish(reason)).toMatch(words);
  });

  it.each<[string, Change, RegExp]>([
    ['a quarter turn', { region: { rotation: -90 } }, /turned by 90 degrees/],
    ['little zoom', { region: { fieldZoom: 1.3 } }, /only 1\.30 times/],
    ['much zoom', { region: { fieldZoom: 7 } }, /7\.0 times/],
    ['a tele without more pixels', { region: { zoom: 1 } }, /hardly more pixels/],
    ['half of the tele outside', { region: { teleShare: 0.5 } }, /Only 50 %/],
    ['too little to compare', { agreement: { blocks: 3, share: 0 } }, /too little structure/],
    ['partly different pictures', { agreement: { share: 0.5 } }, /Only 50 % of the shared area/],
    ['few points', { evidence: { matches: 30, inliers: 20 } }, /Only 20 matching points were found/],
    ['contradicting points', { evidence: { matches: 2000 } }, /Only 300 of 2,000/],
    ['points in one corner', { evidence: { spread: 0.1 } }, /close together/],
    ['a coarse fit', { evidence: { residual: 6 } }, /within 6\.0 pixels/],
    ['a strong bend', { region: { perspective: 1.6 } }, /bent a good deal/],
  ])('doubts %s', (_, change, words) => {
    const { verdict, reason } = judgeRegistration(evidence(change));
    expect(verdict).toBe('doubtful');
    expect(inEnglish(reason)).toMatch(words);
  });

  it('is content with a plain fit, at both ends of the zoom range', () => {
    for (const zoom of [1.5, 2, 5]) {
      const { verdict, reason } = judgeRegistration(evidence({ region: { zoom, fieldZoom: zoom } }));
      expect(verdict).toBe('good');
      expect(inEnglish(reason)).toBe(
        'The photos fit: 300 points agree, the alignment is within 0.6 pixels, and 90 % of the shared area looks the same in both.',
      );
    }
  });

  it('lets failures outweigh doubts', () => {
    expect(judgeRegistration(evidence({ region: { rotation: 90 }, agreement: { share: 0.1 } })).verdict).toBe('failed');
  });
});
