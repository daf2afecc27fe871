import { describe, expect, it } from 'vitest';
import type { PhotoSummary } from '#contract/photos';
import { idsOfPair } from '#contract/project-commands';
import type { Pair } from '#contract/project-document';
import type { ContentMatch, PhotoContent } from '#core/pairs/registering/compare-contents';
import { gatherSets, type ContentMatcher } from '#core/pairs/finding/gather-sets';
import { photoSummary, secondsAfterNoon } from '../../../support/photo-summary.ts';
import { inEnglish } from '../../../support/saying.ts';

interface Shot {
  name: string;
  folder?: string;
  mm?: number;
  /** Seconds after noon. */
  at?: number;
  size?: [number, number];
}

function photo({ name, folder = '/photos', mm, at, size = [1600, 1200] }: Shot): PhotoSummary {
  const [width, height] = size;
  const known = at === undefined ? {} : { make: 'Maker', model: 'Phone 11', capturedAt: secondsAfterNoon(at, 'Z') };
  return photoSummary(`${folder}/${name}`, { width, height, camera: { focalLength35: mm ?? null, ...known } });
}

const middle = { left: 0.3, top: 0.3, right: 0.7, bottom: 0.7 };
const clear = { place: middle, fieldZoom: 2, teleShare: 1, rotation: 0, inliers: 60, agreement: 0.95, blocks: 60 };

/** A part of a quarter of the width and height, so far from the left and the top. */
function placeAt(left: number, top = 0.3) {
  return { left, top, right: left + 0.25, bottom: top + 0.25 };
}

/** As a comparison says it; of blocks that agree better, one expects that they are more alike. */
function matchOf(tele: 'one' | 'other', told: Partial<Omit<ContentMatch, 'tele'>>): ContentMatch {
  const match = { ...clear, ...told };
  return { likeness: match.agreement, ...match, tele };
}

/** An matcher that knows which photos show what: couples as "wide tele", by name, and how alike they are. */
function eyeFor(alike: Record<string, Partial<Omit<ContentMatch, 'tele'>>>, sharp: Record<string, number> = {}) {
  const looked: string[] = [];
  const compared: string[] = [];
  const names = new Map<PhotoContent, string>();
  const matcher: ContentMatcher = {
    look: async ({ name }) => {
      looked.push(name);
      if (name === 'broken') return null;
      const content = { image: { width: 1, height: 1, data: new Uint8Array(1) } } as PhotoContent;
      names.set(content, name);
      return content;
    },
    sharpness: async ({ name }) => sharp[name] ?? 1,
    compare: async (one, other) => {
      const [first = '', second = ''] = [names.get(one), names.get(other)];
      compared.push(`${first} ${second}`);
      const [ahead, behind] = [alike[`${first} ${second}`], alike[`${second} ${first}`]];
      if (ahead) return matchOf('other', ahead);
      return behind ? matchOf('one', behind) : null;
    },
  };
  return { matcher, looked, compared };
}

async function paired(
  shots: (string | Shot)[],
  alike: Record<string, Partial<Omit<ContentMatch, 'tele'>>>,
  { sharp, ...options }: Partial<Parameters<typeof gatherSets>[1]> & { sharp?: Record<string, number> } = {},
) {
  const photos = shots.map((shot) => photo(typeof shot === 'string' ? { name: shot } : shot));
  const nameOf = (id: string | null): string => photos.find((one) => one.id === id)?.name ?? '';
  const labels: string[] = [];
  const watched = eyeFor(alike, sharp);
  const pairs = await gatherSets(photos, {
    matcher: watched.matcher,
    signal: new AbortController().signal,
    report: (_, label) => labels.push(inEnglish(label)),
    ...options,
  });
  return { ...watched, pairs, labels, names: pairs.map((pair) => idsOfPair(pair).map(nameOf).join('+')) };
}

describe('photos that are no pair', () => {
  it.each([
    ['none', [], {}],
    ['one', ['a'], {}],
    ['strangers', ['a', 'b', 'c'], {}],
    ['those that hardly agree', ['a', 'b'], { 'a b': { agreement: 0.45 } }],
    ['those with too few points', ['a', 'b'], { 'a b': { inliers: 9 } }],
    ['those with too little structure', ['a', 'b'], { 'a b': { blocks: 7 } }],
    ['a part cut out of a photo', ['a', { name: 'b', size: [800, 600] }], { 'a b': {} }],
    [
      'a tele with the shorter focal length',
      [
        { name: 'a', mm: 52 },
        { name: 'b', mm: 26 },
      ],
      { 'a b': {} },
    ],
    ['photos of different folders', ['a', { name: 'b', folder: '/others' }], { 'a b': {} }],
    [
      'what one camera took an hour apart',
      [
        { name: 'a', at: 0 },
        { name: 'b', at: 3600 },
      ],
      { 'a b': {} },
    ],
    ['a broken photo', ['a', 'broken'], { 'a broken': {} }],
  ] as [string, (string | Shot)[], Record<string, Partial<ContentMatch>>][])('%s', async (_, shots, alike) => {
    expect((await paired(shots, alike)).names).toEqual([]);
  });

  it('separated by a person are not even compared', async () => {
    const { compared, looked } = await paired(['a', 'b'], { 'a b': {} }, { mayBePair: () => false });
    expect([compared, looked]).toEqual([[], []]);
  });
});

describe('a pair', () => {
  it('is found whichever comes first, with its reason', async () => {
    const { pairs } = await paired(['IMG-WA0002', 'IMG-WA0001'], { 'IMG-WA0002 IMG-WA0001': { agreement: 0.87 } });
    expect(pairs).toEqual([
      {
        id: '/photos/IMG-WA0002',
        wideId: '/photos/IMG-WA0002',
        teleIds: ['/photos/IMG-WA0001'],
        reason: 'The telephoto shows a part of the wide photo (87 % alike). Counted one right after the other.',
        finding: { sureness: 'likely', clues: [{ kind: 'content', agreement: 0.87 }, { kind: 'numbers' }] },
      },
    ]);
  });

  it('is found across folders where these count as one', async () => {
    const shots = ['a', { name: 'b', folder: '/others' }];
    expect((await paired(shots, { 'a b': {} }, { folderOf: () => '' })).names).toEqual(['a+b']);
  });

  it.each([
    ['possible', [{}, {}], { agreement: 0.6 }],
    ['possible', [{}, {}], { inliers: 20 }],
    ['possible', [{}, {}], { rotation: 90 }],
    ['likely', [{}, {}], {}],
    ['likely', [{ mm: 26 }, { mm: 26 }], {}],
    ['certain', [{ mm: 26 }, { mm: 52 }], {}],
    ['certain', [{ at: 0 }, { at: 15 }], {}],
    ['likely', [{ at: 0 }, { at: 300 }], {}],
  ] as [string, [Partial<Shot>, Partial<Shot>], Partial<ContentMatch>][])(
    'is %s of %j with %j',
    async (sureness, shots, match) => {
      const [wide, tele] = shots;
      const { pairs } = await paired(
        [
          { name: 'a', ...wide },
          { name: 'b', ...tele },
        ],
        { 'a b': match },
      );
      expect(pairs).toMatchObject([{ finding: { sureness } }]);
    },
  );
});

describe('several that could be partners', () => {
  const burst = { '1 4': {}, '2 4': {}, '3 4': {} };

  it('the best by far is taken, and the others stay alone', async () => {
    const { names } = await paired(['1', '2', '3', '4'], {
      ...burst,
      '1 4': { agreement: 0.9 },
      '2 4': { agreement: 0.6 },
      '3 4': { agreement: 0.7 },
    });
    expect(names).toEqual(['1+4']);
  });

  it('the most alike by far is taken where all agree, though it is not the nearest', async () => {
    const alike = { '1 4': { likeness: 0.93 }, '2 4': { likeness: 0.85 }, '3 4': { likeness: 0.87 } };
    expect((await paired(['1', '2', '3', '4'], alike)).names).toEqual(['1+4']);
  });

  it('of equals the nearest by number is taken', async () => {
    expect((await paired(['1', '2', '3', '4'], burst)).names).toEqual(['3+4']);
  });

  it('of equals the nearest by time is taken, where it is known', async () => {
    const times = [8, 0, 2, 9];
    const shots = times.map((at, index) => ({ name: `${index + 1}`, at }));
    expect((await paired(shots, burst)).names).toEqual(['1+4']);
  });

  it('none is taken of two that are equally good and near', async () => {
    const alike = { '1 2': {}, '3 2': { place: placeAt(0.1) } };
    expect((await paired(['1', '2', '3'], alike)).names).toEqual([]);
  });

  it('a wide without a tele comes before one that has one and is nearer by name, of wides from two places', async () => {
    const alike = { '1 2': {}, '1 3': { likeness: 0.8 }, '5 3': { likeness: 0.79, place: placeAt(0.1) } };
    expect((await paired(['1', '2', '3', '4', '5'], alike)).names).toEqual(['1+2', '5+3']);
  });

  it('what is taken leaves others free', async () => {
    const alike = { '1 2': {}, '3 2': { agreement: 0.6 }, '3 4': { agreement: 0.65 } };
    expect((await paired(['1', '2', '3', '4'], alike)).names).toEqual(['1+2', '3+4']);
  });

  it('a photo is in one pair at most', async () => {
    const alike = { '1 2': { agreement: 0.95 }, '2 3': { agreement: 0.8 } };
    expect((await paired(['1', '2', '3'], alike)).names).toEqual(['1+2']);
  });
});

describe('a set', () => {
  const three = {
    '1 2': { place: placeAt(0.1) },
    '1 3': { place: placeAt(0.4) },
    '1 4': { place: placeAt(0.7), agreement: 0.8 },
  };
  const saidOf = (pair?: Pair): string => pair?.reason ?? '';
  const foundBefore = (wideId: string, teleIds: string[], kind: 'names' | 'numbers'): Pair => ({
    ...{ id: wideId, wideId, teleIds, reason: 'told before' },
    finding: { sureness: kind === 'names' ? 'likely' : 'certain', clues: [{ kind }] },
  });

  it('holds every tele that shows another part of its wide', async () => {
    const { names, pairs } = await paired(['1', '2', '3', '4', '5'], three);
    expect(names).toEqual(['1+2+3+4']);
    expect(saidOf(pairs[0])).toBe('3 telephotos show parts of the wide photo (each at least 80 % alike).');
  });

  it('grows when a photo comes that belongs to it, and nothing else is told', async () => {
    const known = [
      foundBefore('/photos/1', ['/photos/2'], 'numbers'),
      foundBefore('/photos/6', ['/photos/7'], 'numbers'),
    ];
    const shots = ['1', '2', '3', '6', '7', '8'];
    const { names, compared } = await paired(shots, { ...three, '6 7': {} }, { known });
    expect(names).toEqual(['1+2+3']);
    expect(compared).not.toContain('1 6');
    expect(compared).not.toContain('6 7');
  });

  it('keeps the sharpest of a burst, or the one that was known, and says which it left out', async () => {
    const burst = { '1 2': {}, '1 3': {}, '1 4': {}, '1 5': { place: placeAt(0) } };
    const shots = ['1', '2', '3', '4', '5'];
    const sharpest = await paired(shots, burst, { sharp: { 2: 0.5, 3: 0.9, 4: 0.6 } });
    expect(sharpest.names).toEqual(['1+3+5']);
    expect(saidOf(sharpest.pairs[0])).toContain('2 more of the same view were left out: 2, 4.');
    const known = [foundBefore('/photos/1', ['/photos/4'], 'numbers')];
    expect((await paired(shots, burst, { known })).names).toEqual(['1+4+5']);
  });

  it('has one wide of a burst, the sharpest, even if another was known', async () => {
    const alike = { '1 4': {}, '2 4': {}, '3 4': {}, '2 5': { place: placeAt(0) }, '1 5': { place: placeAt(0) } };
    const known = [foundBefore('/photos/1', ['/photos/4'], 'numbers')];
    const sharp = { 1: 0.5, 2: 0.9, 3: 0.5 };
    const { names, pairs } = await paired(['1', '2', '3', '4', '5'], alike, { sharp, known });
    expect(names).toEqual(['2+4+5']);
    expect(saidOf(pairs[0])).toContain('2 more of the same view were left out: 1, 3.');
  });

  it('stays two pairs when a pair was taken twice, and becomes one where the second tele shows another part', async () => {
    const alike = { '1 3': {}, '1 4': {}, '2 3': {}, '2 4': {} };
    const certain = [
      foundBefore('/photos/1', ['/photos/4'], 'names'),
      foundBefore('/photos/2', ['/photos/3'], 'names'),
    ];
    const shots = ['1', '2', '3', '4'];
    expect((await paired(shots, alike, { known: certain })).names).toEqual([]);
    const apart = { ...alike, '1 4': { place: placeAt(0) }, '2 4': { place: placeAt(0) } };
    expect((await paired(shots, apart, { known: certain })).names).toEqual(['2+3+4']);
  });

  it('says nothing of photos of another camera, or of another time, that show the same', async () => {
    const shots = [
      { name: '1', at: 0 },
      { name: '2', at: 2 },
      { name: '3', at: 100 },
    ];
    const { pairs } = await paired(shots, { '1 2': {}, '3 2': {} });
    expect(pairs[0]?.finding?.clues.map(({ kind }) => kind)).not.toContain('same-view');
    expect((await paired(['1', { name: '3', at: 4 }, '2'], { '1 2': {}, '3 2': {} })).names).toEqual([]);
  });

  it.each([
    ['an ultra-wide has all, where no main camera says that it is one', [undefined, undefined, undefined], ['1+2+3']],
    ['a main camera keeps its tele, and the ultra-wide stays alone', [13, 26, 77], ['2+3']],
    ['a main camera has the teles of a shorter tele, too', [26, 52, 130], ['1+2+3']],
  ])('of photos that lie in one another: %s', async (_, lengths, wanted) => {
    const shots = lengths.map((mm, index) => ({ name: `${index + 1}`, ...(mm !== undefined && { mm }) }));
    const alike = { '1 2': { place: middle }, '2 3': { place: middle }, '1 3': { place: placeAt(0.4) } };
    expect((await paired(shots, alike)).names).toEqual(wanted);
    const known = [foundBefore('/photos/2', ['/photos/3'], 'numbers')];
    expect((await paired(shots, alike, { known })).names).toEqual(wanted[0] === '2+3' ? [] : wanted);
  });

  it('that only names speak of is looked at like other photos', async () => {
    const known = [foundBefore('/photos/1', ['/photos/2'], 'names')];
    expect((await paired(['1', '2'], { '2 1': {} }, { known })).names).toEqual(['2+1']);
    expect((await paired(['1', '2'], {}, { known })).names).toEqual([]);
  });

  it('of 24 is followed through a long folder, and holds no more', async () => {
    const shots = Array.from({ length: 40 }, (_, index) => `${index + 1}`);
    const teles = shots.slice(1, 30);
    const alike = Object.fromEntries(
      teles.map((name, index) => [`1 ${name}`, { place: placeAt((index % 6) / 8, Math.floor(index / 6) / 8) }]),
    );
    expect((await paired(shots, alike)).names).toEqual([`1+${teles.slice(0, 24).join('+')}`]);
  });
});

describe('many photos', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

  it('up to 24 are all compared with each other, each looked at once', async () => {
    const { compared, looked, labels } = await paired(many(24), {});
    expect(compared).toHaveLength((24 * 23) / 2);
    expect(looked).toHaveLength(24);
    expect(labels.at(-1)).toBe('Comparing photo 24 of 24');
  });

  it('of more, near neighbours are, as people count', async () => {
    const { compared, looked, names } = await paired(many(100).reverse(), { '9 15': {}, '50 60': {} });
    // And the neighbours of photo 15 with its wide.
    expect(compared).toHaveLength(100 * 6 - 21 + 6);
    expect(new Set(looked).size).toBe(100);
    expect(names).toEqual(['9+15']);
  });

  it('near neighbours in time are, however they are called', async () => {
    const shots = many(40).map((name, index) => ({ name, at: ((index * 7) % 40) * 5 }));
    const { names } = await paired(shots, { '1 24': {} });
    // Photo 24 was taken five seconds after the first.
    expect(names).toEqual(['1+24']);
  });

  it('stop when they are cancelled', async () => {
    const controller = new AbortController();
    const report = (fraction: number): void => {
      if (fraction > 0.5) controller.abort();
    };
    const comparing = paired(many(10), {}, { signal: controller.signal, report });
    await expect(comparing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
