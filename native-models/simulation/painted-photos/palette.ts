import type { Random } from '../../random.ts';
import { mix } from './noise.ts';
import type { Colour } from './canvas.ts';

/** Colours that go together: a few hues, mostly dull, light that varies as it does outdoors. */
export interface Palette {
  readonly draw: (random: Random) => Colour;
}

export function createPalette(random: Random): Palette {
  const hues = Array.from({ length: random.integer(2, 5) }, () => random.next());
  const vividness = random.between(0.25, 1);
  const exposure = random.between(-2, -0.8);
  return {
    draw: (own) => {
      const hue = own.pick(hues) + own.between(-0.05, 0.05);
      const saturation = vividness * own.next();
      // Logarithms of light are about normal in nature.
      const light = Math.min(1, Math.exp(exposure + 0.95 * own.normal()));
      const channel = (shift: number): number =>
        light * mix(1, 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue + shift)), saturation);
      return [channel(0), channel(1 / 3), channel(2 / 3)];
    },
  };
}

/** The same colour in other light. */
export function lit([red, green, blue]: Colour, light: number): Colour {
  return [red * light, green * light, blue * light];
}
