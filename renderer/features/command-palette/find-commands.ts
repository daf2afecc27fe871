/** A line that can be found by its words. */
export interface Findable {
  title: string;
  group: string;
}

/** The lines that hold every word of what was typed, in any order; those whose title begins with it come first. */
export function findIn<Line extends Findable>(lines: readonly Line[], typed: string): Line[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const found = lines.filter(({ title, group }) => wanted.every((word) => plain(`${title} ${group}`).includes(word)));
  const begins = ({ title }: Line): number => (plain(title).startsWith(wanted.join(' ')) ? 0 : 1);
  return wanted.length === 0 ? found : found.sort((a, b) => begins(a) - begins(b));
}

/** Without capitals and accents: `Überlappung` is found by `uber`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
