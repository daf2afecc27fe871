import type { Random } from '../../random.ts';

/** Invented names and sentences for signs, posters and books; none belongs to anybody. */
const firstParts = [
  'The Silent',
  'A Winter',
  'The Glass',
  'Letters from the',
  'Beyond the',
  'The Last',
  'Notes on a',
  'The Hidden',
  'An Island',
  'The Paper',
  'Under the',
  'A Small',
  'The Copper',
  'Maps of the',
] as const;
const secondParts = [
  'Harbour',
  'Orchard',
  'Lighthouse',
  'Garden',
  'Meridian',
  'Clockmaker',
  'Valley',
  'Archive',
  'Sparrow',
  'Mountain',
  'Voyage',
  'Library',
  'Tides',
  'River',
  'Cartographer',
  'Summer',
] as const;
const surnames = [
  'Alder',
  'Marlowe',
  'Quill',
  'Hartwell',
  'Lindqvist',
  'Okoro',
  'Pemberton',
  'Rossi',
  'Tanaka',
  'Vance',
  'Whitlock',
  'Zeller',
  'Moreau',
  'Brandt',
  'Castellan',
  'Ferrow',
] as const;

export function bookTitle(random: Random): string {
  return `${random.pick(firstParts)} ${random.pick(secondParts)}`;
}

export function surname(random: Random): string {
  return random.pick(surnames);
}

export function shopName(random: Random): { name: string; trade: string } {
  const trades = [
    { name: 'Books', trade: 'Rare books · Maps · Prints · Fine paper' },
    { name: 'Stationers', trade: 'Inks · Pens · Paper by the sheet' },
    { name: 'Antiques', trade: 'Clocks · Barometers · Curious objects' },
  ] as const;
  const { name, trade } = random.pick(trades);
  return { name: `${random.pick(surnames)} ${name}`, trade };
}

export function grocerName(random: Random): string {
  return `${random.pick(surnames)} & ${random.pick(['Sons', 'Daughters', 'Company'])}`;
}

/** Small print of about the given number of words. */
export function smallPrint(random: Random, words: number): string {
  const sentences = [
    'Doors open half an hour before the first performance.',
    'Tickets may be had at the counter or from the caretaker.',
    'Children under twelve are welcome free of charge.',
    'The collection is shown in the upper rooms until the end of the month.',
    'Please leave umbrellas and large bags at the cloakroom.',
    'With works lent by friends of the town museum.',
    'In case of rain the concert will move to the old assembly hall.',
    'Tea and cake are served in the courtyard from three until six.',
    'Printed on the quay with ink of our own making.',
  ] as const;
  const text: string[] = [];
  while (text.length < words) text.push(...random.pick(sentences).split(' '));
  return text.join(' ');
}
