import { letterStyles } from '../../../../native-models/simulation/painted-photos/lettering/letter-text.ts';
import { lettering, paragraph, printed, type Ink } from '../materials/printed-matter.ts';
import type { Random } from '../../../../native-models/random.ts';
import type { Colour, Material } from '../rendering/surface.ts';
import { bookTitle, smallPrint, surname } from '../../../../native-models/simulation/painted-photos/words.ts';

const ink: Colour = [0.03, 0.028, 0.026];
const papers: readonly Colour[] = [
  [0.78, 0.7, 0.52],
  [0.82, 0.78, 0.68],
  [0.8, 0.6, 0.3],
];
const brights: readonly Colour[] = [
  [0.62, 0.07, 0.035],
  [0.02, 0.2, 0.3],
  [0.05, 0.24, 0.13],
  [0.7, 0.3, 0.03],
  [0.2, 0.06, 0.2],
];
const months = ['May', 'June', 'September', 'October'] as const;

/** A picture above, a title, a date and small print below. */
export function picturePoster(width: number, height: number, random: Random): Material {
  const paper = random.pick(papers);
  const sky = random.pick(brights);
  const margin = width * 0.06;
  const pictureFoot = height * 0.47;
  const seed = random.integer(0, 99);
  const land: Colour = [sky[0] * 0.25 + 0.02, sky[1] * 0.25 + 0.03, sky[2] * 0.25 + 0.03];
  const nearer: Colour = [land[0] * 0.4, land[1] * 0.4, land[2] * 0.4];
  const inks: Ink[] = [
    {
      kind: 'rectangle',
      x: margin,
      y: pictureFoot,
      width: width - 2 * margin,
      height: height - margin - pictureFoot,
      colour: sky,
    },
    {
      kind: 'disc',
      x: width * random.between(0.35, 0.65),
      y: height * 0.76,
      radius: width * 0.17,
      colour: [0.86, 0.72, 0.4],
    },
    { kind: 'hills', y: pictureFoot + height * 0.05, rise: height * 0.24, colour: land, seed },
    { kind: 'hills', y: pictureFoot - height * 0.02, rise: height * 0.2, colour: nearer, seed: seed + 1 },
    { kind: 'rectangle', x: 0, y: 0, width, height: pictureFoot, colour: paper },
    { kind: 'rectangle', x: 0, y: 0, width: margin, height, colour: paper },
    { kind: 'rectangle', x: width - margin, y: 0, width: margin, height, colour: paper },
    lettering(
      bookTitle(random).toUpperCase(),
      { x: width / 2, y: height * 0.385, size: width * 0.1, align: 'centre', fit: width * 0.88 },
      letterStyles.engraved,
      ink,
    ),
    lettering(
      `An exhibition of works by ${surname(random)} and ${surname(random)}`,
      { x: width / 2, y: height * 0.33, size: width * 0.04, align: 'centre', fit: width * 0.86 },
      letterStyles.italic,
      sky,
    ),
    { kind: 'rectangle', x: width * 0.3, y: height * 0.3, width: width * 0.4, height: 0.003, colour: ink },
    lettering(
      `${random.integer(2, 9)} to ${random.integer(12, 28)} ${random.pick(months)}`,
      { x: width / 2, y: height * 0.235, size: width * 0.065, align: 'centre' },
      letterStyles.bold,
      sky,
    ),
    ...paragraph(
      smallPrint(random, 28),
      { x: width * 0.08, y: height * 0.185, size: width * 0.026, width: width * 0.84, align: 'centre' },
      letterStyles.plain,
      ink,
    ),
  ];
  return printed({ width, height, paper, inks, wear: 0.45 });
}

/** Big letters on colour: a concert, a market. */
export function letterPoster(width: number, height: number, random: Random): Material {
  const ground = random.pick(brights);
  const paper = random.pick(papers);
  const lines = random.pick([
    ['SUMMER', 'NIGHT', 'CONCERT'],
    ['GRAND', 'FLEA', 'MARKET'],
    ['OPEN', 'AIR', 'THEATRE'],
  ] as const);
  const inks: Ink[] = [
    {
      kind: 'frame',
      x: width * 0.035,
      y: width * 0.035,
      width: width * 0.93,
      height: height - width * 0.07,
      line: width * 0.008,
      colour: paper,
    },
    { kind: 'disc', x: width * 0.5, y: height * 0.245, radius: width * 0.17, colour: [0.8, 0.52, 0.1] },
    ...lines.map((line, index) =>
      lettering(
        line,
        { x: width / 2, y: height * (0.82 - 0.145 * index), size: width * 0.19, align: 'centre', fit: width * 0.82 },
        letterStyles.narrow,
        paper,
      ),
    ),
    lettering(
      `${random.integer(1, 28)}`,
      { x: width / 2, y: height * 0.22, size: width * 0.13, align: 'centre' },
      letterStyles.bold,
      ground,
    ),
    lettering(
      random.pick(months).toUpperCase(),
      { x: width / 2, y: height * 0.185, size: width * 0.04, align: 'centre' },
      letterStyles.bold,
      ground,
    ),
    ...paragraph(
      smallPrint(random, 24),
      { x: width * 0.1, y: height * 0.41, size: width * 0.027, width: width * 0.8, align: 'centre' },
      letterStyles.plain,
      paper,
    ),
    lettering(
      `Tickets at ${surname(random)} Books, Quay Street ${random.integer(2, 60)}`,
      { x: width / 2, y: height * 0.065, size: width * 0.03, align: 'centre', fit: width * 0.84 },
      letterStyles.plain,
      paper,
    ),
  ];
  return printed({ width, height, paper: ground, inks, wear: 0.5 });
}

/** A public notice: a heading and a column of small print, or a table of times. */
export function notice(width: number, height: number, random: Random): Material {
  const paper: Colour = [0.84, 0.82, 0.76];
  const left = width * 0.09;
  const inks: Ink[] = [
    { kind: 'rectangle', x: 0, y: height * 0.87, width, height: height * 0.13, colour: random.pick(brights) },
    lettering(
      'TRAM TIMES',
      { x: width / 2, y: height * 0.905, size: width * 0.09, align: 'centre' },
      letterStyles.bold,
      paper,
    ),
  ];
  for (let row = 0; row < 13; row++) {
    const y = height * (0.8 - row * 0.045);
    const minutes = [0, 1, 2, 3].map((part) => String((part * 15 + random.integer(0, 14)) % 60).padStart(2, '0'));
    inks.push(lettering(String(6 + row).padStart(2, '0'), { x: left, y, size: width * 0.042 }, letterStyles.bold, ink));
    inks.push(
      lettering(minutes.join('   '), { x: left + width * 0.2, y, size: width * 0.042 }, letterStyles.plain, ink),
    );
    if (row % 2 === 0) {
      inks.unshift({
        kind: 'rectangle',
        x: width * 0.05,
        y: y - height * 0.012,
        width: width * 0.9,
        height: height * 0.045,
        colour: [0.72, 0.72, 0.68],
      });
    }
  }
  inks.push(
    ...paragraph(
      smallPrint(random, 22),
      { x: left, y: height * 0.17, size: width * 0.026, width: width * 0.82 },
      letterStyles.plain,
      ink,
    ),
  );
  return printed({ width, height, paper, inks, wear: 0.35 });
}

/** A front page: its name, a headline, a picture and four columns. */
export function newspaper(width: number, height: number, random: Random): Material {
  const paper: Colour = [0.74, 0.7, 0.6];
  const column = width * 0.21;
  const inks: Ink[] = [
    lettering(
      'The Harbour Courier',
      { x: width / 2, y: height * 0.91, size: height * 0.045, align: 'centre', fit: width * 0.9 },
      letterStyles.engraved,
      ink,
    ),
    { kind: 'rectangle', x: width * 0.05, y: height * 0.89, width: width * 0.9, height: height * 0.004, colour: ink },
    lettering(
      `Old bridge to open again in ${random.pick(months)}`,
      { x: width / 2, y: height * 0.83, size: height * 0.034, align: 'centre', fit: width * 0.9 },
      letterStyles.bold,
      ink,
    ),
    {
      kind: 'rectangle',
      x: width * 0.28,
      y: height * 0.52,
      width: width * 0.44,
      height: height * 0.27,
      colour: [0.36, 0.35, 0.33],
    },
  ];
  for (let index = 0; index < 4; index++) {
    const isShort = index === 1 || index === 2;
    const size = height * 0.0135;
    const text = paragraph(
      smallPrint(random, isShort ? 70 : 120),
      { x: width * (0.05 + index * 0.235), y: height * (isShort ? 0.48 : 0.77), size, width: column },
      letterStyles.bookish,
      ink,
    );
    inks.push(...text.slice(0, isShort ? 20 : 33));
  }
  return printed({ width, height, paper, inks, wear: 0.25 });
}

/** Chalk on slate: a heading and a list with prices. */
export function chalkboard(
  width: number,
  height: number,
  heading: string,
  entries: readonly string[],
  random: Random,
): Material {
  const chalk: Colour = [0.74, 0.73, 0.68];
  const yellow: Colour = [0.78, 0.62, 0.2];
  const inks: Ink[] = [
    lettering(
      heading,
      { x: width / 2, y: height * 0.82, size: width * 0.13, align: 'centre', fit: width * 0.84 },
      letterStyles.brush,
      yellow,
    ),
    { kind: 'rectangle', x: width * 0.18, y: height * 0.77, width: width * 0.64, height: 0.006, colour: chalk },
    ...entries.flatMap((entry, index) => {
      const y = height * (0.67 - index * 0.1);
      const price = `${random.integer(1, 9)}.${random.pick(['20', '50', '80'])}`;
      return [
        lettering(entry, { x: width * 0.1, y, size: width * 0.062, fit: width * 0.58 }, letterStyles.brush, chalk),
        lettering(price, { x: width * 0.74, y, size: width * 0.062 }, letterStyles.brush, chalk),
      ];
    }),
  ];
  return printed({ width, height, paper: [0.024, 0.027, 0.027], inks, wear: 0.9 });
}

/** A card on a stick: what it is and what it costs. */
export function priceCard(width: number, height: number, name: string, price: string): Material {
  const inks: Ink[] = [
    lettering(
      name,
      { x: width / 2, y: height * 0.64, size: height * 0.2, align: 'centre', fit: width * 0.86 },
      letterStyles.brush,
      ink,
    ),
    lettering(
      price,
      { x: width / 2, y: height * 0.16, size: height * 0.34, align: 'centre', fit: width * 0.86 },
      letterStyles.bold,
      [0.6, 0.04, 0.03],
    ),
  ];
  return printed({ width, height, paper: [0.84, 0.8, 0.66], inks, wear: 0.3 });
}

/** A painted board above a shop: its name in gold, its trade below. */
export function fascia(width: number, height: number, ground: Colour, name: string, trade: string): Material {
  const gold: Colour = [0.78, 0.56, 0.2];
  const inks: Ink[] = [
    { kind: 'frame', x: 0.04, y: 0.04, width: width - 0.08, height: height - 0.08, line: 0.008, colour: gold },
    lettering(
      name.toUpperCase(),
      { x: width / 2 + 0.008, y: height * 0.4 - 0.008, size: height * 0.4, align: 'centre', fit: width * 0.84 },
      letterStyles.engraved,
      [0.005, 0.005, 0.005],
    ),
    lettering(
      name.toUpperCase(),
      { x: width / 2, y: height * 0.4, size: height * 0.4, align: 'centre', fit: width * 0.84 },
      letterStyles.engraved,
      gold,
    ),
    lettering(
      trade.toUpperCase(),
      { x: width / 2, y: height * 0.155, size: height * 0.105, align: 'centre', fit: width * 0.84 },
      letterStyles.plain,
      gold,
    ),
  ];
  return printed({ width, height, paper: ground, inks, gloss: 0.035, wear: 0.35 });
}
