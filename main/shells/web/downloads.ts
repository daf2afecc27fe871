import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadUrl } from '#contract/media-urls';
import { safeFileName } from '#core/export/photo/safe-file-name';
import type { PathGrants } from '#host/path-grants';

/** Where exports wait for the browser to fetch them. */
export interface Downloads {
  /** A new place to save to, which may be written from now on, and the address to fetch it from. */
  makeTicket(suggestedName: string): Promise<{ path: string; downloadUrl: string }>;
}

/** Begins with an empty folder: what an earlier run left there was fetched or is wanted no more. */
export async function openDownloads(folder: string, grants: PathGrants): Promise<Downloads> {
  await rm(folder, { recursive: true, force: true });
  return {
    async makeTicket(suggestedName) {
      const ticket = randomBytes(16).toString('hex');
      const name = safeFileName(suggestedName);
      const path = join(folder, ticket, name);
      await mkdir(join(folder, ticket), { recursive: true });
      grants.grantWrite(path);
      return { path, downloadUrl: downloadUrl(ticket, name) };
    },
  };
}
