import type { Random } from '../../random.ts';
import { drawFrom } from '../draw.ts';
import ranges from '../ranges.json' with { type: 'json' };

/** Share of each pixel of a square that a drawn shape covers: a wavy ellipse, or one side of a line. Edges are a pixel soft. */
export function drawShape(random: Random, side: number): Float32Array {
  const { ellipse, radius, wobble } = ranges.shape;
  const cover = new Float32Array(side * side);
  const x = side / 2 + random.between(-0.3, 0.3) * side;
  const y = side / 2 + random.between(-0.3, 0.3) * side;
  const angle = random.between(0, 2 * Math.PI);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const isEllipse = random.chance(ellipse);
  const [along, across] = [drawFrom(random, radius), drawFrom(random, radius)];
  const wave = drawFrom(random, wobble);
  const waves = random.integer(2, 6);
  const phase = random.between(0, 2 * Math.PI);
  const smaller = Math.min(along, across);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const right = cosine * (column + 0.5 - x) + sine * (row + 0.5 - y);
      const down = cosine * (row + 0.5 - y) - sine * (column + 0.5 - x);
      // Distance inside the outline, exact for the line and near enough for the ellipse's one soft pixel.
      let inside = right;
      if (isEllipse) {
        const distance = Math.hypot(right / along, down / across);
        if (distance > 1 + wave) continue;
        const outline = 1 + wave * Math.sin(waves * Math.atan2(down / across, right / along) + phase);
        inside = (outline - distance) * smaller;
      }
      cover[row * side + column] = Math.min(1, Math.max(0, inside + 0.5));
    }
  }
  return cover;
}
