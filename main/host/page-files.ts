import { extname, join } from 'node:path';
import { notFound, sendFile } from './send-file.ts';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** The built page below `folder`, `/` being its index. Names are plain; files of unknown kinds are not served. */
export function createPageFiles(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const name = pathname === '/' ? '/index.html' : pathname;
    const type = contentTypes[extname(name)];
    if (type === undefined || !/^(\/[\w-][\w.-]*)+$/.test(name)) return notFound();
    // The build puts a hash of its content into the name of every file below assets.
    const caching = name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
    return sendFile(request, {
      folder,
      path: join(folder, name),
      headers: { 'content-type': type, 'cache-control': caching },
    });
  };
}
