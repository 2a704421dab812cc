import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { sendByFetch } from '../electron/send-by-fetch.ts';
import type { HttpAnswer, HttpRequest, SendRequest } from '../ports.ts';
import { createNodeFetch, createNodeSend } from './node-network.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(handle: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const never = new AbortController().signal;
const get = (url: string, over: Partial<HttpRequest> = {}): HttpRequest => ({
  url,
  method: 'GET',
  headers: { authorization: 'Bearer k' },
  signal: never,
  ...over,
});

async function textOf({ body }: HttpAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

// What the API's client relies on, of either way to the network.
describe.each<[string, SendRequest]>([
  ['undici', createNodeSend({})],
  ['fetch', sendByFetch(createNodeFetch({}))],
])('sending by %s', (way, send) => {
  it('carries method, path, headers and body there, and status, headers and body back', async () => {
    const { origin } = await listen(async (request, response) => {
      const { method, url, headers } = request;
      response.writeHead(207, { 'X-One': 'a', 'X-Two': ['b', 'c'] });
      response.end(JSON.stringify([method, url, headers.authorization, headers.cookie, await bodyOf(request)]));
    });
    const answer = await send(get(`${origin}/a/b%20c?d=e&f`, { method: 'POST', body: 'wörd' }));
    expect(answer.status).toBe(207);
    expect(['x-one', 'X-Two', 'x-three'].map((name) => answer.headers.get(name))).toEqual(['a', 'b, c', null]);
    expect(JSON.parse(await textOf(answer))).toEqual(['POST', '/a/b%20c?d=e&f', 'Bearer k', null, 'wörd']);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('decompresses %s', async (encoding, compress) => {
    const text = 'word '.repeat(100_000);
    const { origin } = await listen((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress(text));
    });
    expect(await textOf(await send(get(origin)))).toBe(text);
  });

  it('answers with a redirect, and sends nothing where it leads', async () => {
    const asked: (string | undefined)[] = [];
    const { origin } = await listen((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere', 'set-cookie': 'a=b' }).end('moved');
    });
    expect((await send(get(`${origin}/1`))).status).toBe(302);
    expect((await send(get(`${origin}/2`))).status).toBe(302);
    expect(asked).toEqual(['/1', '/2']);
  });

  it('fails while a body is read that breaks off', async () => {
    const { origin } = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    const answer = await send(get(origin));
    await expect(textOf(answer)).rejects.toThrow();
  });

  it('reads what came of compressed bytes that end too early, and fails where they are none', async () => {
    const whole = gzipSync(JSON.stringify(Array.from({ length: 5000 }, (_, n) => n)));
    const { origin } = await listen((request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(request.url === '/cut' ? whole.subarray(0, whole.length - 100) : 'not gzip at all');
    });
    expect(await textOf(await send(get(`${origin}/cut`)))).toMatch(/^\[0,1,2.*[^\]]$/);
    await expect(textOf(await send(get(`${origin}/none`)))).rejects.toThrow();
  });

  it('ends when it is aborted: before it began, before the head, and in the body', async () => {
    const gone = Promise.withResolvers<void>();
    const { origin } = await listen((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('some');
      response.once('close', gone.resolve);
    });
    await expect(send(get(origin, { signal: AbortSignal.abort() }))).rejects.toThrow();
    const early = new AbortController();
    const waiting = send(get(origin, { signal: early.signal }));
    setTimeout(() => early.abort(), 20);
    await expect(waiting).rejects.toThrow();
    await gone.promise;
    const late = new AbortController();
    const answer = await send(get(`${origin}/body`, { signal: late.signal }));
    setTimeout(() => late.abort(), 20);
    await expect(textOf(answer)).rejects.toThrow();
  });

  it('outlives a server that closes the connection while nobody reads (nodejs/undici#5360)', async () => {
    const bytes = Buffer.alloc(65_536, 'a');
    const server = createTcpServer((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`);
        socket.end(bytes);
      });
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await send(get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await textOf(answer)).length).toBe(bytes.length);
    server.close();
  });

  it('gives up a body that is discarded or not read to its end', async () => {
    let open = 0;
    const { origin } = await listen((_request, response) => {
      open += 1;
      response.once('close', () => {
        open -= 1;
      });
      response.writeHead(200);
      const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      response.once('close', () => clearInterval(more));
    });
    (await send(get(origin))).discard();
    for await (const _piece of (await send(get(origin))).body ?? []) break;
    await expect.poll(() => open).toBe(0);
  });

  it('says by a code why nobody answered', async () => {
    const { server, origin } = await listen(() => undefined);
    server.close();
    await once(server, 'close');
    const error: Error & { code?: string; cause?: { code?: string } } = await send(get(origin)).then(
      () => Promise.reject(new Error('answered')),
      (failure) => failure,
    );
    expect(way === 'fetch' ? error.cause?.code : error.code).toBe('ECONNREFUSED');
  });
});

it('leaves an encoding alone that was not asked for', async () => {
  const { origin } = await listen((request, response) => {
    response.writeHead(200, { 'content-encoding': 'deflate', 'x-asked': String(request.headers['accept-encoding']) });
    response.end('as it is');
  });
  const answer = await createNodeSend({})(get(origin));
  expect(answer.headers.get('x-asked')).toBe('gzip, br');
  expect(await textOf(answer)).toBe('as it is');
});

it('goes by the proxy of the environment where Node is told to', async () => {
  const asked: (string | undefined)[] = [];
  const { origin: proxy } = await listen((request, response) => {
    asked.push(request.url);
    response.end('by the proxy');
  });
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy };
  const answers = [createNodeSend(env), sendByFetch(createNodeFetch(env))].map((send) =>
    send(get('http://far.example/a')),
  );
  for (const answer of answers) expect(await textOf(await answer)).toBe('by the proxy');
  expect(asked).toEqual(['http://far.example/a', 'http://far.example/a']);
});
