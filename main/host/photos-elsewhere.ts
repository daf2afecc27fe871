import { readProjectCopy } from '#core/workspace/project/project-copy';
import type { PathPolicy } from './path-grants.ts';

/** The photos that a saved project names and that lie where nothing was opened yet. Throws as `readProjectCopy` does. */
export async function photosElsewhere(projectPath: string, policy: PathPolicy): Promise<string[]> {
  const { photos } = await readProjectCopy(projectPath);
  const elsewhere: string[] = [];
  for (const { path } of photos) if (!(await policy.mayName(path))) elsewhere.push(path);
  return elsewhere;
}
