import type { ClientRequest, ClientRequestConstructorOptions, Session } from 'electron';

type MakeRequest = (options: ClientRequestConstructorOptions) => Pick<ClientRequest, 'on' | 'end' | 'abort'>;

/**
 * Chromium's network stack as a `fetch`, so that the system's proxy and certificates apply. Never sends or keeps
 * cookies, never caches. `redirect: 'manual'` answers with the redirect itself, which Electron's own fetch turns into
 * an error (electron#43715).
 */
export function createNetFetch(session: Pick<Session, 'fetch'>, makeRequest: MakeRequest): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    try {
      return await session.fetch(request, { credentials: 'omit', cache: 'no-store' });
    } catch (error) {
      if (request.redirect !== 'manual' || !isCancelledRedirect(error)) throw error;
      return askForRedirect(request, makeRequest);
    }
  };
}

function isCancelledRedirect(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Redirect was cancelled');
}

/** Asks once more, only to learn where the redirect leads. GET and HEAD only: nothing else may be sent twice. */
function askForRedirect(request: Request, makeRequest: MakeRequest): Promise<Response> {
  const { method, url, headers, signal } = request;
  if (method !== 'GET' && method !== 'HEAD') throw new TypeError('a redirect was refused');
  const again = makeRequest({
    method,
    url,
    redirect: 'manual',
    credentials: 'omit',
    cache: 'no-store',
    headers: Object.fromEntries(headers),
  });
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      again.abort();
      reject(signal.reason);
    };
    const settle = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    again.on('redirect', (status, _method, location) => {
      settle();
      again.abort();
      resolve(new Response(null, { status, headers: { location } }));
    });
    again.on('response', () => {
      settle();
      again.abort();
      reject(new TypeError('the server changed its mind about a redirect'));
    });
    again.on('error', (error) => {
      settle();
      reject(error);
    });
    again.end();
  });
}
