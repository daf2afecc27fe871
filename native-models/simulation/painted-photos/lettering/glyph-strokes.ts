/** One character: its width and its strokes, as polylines [x, y, x, y, …]. Capitals are 1 high, y runs up. */
export interface Glyph {
  readonly width: number;
  readonly strokes: readonly (readonly number[])[];
}

/** The strokes of a character; a blank of half a height when the alphabet lacks it. */
export function glyphOf(character: string): Glyph {
  return alphabet.get(character) ?? { width: 0.3, strokes: [] };
}

/*
 * M x y: start a stroke. L x y: line. Q cx cy x y: curve. A cx cy rx ry from to: arc, degrees, joined to the stroke so far.
 * N: lift the pen. The number before the colon is the width.
 */
const drawings: Record<string, string> = {
  A: '.76:M0 0L.38 1L.76 0M.14 .36L.62 .36',
  B: '.6:M0 0L0 1L.3 1A.3 .765 .25 .235 90 -90L0 .53M.3 .53A.3 .265 .3 .265 90 -90L0 0',
  C: '.74:A.42 .5 .42 .5 48 312',
  D: '.7:M0 0L0 1L.25 1A.25 .5 .45 .5 90 -90L0 0',
  E: '.52:M.52 1L0 1L0 0L.52 0M0 .52L.44 .52',
  F: '.5:M.5 1L0 1L0 0M0 .52L.42 .52',
  G: '.8:A.42 .5 .42 .5 48 325L.78 .45L.48 .45',
  H: '.66:M0 0L0 1M.66 0L.66 1M0 .52L.66 .52',
  I: '0:M0 0L0 1',
  J: '.4:M.4 1L.4 .25A.18 .22 .22 .22 0 -140',
  K: '.62:M0 0L0 1M.58 1L0 .38M.2 .58L.62 0',
  L: '.48:M0 1L0 0L.48 0',
  M: '.82:M0 0L0 1L.41 .22L.82 1L.82 0',
  N: '.68:M0 0L0 1L.68 0L.68 1',
  O: '.84:A.42 .5 .42 .5 0 360',
  P: '.58:M0 0L0 1L.3 1A.3 .73 .28 .27 90 -90L0 .46',
  Q: '.84:A.42 .5 .42 .5 0 360M.5 .25L.82 -.06',
  R: '.62:M0 0L0 1L.3 1A.3 .73 .28 .27 90 -90L0 .46M.3 .46L.62 0',
  S: '.56:A.29 .75 .25 .25 35 270A.29 .25 .27 .25 90 -145',
  T: '.64:M0 1L.64 1M.32 1L.32 0',
  U: '.66:M0 1L0 .33A.33 .33 .33 .33 180 360L.66 1',
  V: '.7:M0 1L.35 0L.7 1',
  W: '1.04:M0 1L.26 0L.52 .92L.78 0L1.04 1',
  X: '.66:M0 0L.66 1M0 1L.66 0',
  Y: '.66:M0 1L.33 .48L.66 1M.33 .48L.33 0',
  Z: '.6:M0 1L.6 1L0 0L.6 0',
  a: '.5:M.5 .68L.5 0NA.25 .34 .25 .34 0 360',
  b: '.5:M0 1L0 0NA.25 .34 .25 .34 0 360',
  c: '.46:A.26 .34 .26 .34 48 312',
  d: '.5:M.5 1L.5 0NA.25 .34 .25 .34 0 360',
  e: '.5:M.01 .35L.5 .35A.26 .34 .25 .34 2 312',
  f: '.32:M.12 0L.12 .8A.3 .8 .18 .2 180 72M0 .66L.3 .66',
  g: '.5:A.25 .34 .25 .34 0 360NM.5 .68L.5 -.08A.26 -.08 .24 .22 0 -150',
  h: '.48:M0 1L0 0NA.24 .43 .24 .25 180 0L.48 0',
  i: '0:M0 .68L0 0M0 .93L0 .94',
  j: '.12:M.12 .68L.12 -.12A-.06 -.12 .18 .18 0 -100M.12 .93L.12 .94',
  k: '.45:M0 1L0 0M.42 .66L0 .24M.15 .4L.45 0',
  l: '0:M0 1L0 0',
  m: '.8:M0 .68L0 0NA.2 .46 .2 .22 180 0L.4 0NA.6 .46 .2 .22 180 0L.8 0',
  n: '.48:M0 .68L0 0NA.24 .43 .24 .25 180 0L.48 0',
  o: '.52:A.26 .34 .26 .34 0 360',
  p: '.5:M0 .68L0 -.3NA.25 .34 .25 .34 0 360',
  q: '.5:M.5 .68L.5 -.3NA.25 .34 .25 .34 0 360',
  r: '.32:M0 .68L0 0NA.24 .42 .24 .25 180 68',
  s: '.44:A.23 .51 .19 .17 40 270A.23 .17 .21 .17 90 -145',
  t: '.34:M.14 .92L.14 .2A.32 .2 .18 .2 180 285M0 .66L.32 .66',
  u: '.48:M0 .68L0 .25A.24 .25 .24 .25 180 360M.48 .68L.48 0',
  v: '.48:M0 .68L.24 0L.48 .68',
  w: '.76:M0 .68L.19 0L.38 .62L.57 0L.76 .68',
  x: '.44:M0 0L.44 .68M0 .68L.44 0',
  y: '.5:M0 .68L.25 .02M.5 .68L.2 -.16Q.13 -.3 -.02 -.28',
  z: '.42:M0 .68L.42 .68L0 0L.42 0',
  '0': '.56:A.28 .5 .28 .5 0 360',
  '1': '.36:M.06 .78L.3 1L.3 0',
  '2': '.56:A.27 .73 .26 .27 160 -35L0 0L.56 0',
  '3': '.54:A.25 .75 .24 .25 150 -90A.26 .25 .28 .25 90 -150',
  '4': '.6:M.42 0L.42 1L0 .3L.6 .3',
  '5': '.54:M.5 1L.1 1L.06 .56A.26 .32 .28 .32 125 -145',
  '6': '.56:M.44 1Q.04 .75 .01 .3NA.28 .3 .27 .3 0 360',
  '7': '.54:M0 1L.54 1L.2 0',
  '8': '.56:A.28 .76 .23 .24 0 360NA.28 .27 .28 .27 0 360',
  '9': '.56:M.12 0Q.52 .25 .55 .7NA.28 .7 .27 .3 0 360',
  '.': '0:M0 .02L0 .03',
  ',': '.04:M.04 .03L0 -.14',
  ':': '0:M0 .05L0 .06M0 .55L0 .56',
  ';': '.04:M.04 .03L0 -.14M.04 .55L.04 .56',
  '!': '0:M0 1L0 .32M0 .03L0 .04',
  '?': '.48:A.24 .75 .23 .25 165 -60L.24 .45L.24 .3M.24 .03L.24 .04',
  '&': '.72:M.7 0L.16 .66A.3 .8 .17 .2 200 -40L.12 .42A.27 .25 .26 .25 140 300L.7 .5',
  "'": '0:M0 1L0 .8',
  '-': '.3:M0 .4L.3 .4',
  '/': '.42:M0 -.1L.42 1.05',
  '·': '0:M0 .42L0 .43',
  '(': '.2:A.4 .45 .4 .65 130 230',
  ')': '.2:A-.2 .45 .4 .65 50 -50',
  '+': '.5:M0 .4L.5 .4M.25 .15L.25 .65',
  '%': '.8:A.16 .8 .16 .2 0 360NA.64 .2 .16 .2 0 360M.12 0L.68 1',
};

const alphabet = new Map<string, Glyph>(
  Object.entries(drawings).map(([character, drawing]) => [character, readDrawing(drawing)]),
);

function readDrawing(drawing: string): Glyph {
  const [width = '0', path = ''] = drawing.split(':');
  const strokes: number[][] = [];
  let pen: number[] | null = null;
  const stroke = (): number[] => {
    if (pen === null) {
      pen = [];
      strokes.push(pen);
    }
    return pen;
  };
  for (const [, command = '', tail = ''] of path.matchAll(/([MLQAN])([^MLQAN]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, from = 0, to = 0] = tail.trim().split(/ +/).map(Number);
    switch (command) {
      case 'M':
        pen = null;
        stroke().push(a, b);
        break;
      case 'L':
        stroke().push(a, b);
        break;
      case 'Q':
        stroke().push(...curve(stroke().slice(-2), [a, b, c, d]));
        break;
      case 'A':
        stroke().push(...arc(a, b, c, d, from, to));
        break;
      default:
        pen = null;
    }
  }
  return { width: Number(width), strokes };
}

function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): number[] {
  const steps = Math.max(2, Math.ceil(Math.abs(to - from) / 18));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  }).flat();
}

function curve([x0 = 0, y0 = 0]: number[], [cx, cy, x1, y1]: [number, number, number, number]): number[] {
  const steps = 8;
  return Array.from({ length: steps }, (_, index) => {
    const t = (index + 1) / steps;
    const s = 1 - t;
    return [s * s * x0 + 2 * s * t * cx + t * t * x1, s * s * y0 + 2 * s * t * cy + t * t * y1];
  }).flat();
}
