import type { Protocol, Session } from 'electron';
import type { Handle } from '../http/handler.ts';
import type { Logger } from '../ports.ts';
import { isAppUrl } from './app-url.ts';

/** Mounts the HTTP handler under `app://earmark`, and refuses `file:` in the same session. */
export function serveAppScheme(session: { protocol: Pick<Protocol, 'handle'> }, handle: Handle, logger: Logger): void {
  session.protocol.handle('app', async (request) => {
    if (!isAppUrl(request.url)) return new Response(null, { status: 404 });
    try {
      return await handle(request);
    } catch (error) {
      // A rejection would reach the page as an opaque ERR_UNEXPECTED.
      logger.error({ err: error }, 'app scheme failed');
      return new Response(null, { status: 500 });
    }
  });
  session.protocol.handle('file', () => new Response(null, { status: 403 }));
}

/** Requests of the page itself never leave the app: only its own scheme, and DevTools where it is open. */
export function blockEgress(session: Pick<Session, 'webRequest'>): void {
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayLoad(details.url) }));
}

/** What the page may ask for. */
export function mayLoad(url: string): boolean {
  if (isAppUrl(url)) return true;
  const inner = url.startsWith('blob:') ? url.slice('blob:'.length) : null;
  if (inner !== null) return isAppUrl(inner);
  return /^(data|devtools):/.test(url);
}
