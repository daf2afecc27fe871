import { AppError } from '#contract/errors';
import { say } from '#contract/messages';
import { emptyProject } from '#contract/project-document';

type Saved = Readonly<Record<string, unknown>>;

/** The n-th leads from version n + 1 to the next. A new version adds one and keeps the others for ever. */
const migrations: readonly ((saved: Saved) => Saved)[] = [
  // What a person edits of a pair came with version 2.
  (saved) => ({ ...saved, version: 2, edits: {} }),
  // Photos that stay apart because a person separated them came with version 3.
  (saved) => ({ ...saved, version: 3, separated: [] }),
  // Why a photo cannot be read was English text before version 4; the document still takes that.
  (saved) => ({ ...saved, version: 4 }),
  // A pair had one tele at most before version 5, and its edits one registration.
  (saved) => withTeles(saved),
];

/**
 * A saved project as this version has it; what it says otherwise is not looked at. Throws AppError `unsupported-format`
 * for a later version, a TypeError for what is no project at all.
 */
export function migrateProject(json: unknown): unknown {
  const version = versionOf(json);
  if (version > emptyProject.version) {
    throw new AppError('unsupported-format', say('program.newer-project', { known: emptyProject.version, version }));
  }
  return migrations.slice(version - 1).reduce((saved, migrate) => migrate(saved), json as Saved);
}

function versionOf(json: unknown): number {
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && Number.isInteger(version) && version >= 1) return version;
  throw new TypeError(`Expected a project with a version, received ${JSON.stringify(json)?.slice(0, 80) ?? 'nothing'}`);
}

interface OldPair {
  readonly id: string;
  readonly teleId: string | null;
}

/** The same object for the same pair, so that documents that differ in little are compared in no time. */
const migratedPairs = new WeakMap<object, object>();

function withTeles(saved: Saved): Saved {
  const pairs = saved.pairs as readonly OldPair[];
  const edits = Object.entries(saved.edits as Record<string, { registration?: unknown }>);
  const teleOf = new Map(edits.length === 0 ? [] : pairs.map(({ id, teleId }) => [id, teleId]));
  return {
    ...saved,
    version: 5,
    pairs: pairs.map(withTelesOf),
    edits: Object.fromEntries(
      edits.map(([id, { registration = null, ...others }]) => {
        const tele = teleOf.get(id) ?? null;
        const corrections = tele === null || registration === null ? {} : { [tele]: registration };
        return [id, { ...others, scale: 2, corrections, telesOff: [], teleInFront: null }];
      }),
    ),
  };
}

function withTelesOf(pair: OldPair): object {
  const { teleId, ...others } = pair;
  const migrated = migratedPairs.get(pair) ?? { ...others, teleIds: teleId === null ? [] : [teleId] };
  migratedPairs.set(pair, migrated);
  return migrated;
}
