import type { Random } from '../../random.ts';
import type { Bounds } from './canvas.ts';

export interface Outline {
  readonly bounds: Bounds;
  /** Pixels inside the outline, negative outside; near the outline a distance. */
  readonly insideAt: (x: number, y: number) => number;
}

/** Outlines of about the given radius around a place, each by its name. */
export const outlines = { ellipse, polygon, blob, strip } as const;

export function ellipse(random: Random, x: number, y: number, radius: number): Outline {
  const other = radius * random.between(0.35, 1);
  const turned = turner(random.between(0, Math.PI), x, y);
  return {
    bounds: around(x, y, radius),
    insideAt: (px, py) => {
      const [u, v] = [turned.along(px, py) / radius, turned.across(px, py) / other];
      return (1 - Math.sqrt(u * u + v * v)) * other;
    },
  };
}

/** Convex, of 3 to 7 sides. */
export function polygon(random: Random, x: number, y: number, radius: number): Outline {
  const sides = random.integer(3, 7);
  const start = random.between(0, 2 * Math.PI);
  const faces = Array.from({ length: sides }, (_, side) => {
    const angle = start + (2 * Math.PI * (side + random.between(-0.25, 0.25))) / sides;
    return { right: Math.cos(angle), down: Math.sin(angle), distance: radius * random.between(0.45, 0.8) };
  });
  return {
    bounds: around(x, y, 2 * radius),
    insideAt: (px, py) => {
      let least = Infinity;
      for (const { right, down, distance } of faces)
        least = Math.min(least, distance - right * (px - x) - down * (py - y));
      return least;
    },
  };
}

/** A circle whose radius waves. */
export function blob(random: Random, x: number, y: number, radius: number): Outline {
  const waves = Array.from({ length: 4 }, (_, at) => ({
    often: at + 2,
    depth: random.between(0, 0.3 / (at + 1)),
    phase: random.between(0, 2 * Math.PI),
  }));
  return {
    bounds: around(x, y, 1.5 * radius),
    insideAt: (px, py) => {
      const angle = Math.atan2(py - y, px - x);
      let outline = 1;
      for (const { often, depth, phase } of waves) outline += depth * Math.sin(often * angle + phase);
      return outline * radius - Math.hypot(px - x, py - y);
    },
  };
}

/** A long band with straight or bent sides. */
export function strip(random: Random, x: number, y: number, radius: number): Outline {
  const half = Math.max(0.7, radius * random.between(0.04, 0.25));
  const bend = random.chance(0.5) ? 0 : random.between(-0.5, 0.5) / radius;
  const turned = turner(random.between(0, Math.PI), x, y);
  return {
    bounds: around(x, y, 1.6 * radius),
    insideAt: (px, py) => {
      const along = turned.along(px, py);
      const aside = turned.across(px, py) - bend * along * along;
      return Math.min(half - Math.abs(aside), radius - Math.abs(along));
    },
  };
}

function turner(
  angle: number,
  x: number,
  y: number,
): { along: (px: number, py: number) => number; across: (px: number, py: number) => number } {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return {
    along: (px, py) => cosine * (px - x) + sine * (py - y),
    across: (px, py) => cosine * (py - y) - sine * (px - x),
  };
}

function around(x: number, y: number, reach: number): Bounds {
  return { left: x - reach, top: y - reach, right: x + reach + 1, bottom: y + reach + 1 };
}
