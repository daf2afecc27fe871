import type { Random } from '../../random.ts';
import { drawShare } from '../draw.ts';
import type { CloudTexture } from './cloud-texture.ts';

/** How a surface goes from its first colour (0) to its second (1) at a pixel. */
export type Pattern = (x: number, y: number) => number;

/** Surfaces by name; what repeats does so every 3 to 40 pixels, and edges are a pixel soft. */
export const patterns = {
  plain: (random: Random, clouds: CloudTexture): Pattern => {
    const depth = random.between(0.02, 0.15);
    const [right, down] = [random.between(-1, 1) / 300, random.between(-1, 1) / 300];
    const cloud = moved(random, clouds, 1);
    return (x, y) => 0.3 + right * x + down * y + depth * cloud(x, y);
  },
  clouds: (random: Random, clouds: CloudTexture): Pattern => {
    const cloud = moved(random, clouds, random.between(0.3, 1.5));
    const depth = random.between(0.3, 0.8);
    return (x, y) => 0.5 + depth * cloud(x, y);
  },
  grain: (random: Random, clouds: CloudTexture): Pattern => {
    // Fibres: clouds drawn out along one direction.
    const cloud = moved(random, clouds, 1);
    const [cosine, sine] = direction(random);
    const stretch = random.between(0.04, 0.2);
    const depth = random.between(0.3, 0.8);
    return (x, y) => 0.5 + depth * cloud((cosine * x + sine * y) * stretch, cosine * y - sine * x);
  },
  stripes: (random: Random, clouds: CloudTexture): Pattern => {
    const period = drawPeriod(random);
    const share = random.between(0.3, 0.7);
    const [cosine, sine] = direction(random);
    const cloud = moved(random, clouds, 1);
    const wave = random.chance(0.3) ? random.between(0, 8) : 0;
    return (x, y) => band(cosine * x + sine * y + wave * cloud(x / 4, y / 4), period, share) + 0.1 * cloud(x, y);
  },
  sines: (random: Random): Pattern => {
    const period = drawPeriod(random);
    const [cosine, sine] = direction(random);
    const growth = random.chance(0.5) ? random.between(0, 0.004) : 0;
    return (x, y) => {
      const along = cosine * x + sine * y;
      return 0.5 + 0.5 * Math.sin((2 * Math.PI * along * (1 + growth * along)) / period);
    };
  },
  checks: (random: Random): Pattern => {
    const period = drawPeriod(random);
    const [cosine, sine] = direction(random);
    return (x, y) => {
      const across = band(cosine * x + sine * y, period, 0.5);
      const down = band(cosine * y - sine * x, period, 0.5);
      return across + down - 2 * across * down;
    };
  },
  bricks: (random: Random, clouds: CloudTexture): Pattern => {
    const height = random.between(5, 24);
    const width = height * random.between(1.5, 3.2);
    const joint = random.between(0.08, 0.2);
    const [cosine, sine] = direction(random);
    const cloud = moved(random, clouds, 1);
    return (x, y) => {
      const down = cosine * y - sine * x;
      const row = Math.floor(down / height);
      const along = cosine * x + sine * y + (row & 1) * 0.5 * width;
      const inside = band(down, height, 1 - joint) * band(along, width, 1 - (joint * height) / width);
      return inside * (0.75 + 0.3 * cloud(53 * row, 31 * Math.floor(along / width))) + 0.15 * cloud(x, y);
    };
  },
  dots: (random: Random): Pattern => {
    const period = random.between(4, 30);
    const radius = period * random.between(0.2, 0.42);
    const [cosine, sine] = direction(random);
    return (x, y) => {
      const [along, across] = [cosine * x + sine * y, cosine * y - sine * x];
      const right = along - (Math.floor(along / period) + 0.5) * period;
      const down = across - (Math.floor(across / period) + 0.5) * period;
      return soft(radius - Math.sqrt(right * right + down * down));
    };
  },
  windows: (random: Random, clouds: CloudTexture): Pattern => {
    const [width, height] = [random.between(8, 40), random.between(8, 40)];
    const [shareX, shareY] = [random.between(0.35, 0.75), random.between(0.4, 0.8)];
    const lean = random.between(-0.25, 0.25);
    const cloud = moved(random, clouds, 1);
    return (x, y) => {
      const down = y + lean * x;
      const inside = band(x, width, shareX) * band(down, height, shareY);
      const pane = cloud(71 * Math.floor(x / width), 43 * Math.floor(down / height));
      return inside * (0.8 + 0.5 * pane) + 0.08 * cloud(x, y);
    };
  },
  rings: (random: Random, clouds: CloudTexture): Pattern => {
    const [x0, y0] = [random.between(-200, 700), random.between(-200, 700)];
    const period = drawPeriod(random);
    const cloud = moved(random, clouds, 1);
    const wave = random.between(0, 12);
    return (x, y) => band(Math.hypot(x - x0, y - y0) + wave * cloud(x / 3, y / 3), period, 0.5);
  },
} as const satisfies Record<string, (random: Random, clouds: CloudTexture) => Pattern>;

/** How often each surface is met: mostly those that do not repeat. */
const shares = {
  plain: 0.2,
  clouds: 0.2,
  grain: 0.18,
  stripes: 0.08,
  sines: 0.05,
  checks: 0.05,
  bricks: 0.08,
  dots: 0.04,
  windows: 0.08,
  rings: 0.04,
} as const satisfies Record<keyof typeof patterns, number>;

/** Any surface. */
export function drawPattern(random: Random, clouds: CloudTexture): Pattern {
  return patterns[drawShare(random, shares)](random, clouds);
}

/** Light to dark and back, over a pixel: 1 on the first `share` of every period. */
function band(along: number, period: number, share: number): number {
  const place = along - Math.floor(along / period) * period;
  const length = share * period;
  return soft(Math.min(place, length - place)) + soft(place - period);
}

function soft(inside: number): number {
  return inside < -0.5 ? 0 : inside > 0.5 ? 1 : inside + 0.5;
}

function drawPeriod(random: Random): number {
  return Math.exp(random.between(Math.log(3), Math.log(40)));
}

function direction(random: Random): [number, number] {
  // Upright and level things are common.
  const angle = random.chance(0.4) ? random.between(-0.06, 0.06) : random.between(0, Math.PI);
  return [Math.cos(angle), Math.sin(angle)];
}

/** The same noise elsewhere and at another scale. */
function moved(random: Random, clouds: CloudTexture, scale: number): Pattern {
  const [right, down] = [random.integer(0, 511), random.integer(0, 511)];
  const isMirrored = random.chance(0.5);
  return (x, y) =>
    isMirrored ? clouds.at(y * scale + right, x * scale + down) : clouds.at(x * scale + right, y * scale + down);
}
