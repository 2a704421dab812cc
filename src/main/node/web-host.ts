import { createServer, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Handle } from '../http/handler.ts';
import { isOwnRequest } from '../http/same-origin.ts';
import { secureResponse } from '../http/security-headers.ts';
import type { Logger } from '../ports.ts';
import { createWebAuth } from './web-auth.ts';

export interface WebHostOptions {
  handle: Handle;
  /** 0 = a free one. */
  port: number;
  logger: Logger;
}

export interface WebHost {
  port: number;
  origin: string;
  /** The link with the one-time token. For the user's eyes only: never logged. */
  url: string;
  close(): Promise<void>;
}

/** Serves `handle` on 127.0.0.1 to the browser that was given the token. */
export async function startWebHost({ handle, port, logger }: WebHostOptions): Promise<WebHost> {
  const server = createServer({
    maxHeaderSize: 64 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
  });
  server.maxConnections = 32;
  const actualPort = await listen(server, port);
  const auth = createWebAuth(actualPort);
  const listener = getRequestListener((request) => answer(request, auth.check, handle, logger), {
    overrideGlobalObjects: false,
  });
  server.on('request', (incoming, outgoing) => {
    if (isAddressedToUs(incoming, actualPort)) return void listener(incoming, outgoing);
    outgoing.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
    outgoing.end('Earmark answers only under the address it printed.\n');
  });
  const origin = `http://127.0.0.1:${actualPort}`;
  return { port: actualPort, origin, url: `${origin}/?token=${auth.token}`, close: () => close(server) };
}

async function answer(
  request: Request,
  check: (request: Request) => Response | null,
  handle: Handle,
  logger: Logger,
): Promise<Response> {
  try {
    // Before the token is looked at: another site must not learn whether a guess was right, nor use up the link.
    const own = isOwnRequest(request, new URL(request.url).origin);
    const refusal = own ? check(request) : new Response('This request came from another site.\n', { status: 403 });
    return refusal === null ? await handle(request) : secureResponse(refusal, null);
  } catch (error) {
    logger.error({ err: error }, 'web host failed');
    return secureResponse(new Response('Something went wrong inside Earmark.\n', { status: 500 }), null);
  }
}

/**
 * Against DNS rebinding: exactly one Host header, exactly our address (compared whole, never by prefix), and a request
 * target that is a path, so that nothing else can name the host.
 */
function isAddressedToUs(incoming: IncomingMessage, port: number): boolean {
  const hosts = incoming.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === 'host',
  );
  const [host] = hosts;
  return (
    hosts.length === 1 &&
    (host === `127.0.0.1:${port}` || host === `localhost:${port}`) &&
    incoming.url?.startsWith('/') === true
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port was bound'));
      resolve(address.port);
    });
  });
}

/** Ends event streams and media at once: the page is told by its closed connection. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
