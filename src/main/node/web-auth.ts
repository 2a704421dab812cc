import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a browser keeps the cookie; it is worthless as soon as this process ends. */
const cookieSeconds = 24 * 60 * 60;

export interface WebAuth {
  /** Put into the printed link; the first browser that opens the link gets the cookie. */
  readonly token: string;
  /** Null when the request may pass, else the answer to give. */
  check(request: Request): Response | null;
}

/**
 * One-time token against cookie. The cookie's name contains the port, because browsers share cookies between all ports
 * of a host. Both secrets are 256 bit, made at start and kept in memory only.
 */
export function createWebAuth(port: number): WebAuth {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const cookieName = `earmark-${port}`;
  let used = false;
  return {
    token,
    check(request) {
      const url = new URL(request.url);
      const offered = url.searchParams.get('token');
      const known = hasCookie(request.headers.get('cookie'), cookieName, session);
      if (offered === null)
        return known ? null : refuse('This page needs the link that Earmark printed when it started.');
      if (request.method !== 'GET' || url.pathname !== '/')
        return refuse('A link with a token opens the start page only.');
      // The same browser may open the printed link again; the token is gone from the address bar either way.
      if (known) return redirectHome(null);
      if (!equal(offered, token))
        return refuse('This link belongs to another run of Earmark; use the one printed last.');
      if (used) return refuse('This link was already used in another browser. Start Earmark again for a new one.');
      used = true;
      return redirectHome(`${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${cookieSeconds}`);
    },
  };
}

function redirectHome(cookie: string | null): Response {
  const response = new Response(null, { status: 303, headers: { Location: '/' } });
  if (cookie !== null) response.headers.set('Set-Cookie', cookie);
  return response;
}

function refuse(sentence: string): Response {
  return new Response(`${sentence}\n`, { status: 401, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

function hasCookie(header: string | null, name: string, value: string): boolean {
  const prefix = `${name}=`;
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix));
  return found !== undefined && equal(found.slice(prefix.length), value);
}

/** Compares in constant time; hashing makes the lengths equal. */
function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
