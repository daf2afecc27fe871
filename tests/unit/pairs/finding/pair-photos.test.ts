import { describe, expect, it } from 'vitest';
import { pairPhotos } from '#core/pairs/finding/pair-photos';
import type { PhotoSummary } from '#contract/photos';
import { idsOfPair } from '#contract/project-commands';
import { photoSummary, secondsAfterNoon } from '../../../support/photo-summary.ts';

interface Shot {
  name: string;
  /** Focal length on 35 mm film; null without EXIF. */
  mm?: number | null;
  /** Seconds after noon; null without EXIF. */
  at?: number | null;
  model?: string | null;
  /** Of the lens itself; null when EXIF does not say. */
  focal?: number | null;
  digital?: number;
  lens?: string;
  /** Distance to UTC. */
  zone?: string;
  size?: [number, number];
  folder?: string;
}

function photo({
  name,
  mm = null,
  at = null,
  model = 'Phone 11',
  focal = null,
  digital,
  lens,
  zone = '+02:00',
  size = [4032, 3024],
  folder = '/photos',
}: Shot): PhotoSummary {
  const [width, height] = size;
  return photoSummary(`${folder}/${name}`, {
    ...{ width, height, format: name.split('.').at(-1) ?? '' },
    camera: {
      ...{ make: model === null ? null : 'Maker', model, lens: lens ?? null },
      ...{ focalLength: focal, focalLength35: mm, digitalZoom: digital ?? null },
      capturedAt: at === null ? null : secondsAfterNoon(at, zone),
    },
  });
}

/** The pairs as "wide+tele", photos alone as their name. */
function paired(shots: Shot[]): string[] {
  const photos = shots.map(photo);
  const nameOf = (id: string | null): string => photos.find((one) => one.id === id)?.name.split('.')[0] ?? '';
  return pairPhotos(photos).map((pair) => idsOfPair(pair).map(nameOf).join('+'));
}

describe('photos that say nothing', () => {
  it('makes nothing of nothing', () => {
    expect(pairPhotos([])).toEqual([]);
  });

  it('leaves photos without EXIF alone', () => {
    expect(paired([{ name: 'a.jpg' }, { name: 'b.jpg' }, { name: 'c.jpg' }])).toEqual(['a', 'b', 'c']);
  });

  it('survives an unreadable time, a focal length of 0 and equal photos', () => {
    const odd = [
      photo({ name: 'a.jpg', mm: 26, at: 0 }),
      photo({ name: 'b.jpg', mm: 0, at: 0 }),
      photo({ name: 'c.jpg', mm: 52 }),
      photo({ name: 'c.jpg', mm: 52 }),
    ];
    const broken = odd.map((one) => ({ ...one, camera: { ...one.camera, capturedAt: '0000:00:00 00:00:00' } }));
    expect(pairPhotos(broken).every(({ teleIds }) => teleIds.length === 0)).toBe(true);
  });
});

describe('exactly two photos', () => {
  it('are no pair because there are no others', () => {
    expect(paired([{ name: 'b.jpg' }, { name: 'a.jpg' }])).toEqual(['b', 'a']);
    expect(paired([{ name: 'a_w.jpg' }, { name: 'a_t.jpg' }])).toEqual(['a_w', 'a_t']);
    const farApart = [
      { name: 'near.jpg', mm: 52, at: 0 },
      { name: 'far.jpg', mm: 26, at: 5000 },
    ];
    expect(paired(farApart)).toEqual(['near', 'far']);
  });
});

describe('what kind of camera', () => {
  const main = { mm: 24, focal: 6.8, lens: 'Phone back camera 6.8mm f/1.8' };
  const tele = { mm: 77, focal: 9, lens: 'Phone back camera 9mm f/2.8' };

  it.each([
    ['that says so', { digital: 2, mm: 48 }],
    ['that is told by the lens alone', { mm: 48 }],
    ['that is told by the ratio alone', { mm: 48, digital: 2, focal: null }],
    ['to a usual focal length', { mm: 35 }],
  ])('a digital zoom of one lens is no tele: %s', (_, zoomed) => {
    expect(
      paired([
        { name: 'IMG_1.jpg', at: 0, ...main },
        { name: 'IMG_2.jpg', at: 3, ...main, ...zoomed },
      ]),
    ).toEqual(['IMG_1', 'IMG_2']);
  });

  it('prefers the whole wide photo to a digital zoom between it and the tele', () => {
    expect(
      paired([
        { name: 'IMG_1.jpg', at: 0, ...main },
        { name: 'IMG_2.jpg', at: 2, ...main, mm: 48, digital: 2 },
        { name: 'IMG_3.jpg', at: 4, ...tele },
      ]),
    ).toEqual(['IMG_1+IMG_3', 'IMG_2']);
  });

  it('takes a digital zoom of another lens for the tele that it is', () => {
    expect(
      paired([
        { name: 'IMG_1.jpg', at: 0, ...main },
        { name: 'IMG_2.jpg', at: 2, ...tele, mm: 120, digital: 1.56 },
      ]),
    ).toEqual(['IMG_1+IMG_2']);
  });

  it.each(['Phone front camera 2.7mm f/1.9', 'Phone front TrueDepth camera', 'selfie lens'])(
    'a photo of the front camera is no wide of a tele: %s',
    (lens) => {
      expect(
        paired([
          { name: 'IMG_1.jpg', at: 0, ...main },
          { name: 'IMG_2.jpg', at: 8, ...tele },
          { name: 'IMG_3.jpg', at: 12, mm: 23, focal: 2.7, lens },
        ]),
      ).toEqual(['IMG_1+IMG_2', 'IMG_3']);
    },
  );

  it.each([
    { name: 'IMG_2.jpg', lens: 'thermal camera' },
    { name: 'FLIR_2.jpg' },
    { name: 'DJI_20240501120000_0002_T.JPG' },
    { name: 'IMG_2.jpg', model: 'FLIR One Pro' },
  ])('a thermal picture is no tele: $name $lens $model', (thermal) => {
    const shots = [
      { name: 'IMG_1.jpg', at: 0, mm: 24 },
      { at: 1, mm: 77, ...thermal },
    ];
    expect(paired(shots.map((shot) => ({ model: thermal.model ?? 'Phone 11', ...shot })))).toHaveLength(2);
  });
});

describe('time zones', () => {
  const wide = { name: 'IMG_1.jpg', mm: 24, at: 3599 };
  const later = { name: 'IMG_3.jpg', mm: 24, at: 9000 };

  it('pairs what was taken at one instant on two clocks, whichever says its zone', () => {
    const tele = { name: 'IMG_2.jpg', mm: 77, at: 3, zone: '+01:00' };
    expect(paired([wide, tele, later])).toEqual(['IMG_1+IMG_2', 'IMG_3']);
    expect(paired([tele, wide, later])).toEqual(['IMG_1+IMG_2', 'IMG_3']);
  });

  it('does not pair what the clocks say alike and the zones an hour apart', () => {
    expect(paired([wide, { name: 'IMG_2.jpg', mm: 77, at: 3603, zone: '+01:00' }, later])).toEqual([
      'IMG_1',
      'IMG_2',
      'IMG_3',
    ]);
  });

  it('believes the clock of a photo that says no zone', () => {
    expect(paired([wide, { name: 'IMG_2.jpg', mm: 77, at: 3602, zone: '' }, later])).toEqual(['IMG_1+IMG_2', 'IMG_3']);
  });
});

describe('by time and focal length', () => {
  it('pairs one camera within seconds and says why', () => {
    const pairs = pairPhotos(
      [
        { name: 'IMG_0001.jpg', mm: 26, at: 0 },
        { name: 'IMG_0002.jpg', mm: 52, at: 14 },
        { name: 'IMG_0003.jpg', mm: 26, at: 400 },
      ].map(photo),
    );
    expect(pairs.map(({ teleIds }) => teleIds)).toEqual([['/photos/IMG_0002.jpg'], []]);
    expect(pairs[0]?.reason).toBe(
      'Taken 14 seconds apart. Taken with the same camera, Phone 11. Focal lengths of 26 mm and 52 mm. Counted one right after the other.',
    );
    expect(pairs[0]?.id).toBe('/photos/IMG_0001.jpg');
    expect(pairs[1]?.reason).toBeNull();
  });

  it('finds each of several pairs, whatever the order and whichever came first', () => {
    expect(
      paired([
        { name: 'W3.jpg', mm: 26, at: 120 },
        { name: 'W1.jpg', mm: 26, at: 0 },
        { name: 'T2.jpg', mm: 77, at: 58 },
        { name: 'T3.jpg', mm: 77, at: 121 },
        { name: 'W2.jpg', mm: 26, at: 60 },
        { name: 'T1.jpg', mm: 77, at: 1 },
      ]),
    ).toEqual(['W3+T3', 'W1+T1', 'W2+T2']);
  });

  it.each([
    ['another phone', { model: 'Phone 12' }],
    ['too late', { at: 21 }],
    ['the same focal length', { mm: 26 }],
    ['too short a tele', { mm: 35 }],
    ['too long a tele', { mm: 240 }],
  ])('does not pair %s', (_, change) => {
    const other = { name: 'c.jpg', mm: 26, at: 9000 };
    expect(paired([{ name: 'a.jpg', mm: 26, at: 0 }, { name: 'b.jpg', mm: 52, at: 2, ...change }, other])).toContain(
      'b',
    );
  });

  it('prefers the main camera over the ultra-wide when three fire in the same second', () => {
    const names = paired([
      { name: 'ultra.jpg', mm: 13, at: 0 },
      { name: 'main.jpg', mm: 26, at: 0 },
      { name: 'far.jpg', mm: 77, at: 0 },
      { name: 'later.jpg', mm: 26, at: 99 },
    ]);
    expect(names).toEqual(['ultra', 'main+far', 'later']);
  });

  it('pairs ultra-wide and main when there is no tele', () => {
    const shots = [
      { name: 'ultra.jpg', mm: 13, at: 0 },
      { name: 'normal.jpg', mm: 26, at: 1 },
      { name: 'later.jpg', mm: 26, at: 99 },
    ];
    expect(paired(shots)).toEqual(['ultra+normal', 'later']);
  });

  it('leaves a burst alone rather than guessing', () => {
    const burst = [0, 0.3, 0.6, 0.9].map((at, index) => ({ name: `burst${'abcd'[index] ?? ''}.jpg`, mm: 26, at }));
    expect(paired([...burst, { name: 'far.jpg', mm: 52, at: 3 }])).toEqual([
      'bursta',
      'burstb',
      'burstc',
      'burstd',
      'far',
    ]);
  });

  it('lets the file number decide within one second', () => {
    const burst = [7, 8, 9].map((number) => ({ name: `IMG_000${number}.jpg`, mm: 26, at: 0 }));
    expect(paired([...burst, { name: 'IMG_0010.jpg', mm: 52, at: 0 }])).toEqual([
      'IMG_0007',
      'IMG_0008',
      'IMG_0009+IMG_0010',
    ]);
  });

  it('leaves an evenly spaced series alone', () => {
    const series = [0, 5, 10, 15].map((at, index) => ({ name: `${index}.jpg`, mm: index % 2 ? 52 : 26, at }));
    expect(paired(series)).toEqual(['0', '1', '2', '3']);
  });

  it('prefers the tele that is held the same way', () => {
    const names = paired([
      { name: 'a.jpg', mm: 26, at: 0 },
      { name: 'upright.jpg', mm: 52, at: 1, size: [3024, 4032] },
      { name: 'level.jpg', mm: 52, at: 4 },
    ]);
    expect(names).toEqual(['a+level', 'upright']);
  });
});

describe('by name', () => {
  it('pairs photos of one folder whose names differ in the camera only', () => {
    const names = paired([
      { name: 'wide.jpg', folder: '/one' },
      { name: 'tele.jpg', folder: '/one' },
      { name: 'wide.jpg', folder: '/two', mm: 28, at: 0 },
      { name: 'tele.jpg', folder: '/two', mm: 28, at: 35 },
      { name: 'shop_main.jpg' },
      { name: 'shop_zoom.jpg' },
      { name: 'Hut 1x.jpg' },
      { name: 'Hut 3x.jpg' },
    ]);
    expect(names).toEqual(['wide+tele', 'wide+tele', 'shop_main+shop_zoom', 'Hut 1x+Hut 3x']);
  });

  it('does not believe names that the focal lengths contradict, or that come more than once', () => {
    expect(
      paired([
        { name: 'a-wide.jpg', mm: 77 },
        { name: 'a-tele.jpg', mm: 26 },
        { name: 'b-wide.jpg' },
        { name: 'b-main.jpg' },
        { name: 'b-tele.jpg' },
      ]),
    ).toEqual(['a-wide', 'a-tele', 'b-wide', 'b-main', 'b-tele']);
  });

  it('makes a set of several teles of one wide, numbered or not', () => {
    const names = [
      'hut wide.jpg',
      'hut tele.jpg',
      'hut zoom.jpg',
      'pass-wide.jpg',
      'pass-tele1.jpg',
      'pass-tele-2.jpg',
    ];
    const numbered = ['a-wide-1.jpg', 'a-tele-1.jpg', 'a-wide-2.jpg', 'a-tele-2.jpg'];
    expect(paired([...names, ...numbered].map((name) => ({ name })))).toEqual([
      'hut wide+hut tele+hut zoom',
      'pass-wide+pass-tele1+pass-tele-2',
      'a-wide-1+a-tele-1',
      'a-wide-2+a-tele-2',
    ]);
  });

  it('does not read a camera into parts of words', () => {
    expect(paired([{ name: 'world.jpg' }, { name: 'sweater.jpg' }, { name: 'television.jpg' }])).toHaveLength(3);
  });
});

describe('thousands of photos', () => {
  it('keeps every photo in exactly one pair and finds all pairs', () => {
    const shots = Array.from({ length: 2000 }, (_, index) => [
      { name: `w${index}.jpg`, mm: 26, at: index * 60 },
      { name: `t${index}.jpg`, mm: 52, at: index * 60 + (index % 9) },
    ]).flat();
    const photos = shots.map(photo);
    const pairs = pairPhotos(photos);
    expect(pairs).toHaveLength(2000);
    expect(new Set(pairs.flatMap(idsOfPair)).size).toBe(4000);
    expect(pairs.every(({ wideId, teleIds }) => teleIds[0] === wideId.replace('/w', '/t'))).toBe(true);
  });

  it('does not compare everything with everything when all carry one time', () => {
    const photos = Array.from({ length: 4000 }, (_, index) =>
      photo({ name: `${index}.jpg`, mm: index % 2 ? 52 : 26, at: 0 }),
    );
    const pairs = pairPhotos(photos);
    expect(new Set(pairs.flatMap(idsOfPair)).size).toBe(4000);
  });
});

describe('how sure it is, and why', () => {
  const findings = (shots: Shot[]) => pairPhotos(shots.map(photo)).flatMap(({ finding }) => finding ?? []);

  it('says every clue', () => {
    const shots = [
      { name: 'IMG_0001.jpg', mm: 26, at: 0 },
      { name: 'IMG_0002.jpg', mm: 65, at: 2 },
      { name: 'IMG_0009.jpg', mm: 26, at: 900 },
    ];
    expect(findings(shots)).toEqual([
      {
        sureness: 'certain',
        clues: [
          { kind: 'time', seconds: 2 },
          { kind: 'camera', model: 'Phone 11' },
          { kind: 'focal-lengths', wide: 26, tele: 65 },
          { kind: 'numbers' },
        ],
      },
    ]);
  });

  it('is less sure the longer between, the stranger the zoom, and without the numbers', () => {
    const surenessAt = (at: number, mm: number, name: string): string | undefined =>
      findings([
        { name: 'IMG_0001.jpg', mm: 26, at: 0 },
        { name, mm, at },
        { name: 'IMG_0900.jpg', mm: 26, at: 900 },
      ])[0]?.sureness;
    expect(surenessAt(3, 65, 'IMG_0002.jpg')).toBe('certain');
    expect(surenessAt(8, 65, 'IMG_0044.jpg')).toBe('likely');
    expect(surenessAt(14, 65, 'IMG_0044.jpg')).toBe('possible');
  });

  it('does not pair what a person separated', () => {
    const two = [photo({ name: 'a.jpg', mm: 26, at: 0 }), photo({ name: 'b.jpg', mm: 52, at: 1 })];
    expect(pairPhotos(two)[0]?.teleIds).toEqual(['/photos/b.jpg']);
    expect(pairPhotos(two, { isApart: () => true }).every(({ teleIds }) => teleIds.length === 0)).toBe(true);
  });
});
