import { lookup } from 'node:dns/promises';
import { isMediaUrlAllowed, isPublicAddress } from '../voicy/signed-url.ts';

/** Says whether a recording's URL may be opened; a URL from outside must not reach into the reader's own network. */
export type UrlGuard = (url: string) => Promise<boolean>;

/** All addresses of a host name, empty when it has none. */
export type Resolve = (host: string) => Promise<string[]>;

const systemResolve: Resolve = async (host) => {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    // No answer is no verdict: behind a proxy names resolve only there, and the request itself will say what is wrong.
    return [];
  }
};

/**
 * A guard for the storage URLs of the vendor at `apiBaseUrl`: https, no credentials, no private address by name or after
 * resolving. A vendor on this machine (the demo, tests) may point to this machine.
 */
export function createUrlGuard(apiBaseUrl: string, resolve: Resolve = systemResolve): UrlGuard {
  const local = isLoopback(new URL(apiBaseUrl).hostname);
  return async (url) => {
    if (!isMediaUrlAllowed(url, apiBaseUrl)) return false;
    const { hostname } = new URL(url);
    if (local && isLoopback(hostname)) return true;
    return (await resolve(hostname)).every(isPublicAddress);
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
