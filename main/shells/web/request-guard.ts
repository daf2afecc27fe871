import type { IncomingHttpHeaders } from 'node:http';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the guard looks at. */
interface GuardedRequest {
  method?: string | undefined;
  headers: IncomingHttpHeaders;
}

export interface Refusal {
  status: 401 | 403 | 421;
  words: string;
}

/** Decides who is answered. Each check returns null when there is nothing to refuse. */
export interface RequestGuard {
  /** The request was meant for this server: a foreign name that leads to 127.0.0.1 is DNS rebinding. */
  checkHost(request: GuardedRequest): Refusal | null;
  /** Host, origin and token. `changesSomething` wants the page's own Origin to be named. */
  checkAccess(request: GuardedRequest, changesSomething: boolean): Refusal | null;
  /**
   * The cookie that carries the token from the first page on. Cookies are not kept apart by port: it is named by ours, and sent only to addresses below
   * `place`, which nobody else knows.
   */
  readonly cookie: string;
}

export function createRequestGuard({
  port,
  token,
  place,
}: {
  port: number;
  token: AccessToken;
  /** The folder that all addresses of the page lie in, between slashes. */
  place: string;
}): RequestGuard {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const cookieName = `telewide-${port}`;

  function checkHost({ headers }: GuardedRequest): Refusal | null {
    if (hosts.includes(headers.host ?? '')) return null;
    return { status: 421, words: `Expected a request to ${hosts.join(' or ')}` };
  }

  function checkOrigin({ headers }: GuardedRequest, changesSomething: boolean): Refusal | null {
    const { origin, host } = headers;
    const isOwn = origin === undefined ? !changesSomething : origin === `http://${host ?? ''}`;
    const site = headers['sec-fetch-site'];
    const isFromHere = site === undefined || site === 'same-origin' || site === 'none';
    return isOwn && isFromHere ? null : { status: 403, words: "Expected a request from Telewide's own page" };
  }

  function checkToken({ headers }: GuardedRequest): Refusal | null {
    if (readCookies(headers.cookie, cookieName).some((value) => token.matches(value))) return null;
    return {
      status: 401,
      words: 'Open the address that Telewide printed when it started; it carries the key to this page.',
    };
  }

  return {
    checkHost,
    checkAccess: (request, changesSomething) =>
      checkHost(request) ?? checkOrigin(request, changesSomething) ?? checkToken(request),
    cookie: `${cookieName}=${token.value}; Path=${place}; HttpOnly; SameSite=Strict`,
  };
}

/** Every cookie of that name: a service on another port may have set one, too, and cannot lock us out by it. */
function readCookies(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}

/** The secret of one run of the web shell: who knows it is the person who started it. */
export interface AccessToken {
  readonly value: string;
  /** Takes the same time whatever the candidate is. */
  matches(candidate: string | null): boolean;
}

/** 192 random bits, in characters that need no escaping in an address or a cookie. */
export function createAccessToken(): AccessToken {
  const value = randomBytes(24).toString('base64url');
  const expected = digest(value);
  return { value, matches: (candidate) => timingSafeEqual(digest(candidate ?? ''), expected) };
}

/** Digests have one length, so comparing them does not tell the length of the secret. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
