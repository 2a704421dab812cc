import type { Env, Hono } from 'hono';
import type { StoredFile } from './media-store.ts';
import { sendFile } from './send-file.ts';

/** Files on their way out of a workspace and into it; see `handouts/handouts.ts`. */
export interface HandoutFiles {
  find(token: string): { path: string; fileName: string; contentType: string; bytes: number } | null;
  receive(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<{ token: string; bytes: number }>;
}

/** As large as a bundle can be. */
const MOST_BYTES = 4 * 1024 ** 3;
const tokenPattern = /^[\w-]{32}$/;

/** Adds the routes of handouts: fetching one by its token as a download, and handing one in. */
export function handoutRoutes<E extends Env>(app: Hono<E>, handouts: HandoutFiles): void {
  app.get('/handouts/:token', async (c) => {
    const token = c.req.param('token');
    const found = tokenPattern.test(token) ? handouts.find(token) : null;
    const response = found && (await sendFile(c.req.raw, asStored(token, found)));
    if (!response) return new Response('This file is not here any more: make it again.\n', { status: 404 });
    response.headers.set('Content-Disposition', dispositionOf(found.fileName));
    return response;
  });
  app.post('/handouts', async (c) => {
    if (c.req.header('content-type')?.split(';')[0]?.trim() !== 'application/octet-stream') {
      return new Response('Files are handed in as application/octet-stream.\n', { status: 415 });
    }
    const { body } = c.req.raw;
    if (body === null) return new Response('There was no file in this request.\n', { status: 400 });
    return Response.json(await handouts.receive(body, MOST_BYTES));
  });
}

const asStored = (
  token: string,
  { path, contentType, bytes }: NonNullable<ReturnType<HandoutFiles['find']>>,
): StoredFile => ({
  path,
  contentType,
  sizeBytes: bytes,
  etag: token,
});

/** A download with this name, in ASCII for old readers and in full (RFC 6266). */
function dispositionOf(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
