import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { isWithin, realPlace } from './path-grants.ts';

/**
 * The file at `path` as an answer to GET or HEAD, read as it is sent. 404 unless it is a file that really lies below
 * `folder`, links followed; 405 for another method. `headers` are those of the 200.
 */
export async function sendFile(
  request: Request,
  { folder, path, headers }: { folder: string; path: string; headers: Record<string, string> },
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plainResponse(405, 'Only GET and HEAD are answered here', { allow: 'GET, HEAD' });
  }
  const [root, place] = await Promise.all([realPlace(folder), realPlace(path)]);
  if (root === null || place === null || !isWithin(root, place)) return notFound();
  const facts = await stat(place);
  if (!facts.isFile()) return notFound();
  const body =
    request.method === 'HEAD' ? null : (Readable.toWeb(createReadStream(place)) as ReadableStream<Uint8Array>);
  return new Response(body, {
    headers: { 'content-length': String(facts.size), 'x-content-type-options': 'nosniff', ...headers },
  });
}

export function notFound(): Response {
  return plainResponse(404, 'There is nothing here');
}

/** A short answer in words, never kept by a browser. */
export function plainResponse(status: number, words: string, headers: Record<string, string> = {}): Response {
  return new Response(`${words}\n`, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}
