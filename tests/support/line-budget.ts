import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeBudget, measureRooms, type Budget, type SourceFile } from './measure-rooms.ts';

/** `npm run size`: product lines and files per room, against the limits of line-budget.json. Exit code 1 above one of them. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const budget = JSON.parse(readFileSync(join(import.meta.dirname, 'line-budget.json'), 'utf8')) as Budget;
const { table, faults } = describeBudget(measureRooms(readSources(), Object.keys(budget.rooms)), budget);
console.log([...table, ...faults].join('\n'));
process.exitCode = faults.length === 0 ? 0 : 1;

/** Everything that a person has to read to know the product: no tests, no documents, no data. */
function readSources(): SourceFile[] {
  const isSource = /\.(ts|svelte|css|html|py|js|cjs|mjs|sh|nsh)$/;
  const atTheTop = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const inFolders = ['main', 'renderer', 'preload', 'native-models', 'packaging'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return [...atTheTop, ...inFolders]
    .filter((path) => isSource.test(path))
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1,
    }));
}
