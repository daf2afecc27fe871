import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawResponse {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** One HTTP request exactly as given: path untidied, any Host and Origin, no cookies kept, no redirect followed. */
export function ask(
  port: number,
  options: { path: string; method?: string; headers?: Record<string, string>; body?: Iterable<Uint8Array> | string },
): Promise<RawResponse> {
  const { path, method = 'GET', headers = {}, body } = options;
  return new Promise((done, fail) => {
    let answered = false;
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      answered = true;
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        done({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
      incoming.on('error', fail);
    });
    // A server that refuses a long body may close while it is still being sent.
    outgoing.on('error', (error) => (answered ? undefined : fail(error)));
    if (typeof body === 'string') outgoing.end(body);
    else {
      for (const chunk of body ?? []) outgoing.write(chunk);
      outgoing.end();
    }
  });
}
