import { describe, expect, it } from 'vitest';
import type { PhotoSummary } from '#contract/photos';
import { idsOfPair } from '#contract/project-commands';
import type { ContentMatch, PhotoContent } from '#core/pairs/registering/compare-contents';
import { pairByContent, type ContentMatcher } from '#core/pairs/finding/pair-by-content';
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
  const isKnown = at !== undefined;
  return {
    id: `${folder}/${name}`,
    name,
    path: `${folder}/${name}`,
    width: size[0],
    height: size[1],
    format: 'jpeg',
    fileBytes: 1,
    bitDepth: 8,
    colourProfile: 'sRGB',
    hasGps: false,
    camera: {
      make: isKnown ? 'Maker' : null,
      model: isKnown ? 'Phone 11' : null,
      lens: null,
      focalLength: null,
      focalLength35: mm ?? null,
      digitalZoom: null,
      exposureSeconds: null,
      iso: null,
      capturedAt: isKnown ? new Date(Date.UTC(2024, 4, 1, 12) + at * 1000).toISOString() : null,
    },
  };
}

const clear = { fieldZoom: 2, teleShare: 1, rotation: 0, inliers: 60, agreement: 0.95, blocks: 60 };

/** As a comparison says it; of blocks that agree better, one expects that they are more alike. */
function matchOf(tele: 'one' | 'other', told: Partial<Omit<ContentMatch, 'tele'>>): ContentMatch {
  const match = { ...clear, ...told };
  return { likeness: match.agreement, ...match, tele };
}

/** A matcher that knows which photos show what: pairs as "wide tele", by name, and how alike they are. */
function eyeFor(alike: Record<string, Partial<Omit<ContentMatch, 'tele'>>>) {
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
  options: Partial<Parameters<typeof pairByContent>[1]> = {},
) {
  const photos = shots.map((shot) => photo(typeof shot === 'string' ? { name: shot } : shot));
  const nameOf = (id: string | null): string => photos.find((one) => one.id === id)?.name ?? '';
  const labels: string[] = [];
  const watched = eyeFor(alike);
  const pairs = await pairByContent(photos, {
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
    expect((await paired(['1', '2', '3'], { '1 2': {}, '3 2': {} })).names).toEqual([]);
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

describe('many photos', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

  it('up to 24 are all compared with each other, each looked at once', async () => {
    const { compared, looked, labels } = await paired(many(24), {});
    expect(compared).toHaveLength((24 * 23) / 2);
    expect(looked).toHaveLength(24);
    expect(labels.at(-1)).toBe('Comparing photo 24 of 24');
  });

  it('of more, near neighbours are, as people count', async () => {
    const { compared, looked, names } = await paired(many(100).reverse(), { '9 15': {}, '9 16': {}, '50 60': {} });
    expect(compared).toHaveLength(100 * 6 - 21);
    expect(looked).toHaveLength(100);
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
