import type { Random } from '../../random.ts';
import { drawFrom } from '../draw.ts';
import ranges from '../ranges.json' with { type: 'json' };
import { referenceSide } from '../tile-geometry.ts';

/** 1 on a half-plane, or inside or outside a rectangle: the overlap's edge or corner runs through the reference. */
export function drawPartialValidity(random: Random): Float32Array {
  const model = ranges.reference;
  const validity = new Float32Array(referenceSide * referenceSide);
  if (random.chance(model.halfPlane)) {
    const angle = (random.integer(0, 3) * Math.PI) / 2 + drawFrom(random, model.tilt);
    const edge = drawFrom(random, model.edge);
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    fill(validity, (x, y) => (x - referenceSide / 2) * cosine + (y - referenceSide / 2) * sine < edge);
    return validity;
  }
  const [left, top] = [drawFrom(random, model.corner), drawFrom(random, model.corner)];
  const [width, height] = [drawFrom(random, model.side), drawFrom(random, model.side)];
  const isInside = random.chance(0.5);
  fill(validity, (x, y) => isInside === (x > left && x < left + width && y > top && y < top + height));
  return validity;
}

function fill(validity: Float32Array, isKnown: (x: number, y: number) => boolean): void {
  for (let row = 0; row < referenceSide; row++)
    for (let column = 0; column < referenceSide; column++)
      validity[row * referenceSide + column] = Number(isKnown(column + 0.5, row + 0.5));
}
