import type { SendRequest } from '../ports.ts';

/** The API's way to the network over a `fetch`: Electron's, with which the system's proxy and certificates apply. */
export function sendByFetch(fetch: typeof globalThis.fetch): SendRequest {
  return async ({ url, ...request }) => {
    const { status, headers, body } = await fetch(url, {
      ...request,
      // A redirect is never followed: the key would go where the answer says.
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
    });
    // A failure to cancel what nobody wants changes nothing for the caller.
    return { status, headers, body, discard: () => void body?.cancel().catch(() => undefined) };
  };
}
