import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { type AppErrorCode, isAppError } from '#shared/model/errors.ts';
import type { Logger } from '../ports.ts';
import { type HandoutFiles, handoutRoutes } from './handout-routes.ts';
import type { MediaStore, MediaStream, StoredFile } from './media-store.ts';
import { readBody } from './read-body.ts';
import { isOwnRequest } from './same-origin.ts';
import { secureResponse } from './security-headers.ts';
import { sendFile } from './send-file.ts';
import { sendStream } from './send-stream.ts';
import { readUiFile, withNonce } from './ui-files.ts';

const maxPeaksBytes = 16 * 1024 * 1024;
const maxRpcBytes = 1024 * 1024;
const callIdPattern = /^[A-Za-z0-9._:-]{1,200}$/;

export interface HandlerOptions {
  /** Folder of the built renderer. */
  ui: string;
  media: MediaStore;
  handouts: HandoutFiles;
  /** Answers `/rpc/*`; null where procedures travel another way (Electron's message port). */
  rpc: ((request: Request) => Promise<Response | null>) | null;
  policy: {
    /** The origin that the UI has for this request. */
    ownOrigin(request: Request): string;
  };
  logger: Logger;
}

export type Handle = (request: Request) => Promise<Response>;

interface Env {
  Bindings: { nonce: string };
}

/** The one HTTP surface of both hosts: UI files, recordings, peaks and (web host only) procedures. */
export function createHandler(options: HandlerOptions): Handle {
  const app = createRoutes(options);
  return async (request) => {
    if (!isOwnRequest(request, options.policy.ownOrigin(request))) {
      return secureResponse(plain(403, 'This request came from another site and was refused.'), null);
    }
    const nonce = randomBytes(16).toString('base64url');
    const response = await app.fetch(request, { nonce });
    return secureResponse(response, response.headers.get('content-type')?.startsWith('text/html') ? nonce : null);
  };
}

function createRoutes({ ui, media, handouts, rpc, logger }: HandlerOptions): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error) => {
    if (isAppError(error)) return plain(statusOf(error.code), error.message);
    logger.error({ err: error }, 'http request failed');
    return plain(500, 'Something went wrong inside Earmark; its log has the details.');
  });
  app.notFound(() => plain(404, 'There is nothing here.'));

  app.get('/recordings/:callId', (c) => {
    const form = c.req.query('as') === 'sent' ? 'sent' : 'seekable';
    return sendStored(c.req.raw, c.req.param('callId'), (id) => media.findRecording(id, form));
  });
  app.all('/recordings/*', () => notAllowed('GET, HEAD'));
  app.get('/peaks/:callId', (c) => sendStored(c.req.raw, c.req.param('callId'), (id) => media.findPeaks(id)));
  app.post('/peaks/:callId', (c) => acceptPeaks(c.req.raw, c.req.param('callId'), media));
  app.all('/peaks/*', () => notAllowed('GET, HEAD, POST'));
  handoutRoutes(app, handouts);
  app.all('/rpc/*', (c) => answerRpc(c.req.raw, rpc));

  app.get('/*', async (c) => {
    const path = new URL(c.req.url).pathname;
    const file = await readUiFile(ui, path);
    if (file === null) return plain(404, 'There is nothing here.');
    const body = file.type.startsWith('text/html') ? withNonce(file.bytes, c.env.nonce) : Buffer.from(file.bytes);
    return new Response(c.req.raw.method === 'HEAD' ? null : body, {
      headers: { 'Content-Type': file.type, 'Content-Length': String(Buffer.byteLength(body)) },
    });
  });
  app.all('/*', () => notAllowed('GET, HEAD'));
  return app;
}

async function sendStored(
  request: Request,
  callId: string,
  find: (callId: string) => Promise<StoredFile | MediaStream | null>,
): Promise<Response> {
  if (!callIdPattern.test(callId)) return plain(400, 'That is not a call id.');
  const found = await find(callId);
  const response =
    found === null ? null : 'path' in found ? await sendFile(request, found) : sendStream(request, found);
  return response ?? plain(404, 'There is no such file for this call.');
}

async function acceptPeaks(request: Request, callId: string, media: MediaStore): Promise<Response> {
  if (!callIdPattern.test(callId)) return plain(400, 'That is not a call id.');
  if (mediaType(request) !== 'application/octet-stream') return plain(415, 'Peaks are application/octet-stream.');
  const bytes = await readBody(request, maxPeaksBytes);
  if (bytes === null) return plain(413, 'Peaks have at most 16 MB.');
  if (bytes.byteLength === 0) return plain(400, 'There were no peaks in this request.');
  await media.acceptPeaks(callId, bytes);
  return new Response(null, { status: 204 });
}

async function answerRpc(request: Request, rpc: HandlerOptions['rpc']): Promise<Response> {
  if (rpc === null) return plain(404, 'There is nothing here.');
  if (request.method !== 'POST') return notAllowed('POST');
  const type = mediaType(request);
  // A form post of another site can never be JSON without a preflight, and no preflight is ever answered.
  if (type !== null && type !== 'application/json') return plain(415, 'Procedures take JSON.');
  const body = await readBody(request, maxRpcBytes);
  if (body === null) return plain(413, 'That request is too large.');
  const { url, headers, signal } = request;
  const bounded = new Request(url, { method: 'POST', headers, signal, ...(body.byteLength > 0 ? { body } : {}) });
  return (await rpc(bounded)) ?? plain(404, 'There is no such procedure.');
}

function mediaType(request: Request): string | null {
  const header = request.headers.get('content-type');
  return header === null ? null : (header.split(';')[0]?.trim().toLowerCase() ?? null);
}

function plain(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

function notAllowed(allow: string): Response {
  const response = plain(405, 'That is not possible here.');
  response.headers.set('Allow', allow);
  return response;
}

const statuses: Readonly<Record<AppErrorCode, number>> = {
  'not-found': 404,
  'invalid-input': 400,
  unauthorized: 403,
  offline: 503,
  'rate-limited': 503,
  expired: 410,
  conflict: 409,
  unsupported: 415,
  damaged: 422,
  'disk-full': 507,
  internal: 500,
};

function statusOf(code: AppErrorCode): number {
  return statuses[code];
}
