import { describe, expect, it } from 'vitest';
import { isInsidePolygon, type Point } from '#contract/geometry';
import { overlapMask } from '#core/learning/evaluation/regions';

const size = { width: 40, height: 30 };

describe('overlapMask', () => {
  it('is empty without a polygon, and for one beside the picture', () => {
    expect(overlapMask(size, [])).not.toContain(1);
    expect(
      overlapMask(size, [
        { x: 50, y: 2 },
        { x: 60, y: 2 },
        { x: 60, y: 20 },
      ]),
    ).not.toContain(1);
  });

  it.each<[string, Point[]]>([
    [
      'a rectangle',
      [
        { x: 3, y: 4 },
        { x: 20, y: 4 },
        { x: 20, y: 17 },
        { x: 3, y: 17 },
      ],
    ],
    [
      'a turned one',
      [
        { x: 9.3, y: 1.2 },
        { x: 31.7, y: 8.4 },
        { x: 27.1, y: 27.9 },
        { x: 4.6, y: 20.3 },
      ],
    ],
    [
      'one run the other way',
      [
        { x: 4.6, y: 20.3 },
        { x: 27.1, y: 27.9 },
        { x: 31.7, y: 8.4 },
        { x: 9.3, y: 1.2 },
      ],
    ],
    [
      'one that leaves the picture',
      [
        { x: -9.3, y: -5.2 },
        { x: 51.7, y: 8.4 },
        { x: 27.1, y: 47.9 },
      ],
    ],
  ])('has the pixels whose centres are inside %s', (_, polygon) => {
    const mask = overlapMask(size, polygon);
    const expected = mask.map((_value, index) => {
      const centre = { x: (index % size.width) + 0.5, y: Math.floor(index / size.width) + 0.5 };
      return isInsidePolygon(polygon, centre) ? 1 : 0;
    });
    expect(expected).toContain(1);
    expect(mask).toEqual(expected);
  });
});
