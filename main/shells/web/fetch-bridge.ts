import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** Node's request as the web's. Throws a TypeError when its address or method is none that the web knows. */
export function toRequest(incoming: IncomingMessage, origin: string): Request {
  const method = incoming.method ?? 'GET';
  const address = new URL(`${origin}${(incoming.url ?? '/').replace(/^[^/].*/, '/')}`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody
    ? { body: Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>, duplex: 'half' }
    : {};
  return new Request(address, { method, headers, ...body } as RequestInit);
}

/** Sends the web's response as Node's. A client that goes away in between is nobody's fault. */
export async function sendResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  // What is left of an unread body would be taken for the next request.
  if (!incoming.complete) response.headers.set('connection', 'close');
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null || incoming.method === 'HEAD') outgoing.end();
  else
    await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), outgoing).catch(() =>
      outgoing.destroy(),
    );
}
