/** A file of the product; its path from the repository, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
}

/** At most so many. A room is a folder; what lies in a folder of another room inside it counts there. */
export interface Budget {
  readonly lines: number;
  readonly files: number;
  readonly rooms: Readonly<Record<string, number>>;
}

export interface RoomSize {
  readonly files: number;
  readonly lines: number;
}

/** The size of each room, and of what lies in none, under `elsewhere`. */
export function measureRooms(sources: readonly SourceFile[], rooms: readonly string[]): Map<string, RoomSize> {
  const deepestFirst = rooms.toSorted((one, other) => other.length - one.length);
  const sizes = new Map<string, RoomSize>(rooms.map((room) => [room, { files: 0, lines: 0 }]));
  for (const { path, lines } of sources) {
    const room = deepestFirst.find((name) => path.startsWith(`${name}/`)) ?? 'elsewhere';
    const size = sizes.get(room) ?? { files: 0, lines: 0 };
    sizes.set(room, { files: size.files + 1, lines: size.lines + lines });
  }
  return sizes;
}

/** A line of text for each room and one for all, and what is above its limit. */
export function describeBudget(
  sizes: ReadonlyMap<string, RoomSize>,
  budget: Budget,
): { table: string[]; faults: string[] } {
  const all = [...sizes.values()];
  const total = {
    files: all.reduce((sum, { files }) => sum + files, 0),
    lines: all.reduce((sum, { lines }) => sum + lines, 0),
  };
  const row = (name: string, { files, lines }: RoomSize, limit: number | undefined): string =>
    `${name.padEnd(28)}${String(files).padStart(5)} files${String(lines).padStart(7)} lines${limit === undefined ? '' : ` of ${limit}`}`;
  return {
    table: [...[...sizes].map(([name, size]) => row(name, size, budget.rooms[name])), row('all', total, budget.lines)],
    faults: [
      ...[...sizes].flatMap(([name, { lines }]) => excess(`Lines of ${name}`, lines, budget.rooms[name])),
      ...excess('Lines', total.lines, budget.lines),
      ...excess('Files', total.files, budget.files),
    ],
  };
}

function excess(what: string, count: number, limit: number | undefined): string[] {
  if (limit === undefined || count <= limit) return [];
  return [
    `${what}: at most ${limit} are allowed, there are ${count}. Take something out, or raise tests/support/line-budget.json and say why.`,
  ];
}
