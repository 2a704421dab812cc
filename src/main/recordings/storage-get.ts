import type { UrlGuard } from './url-guard.ts';

export interface StorageGetOptions {
  fetch: typeof globalThis.fetch;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Asked before every request, redirects included. */
  isAllowed: UrlGuard;
  /** Called for every request made, redirects included. */
  onRequest: () => void;
  signal: AbortSignal;
}

const MAX_REDIRECTS = 3;

/**
 * One GET at the storage, its redirects followed by hand so that each address is checked; null when one is not allowed
 * or they do not end. The vendor's key never goes here. Rejects as `fetch` does.
 */
export async function storageGet(options: StorageGetOptions): Promise<Response | null> {
  let { url } = options;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (!(await options.isAllowed(url))) return null;
    options.onRequest();
    const headers = { 'accept-encoding': 'identity', ...options.headers };
    const answer = await options.fetch(url, { headers, redirect: 'manual', signal: options.signal });
    const target = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (!target) return answer;
    await answer.body?.cancel();
    url = URL.parse(target, url)?.href ?? target;
  }
  return null;
}
