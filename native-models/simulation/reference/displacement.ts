import type { Random } from '../../random.ts';
import { drawFrom, drawWhole } from '../draw.ts';
import { createLineFilter, cubicKernel, filterPlane } from '../camera/filter-plane.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { sceneSide } from '../tile-geometry.ts';

/** For each pixel of a square window in the scene's middle, where in the scene (pixel centres at whole numbers) the tele saw what it shows. */
export interface Displacement {
  readonly side: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** A small homography, as registration leaves it, and smooth parallax, all times one of the strengths. */
export function drawDisplacement(
  random: Random,
  side: number,
  strengths: readonly number[] = ranges.displacement.strengths,
): Displacement {
  const model = ranges.displacement;
  const strength = random.pick(strengths);
  const angle = (strength * drawFrom(random, model.degrees) * Math.PI) / 180;
  const scale = 1 + strength * drawFrom(random, model.scale);
  const [cosine, sine] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const [shiftX, shiftY] = [strength * drawFrom(random, model.shift), strength * drawFrom(random, model.shift)];
  const [tiltX, tiltY] = [
    strength * drawFrom(random, model.perspective),
    strength * drawFrom(random, model.perspective),
  ];
  const deviation = strength * drawFrom(random, model.parallax);
  const cells = drawWhole(random, model.cells);
  const x = drawParallax(random, cells, deviation, side);
  const y = drawParallax(random, cells, deviation, side);
  const centre = (sceneSide - 1) / 2;
  for (let row = 0; row < side; row++) {
    const down = row - (side - 1) / 2;
    for (let column = 0; column < side; column++) {
      const right = column - (side - 1) / 2;
      const depth = 1 + tiltX * right + tiltY * down;
      const at = row * side + column;
      x[at] = (cosine * right - sine * down) / depth + centre + shiftX + (x[at] ?? 0);
      y[at] = (sine * right + cosine * down) / depth + centre + shiftY + (y[at] ?? 0);
    }
  }
  return { side, x, y };
}

/** Normal numbers on a grid of cells over the scene, between them a cubic. */
function drawParallax(random: Random, cells: number, deviation: number, side: number): Float32Array {
  const nodes = Float32Array.from({ length: cells * cells }, () => deviation * random.normal());
  const start = (sceneSide - side) / 2;
  const filter = createLineFilter(
    cells,
    side,
    cubicKernel(1),
    (index) => ((start + index + 0.5) * cells) / sceneSide - 0.5,
  );
  const field = new Float32Array(side * side);
  filterPlane(nodes, cells, filter, filter, field);
  return field;
}
