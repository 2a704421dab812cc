import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../http/handler.ts';
import type { Logger } from '../ports.ts';
import { startWebHost, type WebHost } from './web-host.ts';

const logged: string[] = [];
const log = (fields: object, message: string): number => logged.push(JSON.stringify({ fields, message }));
const logger: Logger = { debug: log, info: log, warn: log, error: log };
const dir = mkdtempSync(join(tmpdir(), 'earmark-web-'));
const audioPath = join(dir, 'call.wav');
const sizeBytes = 8_000_000;
let host: WebHost;
let streamsEnded = 0;

beforeAll(() => {
  writeFileSync(join(dir, 'index.html'), '<p>page</p>');
  writeFileSync(audioPath, new Uint8Array(sizeBytes));
});
afterAll(async () => {
  await host.close();
  rmSync(dir, { recursive: true });
});
beforeEach(async () => {
  await host?.close();
  host = await startWebHost({ handle: makeHandle(), port: 0, logger });
});

function makeHandle() {
  return createHandler({
    handouts: { find: () => null, receive: () => Promise.reject(new Error('nothing is handed in')) },
    ui: dir,
    logger,
    policy: { ownOrigin: (incoming) => new URL(incoming.url).origin },
    media: {
      findRecording: async () => ({ path: audioPath, contentType: 'audio/wav', sizeBytes, etag: 'a' }),
      findPeaks: async () => null,
      acceptPeaks: async () => undefined,
    },
    rpc: async (incoming) =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            controller.enqueue(new TextEncoder().encode('event: message\n\n'));
            incoming.signal.addEventListener('abort', () => {
              streamsEnded += 1;
            });
          },
        }),
        { headers: { 'Content-Type': 'text/event-stream' } },
      ),
  });
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A request with exactly these headers; fetch would add and correct some. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET', port = host.port): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Writes bytes to the socket and returns the status line's number. */
function sendRaw(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(host.port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.on('error', reject);
  });
}

const tokenPath = (): string => host.url.slice(host.origin.length);
async function signIn(): Promise<string> {
  const { headers } = await send(tokenPath(), { 'Sec-Fetch-Site': 'none' });
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('the one-time token', () => {
  it('is long and becomes a strict cookie named after the port; the redirect strips it', async () => {
    const token = new URL(host.url).searchParams.get('token') ?? '';
    expect(Buffer.from(token, 'base64url').byteLength).toBe(32);
    const answer = await send(tokenPath());
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    const cookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(new RegExp(`^earmark-${host.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=`));
    expect(cookie).not.toContain(token);
    expect((await send('/', { Cookie: cookie.split(';')[0] ?? '' })).body).toBe('<p>page</p>');
  });

  it('works once, but again in the browser that has the cookie', async () => {
    const cookie = await signIn();
    expect((await send(tokenPath())).status).toBe(401);
    const again = await send(tokenPath(), { Cookie: cookie });
    expect([again.status, again.headers.location, again.headers['set-cookie']]).toEqual([303, '/', undefined]);
  });

  it('is not used up by a guess, by another site or on another path', async () => {
    expect((await send('/?token=wrong')).status).toBe(401);
    expect((await send(tokenPath(), { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await send(`/recordings/a${tokenPath().slice(1)}`)).status).toBe(401);
    expect((await send(tokenPath(), {}, 'POST')).status).toBe(401);
    expect(await signIn()).not.toBe('');
  });

  it('is needed on every route', async () => {
    const foreign = [{}, { Cookie: `earmark-${host.port}=wrong` }, { Cookie: `earmark-1=${'a'.repeat(43)}` }];
    for (const path of ['/', '/index.html', '/recordings/a', '/peaks/a', '/rpc/app/info', '/nothing']) {
      for (const headers of foreign) {
        for (const method of ['GET', 'POST', 'HEAD']) expect((await send(path, headers, method)).status).toBe(401);
      }
    }
  });

  it('does not let in the cookie of another run', async () => {
    const cookie = await signIn();
    const { port } = host;
    await host.close();
    host = await startWebHost({ handle: makeHandle(), port, logger });
    expect((await send('/', { Cookie: cookie })).status).toBe(401);
  });

  it('never gets into the log', async () => {
    const token = new URL(host.url).searchParams.get('token') ?? 'none';
    await send(`${tokenPath()}x`);
    await send(tokenPath());
    expect(logged.join()).not.toContain(token);
  });
});

describe('the Host header', () => {
  it.each([
    ['127.0.0.1:PORT', true],
    ['localhost:PORT', true],
    ['LOCALHOST:PORT', false],
    ['127.0.0.1', false],
    ['localhost', false],
    ['127.0.0.1:1', false],
    ['127.0.0.1:PORT0', false],
    ['evil.com', false],
    ['evil.com:PORT', false],
    ['127.evil.com:PORT', false],
    ['127.0.0.1.evil.com:PORT', false],
    ['localhost.evil.com:PORT', false],
    ['[::1]:PORT', false],
    ['0.0.0.0:PORT', false],
    ['user@127.0.0.1:PORT', false],
  ])('%s passes: %s', async (name, passes) => {
    const { status } = await send('/', { Host: name.replace('PORT', String(host.port)) });
    expect(status).toBe(passes ? 401 : 403);
  });

  it('must be there once, and the target must be a path', async () => {
    const own = `Host: 127.0.0.1:${host.port}\r\n`;
    expect(await sendRaw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toBe(400);
    expect(await sendRaw('GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toBe(403);
    expect(await sendRaw('GET / HTTP/1.0\r\nConnection: close\r\n\r\n')).toBe(403);
    expect(await sendRaw(`GET / HTTP/1.1\r\n${own}${own}Connection: close\r\n\r\n`)).toBeOneOf([400, 403]);
    expect(await sendRaw(`GET / HTTP/1.1\r\n${own}Host: evil.com\r\nConnection: close\r\n\r\n`)).toBeOneOf([400, 403]);
    expect(await sendRaw(`GET http://evil.com/ HTTP/1.1\r\n${own}Connection: close\r\n\r\n`)).toBe(403);
    expect(await sendRaw(`OPTIONS * HTTP/1.1\r\n${own}Connection: close\r\n\r\n`)).toBe(403);
    expect(await sendRaw(`GET / HTTP/1.1\r\n${own}X-Big: ${'a'.repeat(70_000)}\r\n\r\n`)).toBe(431);
  });
});

describe('the server', () => {
  it('listens on 127.0.0.1 only', async () => {
    await expect(
      new Promise((resolve, reject) => {
        connect(host.port, '::1').on('connect', resolve).on('error', reject);
      }),
    ).rejects.toThrow();
  });

  it('refuses requests of other sites although they carry the cookie', async () => {
    const cookie = await signIn();
    for (const site of ['cross-site', 'same-site']) {
      for (const path of ['/', '/recordings/a', '/rpc/x']) {
        expect((await send(path, { Cookie: cookie, 'Sec-Fetch-Site': site })).status).toBe(403);
      }
    }
    expect((await send('/', { Cookie: cookie, Origin: 'http://127.0.0.1:1' })).status).toBe(403);
  });

  it('leaves no file open after 500 aborted requests', async () => {
    const cookie = await signIn();
    for (let n = 0; n < 500; n++) await abortAfterHeaders('/recordings/a', cookie, n % 2 === 0);
    const open = (): number =>
      readdirSync('/proc/self/fd').filter((fd) => readLink(`/proc/self/fd/${fd}`) === audioPath).length;
    await expect.poll(open).toBe(0);
  }, 30_000);

  it('tells an event stream that its listener left, and ends all streams when it closes', async () => {
    const cookie = await signIn();
    streamsEnded = 0;
    await abortAfterHeaders('/rpc/app/events', cookie, true, 'POST');
    await expect.poll(() => streamsEnded).toBe(1);
    const ended = send('/rpc/app/events', { Cookie: cookie }, 'POST').catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await host.close();
    expect(await ended).toBe('cut');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function abortAfterHeaders(path: string, cookie: string, readFirst: boolean, method = 'GET'): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: host.port, path, method, headers: { Cookie: cookie }, agent: false };
    const outgoing = request(options, (incoming) => {
      incoming.on('error', () => undefined);
      const leave = (): void => {
        outgoing.destroy();
        resolve();
      };
      if (readFirst) incoming.once('data', leave);
      else leave();
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
