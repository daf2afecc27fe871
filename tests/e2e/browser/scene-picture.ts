import type { Size } from '#contract/geometry';

/** A part of the scene, in its own units: it is 4 wide and 3 high. */
export interface ScenePart {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const wholeScene: ScenePart = { x: 0, y: 0, width: 4, height: 3 };

/** A harbour at dusk as SVG, sharp at any size: the same scene for a wide, a telephoto and a result. */
export function sceneSvg(part: ScenePart, { width, height }: Size): string {
  const houses = Array.from({ length: 22 }, (_, index) => house(index)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
    viewBox="${part.x} ${part.y} ${part.width} ${part.height}" preserveAspectRatio="none">
    <defs>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#27405e"/><stop offset="0.6" stop-color="#c98d74"/><stop offset="1" stop-color="#f0cf9a"/>
      </linearGradient>
      <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#b98d76"/><stop offset="1" stop-color="#1d2f42"/>
      </linearGradient>
    </defs>
    <rect width="4" height="2.05" fill="url(#sky)"/>
    <circle cx="2.95" cy="1.35" r="0.14" fill="#ffe9bf"/>
    <path d="M0 1.7 L0.7 1.15 L1.2 1.5 L1.9 1.02 L2.7 1.55 L3.3 1.25 L4 1.6 V2.1 H0 Z" fill="#5a5868"/>
    <rect y="2.02" width="4" height="0.98" fill="url(#sea)"/>
    ${houses}${waves()}</svg>`;
}

function house(index: number): string {
  const x = index * 0.185 + 0.01;
  const top = 1.58 - ((index * 7) % 5) * 0.07;
  const wall = ['#3a3440', '#51434a', '#2e3540', '#60504c', '#443b49'][index % 5] ?? '#444';
  const windows = Array.from({ length: 24 }, (_, number) => {
    const [column, row] = [number % 4, Math.floor(number / 4)];
    const isLit = (number * 5 + index * 3) % 7 < 3;
    const y = top + 0.04 + row * 0.075;
    if (y > 1.98) return '';
    return `<rect x="${x + 0.015 + column * 0.04}" y="${y}" width="0.024" height="0.045" fill="${isLit ? '#ffdf9e' : '#20242c'}"/>
      <path d="M${x + 0.027 + column * 0.04} ${y} v0.045" stroke="#1a1a1e" stroke-width="0.003"/>`;
  }).join('');
  return `<rect x="${x}" y="${top}" width="0.175" height="${2.04 - top}" fill="${wall}"/>
    <path d="M${x - 0.008} ${top} l0.0955 -0.07 l0.0955 0.07 Z" fill="#8a4b3c"/>${windows}`;
}

function waves(): string {
  return Array.from({ length: 260 }, (_, index) => {
    const [x, y] = [((index * 37) % 400) / 100, 2.06 + ((index * 53) % 92) / 100];
    const length = 0.03 + (y - 2) * 0.11;
    return `<path d="M${x} ${y} h${length}" stroke="#ffe2b0" stroke-opacity="${0.5 - (y - 2) * 0.35}" stroke-width="${0.003 + (y - 2) * 0.006}"/>`;
  }).join('');
}
