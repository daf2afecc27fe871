import { protocol } from 'electron';
import { createMediaRequests } from '#host/media-requests';
import { createPageFiles } from '#host/page-files';
import { withPageHeaders } from '#host/page-policy';
import { plainResponse } from '#host/send-file';

const scheme = 'telewide';

/** Everything that our own page is made of has this origin. */
export const appOrigin = `${scheme}://app`;

/** Makes the scheme as good as https, with an origin of its own. Only possible before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Answers `telewide://app/…` with the page's files and pixels, and nothing under another host. */
export function serveAppScheme({ pageFolder, dataFolder }: { pageFolder: string; dataFolder: string }): void {
  const page = createPageFiles(pageFolder);
  const media = createMediaRequests(dataFolder);
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url);
    const isOurs = host === 'app';
    const response = isOurs
      ? await (pathname.startsWith('/media/') ? media : page)(request)
      : plainResponse(404, 'There is nothing here');
    return withPageHeaders(response);
  });
}

/** Whether an address belongs to our own page. */
export function isAppAddress(address: string): boolean {
  return address === appOrigin || address.startsWith(`${appOrigin}/`);
}
