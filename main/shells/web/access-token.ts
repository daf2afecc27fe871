import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

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
